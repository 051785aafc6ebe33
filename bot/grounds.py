"""Why something was held back, or a policy kept silent: as it is written down, in one language.

`bot.tell` says it in the language of whoever reads.
"""

import re

SPARED = "the team and those to be left alone are spared"
OBSERVED = "the policy only observes"
PAUSED = "paused"
OTHER_EVENTS = "not about events of this kind"
OTHER_CHANNEL = "not for this channel"
NO_PATTERN = "none of its patterns matched"
TOO_SLOW = "took too long"
SHARED = "another community passed it on, and this one asks its team"

_LIMIT = re.compile(r"limit (?P<name>\w+) \((?P<most>\d+)\) is reached")


def over_limit(name: str, most: int) -> str:
    """Return the ground of what was one more than a limit of the policy file allows."""
    return f"limit {name} ({most}) is reached"


def limit_of(because: str) -> tuple[str, str] | None:
    """Return which limit was reached and its number, None for any other ground."""
    found = _LIMIT.fullmatch(because)
    return (found["name"], found["most"]) if found else None
