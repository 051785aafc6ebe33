"""Ordinary support chat and labelled abuse, 95 to 5, as the cascade meets them.

Only texts are taken that the built-in scorer was not trained on. Every set counts with a weight, so
that no row has to be thrown away. The data must lie in ../shared/data.
"""

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from random import Random
from statistics import NormalDist

from benchmarks.judgement.examples import Example, examples
from bot.detectors.bands import Bands, unsure
from bot.detectors.scorer import ScorerDetector
from bot.detectors.text import make_text
from bot.domain import Signal

CHAT = frozenset({"irc_ubuntu"})
TOXIC = frozenset(
    {
        "davidson_en", "edos_en", "gahd_de", "germeval2018", "hatecheck_de", "hatecheck_en",
        "hatemoji_en", "hatexplain_en", "misogyny_en", "paradetox_en", "surge_toxicity_en",
        "toxic_spans_en", "toxigen_prompts_en", "wiki_toxicity_en",
    }
)  # fmt: skip
TOXIC_SHARE = 0.05
#: A transformer's work on a text, in tokens: those that frame it, and one for so many characters.
FRAME, CHARACTERS = 4.0, 4.5
LONGEST = 512.0
_NORMAL = NormalDist()


@dataclass(frozen=True, slots=True, kw_only=True)
class Mixed:
    """One text of the mixture; `bad` is its label, and weights add up to 1."""

    example: Example
    signals: Mapping[str, Signal]
    bad: bool
    weight: float

    @property
    def work(self) -> float:
        """About how many tokens a transformer would read."""
        return min(LONGEST, FRAME + len(self.example.text) / CHARACTERS)


def mixture(wanted: Callable[[Example], bool]) -> list[Mixed]:
    """Return the texts that are wanted, scored; raises FileNotFoundError without the data."""
    found = [e for e in examples() if wanted(e) and e.source in CHAT | TOXIC]
    chat = sum(example.source in CHAT for example in found)
    shares = {True: (1 - TOXIC_SHARE) / chat, False: TOXIC_SHARE / (len(found) - chat)}
    scorer = ScorerDetector()
    return [
        Mixed(
            example=example,
            signals=scorer.look(make_text(example.text)),
            bad=_is_bad(example, "toxicity"),
            weight=shares[example.source in CHAT],
        )
        for example in found
    ]


def _is_bad(example: Example, signal: str) -> bool:
    truth, weight = example.labels.get(signal, (0.0, 0.0))
    return weight > 0 and truth > 0.5


def labelled(mixed: Iterable[Mixed], signal: str) -> list[tuple[float, bool]]:
    """Return the scores of a signal with what is true, for the abusive sets that label it."""
    return [
        (each.signals[signal].score, _is_bad(each.example, signal))
        for each in mixed
        if each.example.source in TOXIC and each.example.labels.get(signal, (0, 0))[1] > 0
    ]


def shown(mixed: Iterable[Mixed], known: Bands) -> list[Mixed]:
    """Return the texts that a model would be asked about."""
    return [each for each in mixed if unsure(each.signals, known)]


def saved(mixed: Sequence[Mixed], known: Bands) -> tuple[float, float]:
    """Return how many times fewer texts, and how many times fewer tokens, a model would read."""
    asked = shown(mixed, known)
    if not asked:
        return math.inf, math.inf
    texts = sum(each.weight for each in asked)
    tokens = sum(each.weight * each.work for each in asked)
    return 1 / texts, sum(each.weight * each.work for each in mixed) / tokens


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """How much of what is good, and of what is bad, is settled and shown; each adds up to 1."""

    good_settled_bad: float
    good_shown: float
    bad_settled_good: float
    bad_settled_bad: float
    bad_shown: float


def parts(mixed: Sequence[Mixed], known: Bands) -> Parts:
    """Return what the bands do to the mixture."""
    sums = {(bad, where): 0.0 for bad in (False, True) for where in ("good", "shown", "bad")}
    for each in mixed:
        sums[each.bad, _where(each.signals, known)] += each.weight
    good = sum(weight for (bad, _), weight in sums.items() if not bad)
    bad = sum(weight for (is_bad, _), weight in sums.items() if is_bad)
    return Parts(
        good_settled_bad=sums[False, "bad"] / good,
        good_shown=sums[False, "shown"] / good,
        bad_settled_good=sums[True, "good"] / bad,
        bad_settled_bad=sums[True, "bad"] / bad,
        bad_shown=sums[True, "shown"] / bad,
    )


def _where(signals: Mapping[str, Signal], known: Bands) -> str:
    if unsure(signals, known):
        return "shown"
    settled = any(signals[name].score >= band.high for name, band in known.items())
    return "bad" if settled else "good"


@dataclass(frozen=True, slots=True, kw_only=True)
class Supposed:
    """A model to reckon with where no real one is at hand.

    `auc` is how often something bad scores over something good. Its scores are normal, with one
    spread for good and bad; `alike`, from 0 to 1, is how far they err where the scorer errs.
    """

    auc: float
    alike: float

    def scores(self, mixed: Sequence[Mixed], seed: int = 7) -> list[float]:
        """Return its scores of all texts, the same for the same seed."""
        chance, apart = Random(seed), math.sqrt(2) * _NORMAL.inv_cdf(self.auc)
        own = math.sqrt(1 - self.alike**2)
        return [
            apart * each.bad + self.alike * place + own * chance.gauss(0, 1)
            for each, place in zip(mixed, _places(mixed), strict=True)
        ]


def _places(mixed: Sequence[Mixed]) -> list[float]:
    """Return where each text lies among those of its kind for the scorer, in spreads."""
    places = [0.0] * len(mixed)
    for kind in (False, True):
        order = [number for number, each in enumerate(mixed) if each.bad is kind]
        order.sort(key=lambda number: mixed[number].signals["toxicity"].score)
        total, below = sum(mixed[number].weight for number in order), 0.0
        for number in order:
            weight = mixed[number].weight
            places[number] = _NORMAL.inv_cdf((below + weight / 2) / total)
            below += weight
    return places


def recall(mixed: Sequence[Mixed], scores: Sequence[float], alarms: float) -> float:
    """Return the share of what is bad over the threshold that flags this share of what is good."""
    good = sum(each.weight for each in mixed if not each.bad)
    flagged = found = 0.0
    order = sorted(range(len(mixed)), key=lambda number: -scores[number])
    for number in order:
        each = mixed[number]
        if each.bad:
            found += each.weight
        else:
            flagged += each.weight
        if flagged > alarms * good:
            break
    return found / sum(each.weight for each in mixed if each.bad)


def cascaded(mixed: Sequence[Mixed], scores: Sequence[float], known: Bands) -> list[float]:
    """Return the scores with what the scorer settles at the ends, below and above all others."""
    ends = {"good": -math.inf, "bad": math.inf}
    return [
        ends.get(_where(each.signals, known), score)
        for each, score in zip(mixed, scores, strict=True)
    ]
