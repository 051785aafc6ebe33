"""A layer to propose: trained on the team's labels, and tried on those that it has not seen."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from bot.learning.examples import Example
from bot.learning.fitting import FEWEST_EXAMPLES, FEWEST_PEOPLE, fit
from bot.learning.precision import Precision, wilson

#: With fewer labels for a signal nothing is trained.
FEWEST_LABELS = 30
#: Each part is judged once by what was learned from the others.
_PARTS = 5
#: What moves scores by chance mends as much as it spoils.
_BY_CHANCE = 0.5

#: The score that weights make of log odds and words.
Score = Callable[[float, Mapping[str, float], frozenset[str]], float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """What would be flagged from a score on, before and after, of what the team labelled."""

    limit: float
    before: Precision
    after: Precision


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposed:
    """Weights for a signal, from how many labels about how many people, and how they did.

    Of the labels judged by what was learned about others, `mended` came to the right side of a
    threshold and `spoilt` to the wrong one.
    """

    signal: str
    labels: int
    right: int
    people: int
    words: Mapping[str, float]
    trials: tuple[Trial, ...]
    mended: int
    spoilt: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused:
    """Why no layer is proposed for a signal, in one sentence."""

    signal: str
    because: str
    trials: tuple[Trial, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounds:
    """How much one word may weigh, and how many words there may be."""

    weight: float
    words: int


def propose_layer(
    signal: str,
    examples: Sequence[Example],
    limits: Sequence[float],
    *,
    score: Score,
    bounds: Bounds,
) -> Proposed | Refused:
    """Return a layer for a signal, or why there is none; `limits` are thresholds to try it at."""
    people = {one.person for one in examples}
    right = sum(one.right for one in examples)
    if refusal := _too_little(len(examples), right, len(people)):
        return Refused(signal=signal, because=refusal)
    words = fit(examples, bounds.weight, bounds.words)
    if not words:
        because = (
            f"no word stands in {FEWEST_EXAMPLES} examples of {FEWEST_PEOPLE} people "
            "and tells right from wrong"
        )
        return Refused(signal=signal, because=because)
    tried = _try(examples, score, bounds)
    trials = tuple(_trial(tried, limit) for limit in limits)
    mended, spoilt = _mended(tried, limits)
    if wilson(mended, mended + spoilt)[0] <= _BY_CHANCE:
        because = (
            f"on labels that it had not seen, it mended {mended} and spoilt {spoilt}, "
            "which may be chance"
        )
        return Refused(signal=signal, because=because, trials=trials)
    return Proposed(
        signal=signal,
        labels=len(examples),
        right=right,
        people=len(people),
        words=words,
        trials=trials,
        mended=mended,
        spoilt=spoilt,
    )


def _too_little(labels: int, right: int, people: int) -> str:
    if labels < FEWEST_LABELS:
        return f"there are {labels} labels with a text that is kept, and it takes {FEWEST_LABELS}"
    if right in (0, labels):
        return (
            f"all {labels} labels say {'right' if right else 'wrong'}, so they tell nothing apart"
        )
    if people < FEWEST_PEOPLE:
        return "all labels are about one person, and a layer is not about anybody"
    return ""


#: An example, and its score before and after.
_Tried = tuple[Example, float, float]


def _try(examples: Sequence[Example], score: Score, bounds: Bounds) -> list[_Tried]:
    """Return the examples as what was learned from other people's would score them."""
    tried: list[_Tried] = []
    for part in _parts(examples):
        inside = set(map(id, part))
        others = [one for one in examples if id(one) not in inside]
        weights = fit(others, bounds.weight, bounds.words)
        tried += [
            (one, score(one.odds, {}, one.words), score(one.odds, weights, one.words))
            for one in part
        ]
    return tried


def _trial(tried: Sequence[_Tried], limit: float) -> Trial:
    return Trial(
        limit=limit,
        before=_flagged([one for one, before, _ in tried if before > limit]),
        after=_flagged([one for one, _, after in tried if after > limit]),
    )


def _mended(tried: Sequence[_Tried], limits: Sequence[float]) -> tuple[int, int]:
    """Return how many examples came to the right side of a limit, and how many to the wrong one."""
    counts = {True: 0, False: 0}
    for one, before, after in tried:
        if any((before > limit) != (after > limit) for limit in limits):
            counts[(after > before) == one.right] += 1
    return counts[True], counts[False]


def _parts(examples: Sequence[Example]) -> list[list[Example]]:
    """Return the examples in parts of about one size; nobody's are in two of them."""
    of: dict[str, list[Example]] = {}
    for one in examples:
        of.setdefault(one.person, []).append(one)
    parts: list[list[Example]] = [[] for _ in range(min(_PARTS, len(of)))]
    for group in sorted(of.values(), key=lambda group: (-len(group), group[0].person)):
        min(parts, key=len).extend(group)
    return parts


def _flagged(found: Sequence[Example]) -> Precision:
    return Precision(times=len(found), looked_at=len(found), right=sum(one.right for one in found))
