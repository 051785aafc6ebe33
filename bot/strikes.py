"""What is held against somebody under one policy: its own strikes, and those of the team.

What a person of the team does to a member counts on the ladder of every policy, for as long as
that policy remembers. What they do soon after another strike is about the same matter.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from bot.ports import Strike

#: The name under which strikes are kept that people of the team gave.
TEAM = "team"
#: So soon after another strike, what the team does belongs to the same matter.
SAME_MATTER = timedelta(minutes=10)


def held_against(
    own: Sequence[Strike], team: Sequence[Strike], within: timedelta, now: datetime
) -> list[Strike]:
    """Return the strikes that count on a policy's ladder, oldest first.

    `own` are the policy's, `team` the team's; neither holds any that expired or is void.
    """
    recent = [strike for strike in team if now - strike.at < within]
    counted: list[Strike] = []
    for strike in sorted([*own, *recent], key=lambda one: one.at):
        same = counted and strike.at - counted[-1].at < SAME_MATTER
        if strike.policy != TEAM or not same:
            counted.append(strike)
    return counted
