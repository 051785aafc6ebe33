"""A layer to propose: trained on the team's labels, and tried on those that it has not seen."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from bot.learning.examples import Example
from bot.learning.fitting import FEWEST_EXAMPLES, FEWEST_PEOPLE, fit
from bot.learning.precision import Precision

#: With fewer labels for a signal nothing is trained.
FEWEST_LABELS = 30
#: Each part is judged once by what was learned from the others.
_PARTS = 5

#: The score that weights make of log odds and words.
Score = Callable[[float, Mapping[str, float], frozenset[str]], float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """What would be flagged from a score on, before and after, of what the team labelled."""

    limit: float
    before: Precision
    after: Precision

    @property
    def mistakes(self) -> tuple[int, int]:
        """Wrong flags before; after, wrong flags and the right ones that were given up or won."""
        return self.before.wrong, self.after.wrong + self.before.right - self.after.right


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposed:
    """Weights for a signal, from how many labels of how many people, and how they did."""

    signal: str
    labels: int
    right: int
    people: int
    words: Mapping[str, float]
    trials: tuple[Trial, ...]


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
    trials = _try(examples, limits, score, bounds)
    before, after = (sum(each.mistakes[n] for each in trials) for n in (0, 1))
    if after >= before:
        because = "on labels that it had not seen, a layer was no better than the scorer alone"
        return Refused(signal=signal, because=because, trials=trials)
    return Proposed(
        signal=signal,
        labels=len(examples),
        right=right,
        people=len(people),
        words=words,
        trials=trials,
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


def _try(
    examples: Sequence[Example], limits: Sequence[float], score: Score, bounds: Bounds
) -> tuple[Trial, ...]:
    """Return how the examples would be flagged by what was learned from other people's."""
    seen: list[tuple[Example, float, float]] = []
    for part in _parts(examples):
        inside = set(map(id, part))
        weights = fit(
            [one for one in examples if id(one) not in inside], bounds.weight, bounds.words
        )
        seen += [
            (one, score(one.odds, {}, one.words), score(one.odds, weights, one.words))
            for one in part
        ]
    return tuple(
        Trial(
            limit=limit,
            before=_flagged([one for one, before, _ in seen if before > limit]),
            after=_flagged([one for one, _, after in seen if after > limit]),
        )
        for limit in limits
    )


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
