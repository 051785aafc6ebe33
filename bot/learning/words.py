"""Words that carried what the team took back: proposed to be fine in this community.

A layer of the community's own on top of the built-in scorer, as small and as readable as can be: a
list in the policy file (`except`), which an admin writes and takes out again.
"""

import re
from collections.abc import Container, Iterable
from dataclasses import dataclass

from bot.learning.labels import Looked
from bot.learning.precision import wilson

#: So often the team must have taken back what a word carried.
FEWEST_TAKEN_BACK = 5
#: And it must for sure have been wrong more often than right.
_MOST_RIGHT = 0.5
_WORD = re.compile(r"[^\W\d_]{3,}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Fine:
    """A word that may be fine here: how often what it was part of was wrong, right, or unknown."""

    policy: str
    word: str
    wrong: int
    right: int
    unknown: int


def fine_words(found: Iterable[Looked], common: Container[str]) -> list[Fine]:
    """Return the words to propose, those taken back most often first; `common` ones never are.

    Only evidence that is still kept can be counted, so nothing older than 30 days is.
    """
    counts: dict[tuple[str, str], list[int]] = {}
    for entry in found:
        place = {False: 0, True: 1, None: 2}[entry.right]
        for word in _words_of(entry) if not entry.asked else ():
            if word not in common:
                counts.setdefault((entry.policy, word), [0, 0, 0])[place] += 1
    proposed = [
        Fine(policy=policy, word=word, wrong=wrong, right=right, unknown=unknown)
        for (policy, word), (wrong, right, unknown) in counts.items()
        if wrong >= FEWEST_TAKEN_BACK and wilson(right, right + wrong)[1] < _MOST_RIGHT
    ]
    return sorted(proposed, key=lambda each: (-each.wrong, each.policy, each.word))


def _words_of(entry: Looked) -> frozenset[str]:
    return frozenset(word.casefold() for text in entry.evidence for word in _WORD.findall(text))
