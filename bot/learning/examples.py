"""Labelled examples for a layer: what the team thought right or wrong, as words and a score."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from bot.learning.labels import Looked

#: The signals that a layer can move.
SIGNALS = ("toxicity", "spam")


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """A message that a policy acted on or asked about, and whether the team thought that right.

    `odds` are the log odds of the built-in score, and `words` the words and pairs of words.
    """

    person: str
    right: bool
    odds: float
    words: frozenset[str]


#: The log odds and the words of a text for a signal; None where a layer would leave it alone.
Reader = Callable[[str, str], tuple[float, frozenset[str]] | None]


def examples(found: Iterable[Looked], signal: str, read: Reader) -> list[Example]:
    """Return the examples for a signal; what somebody wrote several times counts once.

    A decision on several of the signals is left out: nobody knows which of them was wrong. So is
    what an erased person wrote, for it is kept no more.
    """
    several = _on_several(found := list(found))
    kept: dict[tuple[str, frozenset[str]], Example] = {}
    for entry in found:
        labelled = entry.right is not None and entry.text and entry.person
        if not labelled or signal not in entry.scores or entry.decision in several:
            continue
        if (heard := read(entry.text, signal)) is not None:
            odds, words = heard
            example = Example(person=entry.person, right=bool(entry.right), odds=odds, words=words)
            kept.setdefault((entry.person, words), example)
    return list(kept.values())


def _on_several(found: Iterable[Looked]) -> frozenset[str]:
    """Return the decisions that were about more than one of the signals."""
    about: dict[str, set[str]] = {}
    for entry in found:
        about.setdefault(entry.decision, set()).update(set(SIGNALS) & entry.scores.keys())
    return frozenset(decision for decision, signals in about.items() if len(signals) > 1)
