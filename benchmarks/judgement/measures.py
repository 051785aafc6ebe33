"""Everything that the gate measures, on texts that the scorer was not trained on."""

import statistics
import time
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from random import Random

from benchmarks.chat import lines
from benchmarks.judgement.disguise import DISGUISES
from benchmarks.judgement.examples import Example
from benchmarks.judgement.scored import Counts, auc, calibration, count, recall_at
from bot.detectors import builtin
from bot.detectors.scorer import ScorerDetector
from bot.detectors.text import make_text
from bot.domain import FLAGGED_FROM

#: What is abusive here, by the source's own label.
ABUSE = (
    "davidson_en", "edos_en", "hatexplain_en", "hatemoji_en", "misogyny_en", "paradetox_en",
    "surge_toxicity_en", "toxic_spans_en", "toxigen_prompts_en", "wiki_toxicity_en",
    "gahd_de", "germeval2018", "own_de_abuse", "own_de_benign", "own_de_pairs", "own_en_chat",
)  # fmt: skip
#: What nobody should ever be told off for.
BENIGN = (
    "irc_ubuntu", "banking77", "clinc150", "nlu_home_en", "chitchat_faq_en", "wiki_talk_en",
    "goemotions_en", "common_voice_de", "home_commands_de", "chitchat_faq_de",
    "potts_sentiment_de",
)  # fmt: skip
SPAM = ("sms_spam_en", "tg_spam", "youtube_spam_en", "own_spam")
_HARD = {
    "identity": ("identity_neutral", "identity_positive"),
    "counter-speech": ("counter", "quote"),
    "negated": ("negation",),
    "criticism, calm to angry": ("criticism_calm", "criticism_annoyed", "criticism_angry"),
    "criticism, profane": ("criticism_profane",),
    "swearing at things": ("profane", "object", "game", "hyperbole"),
    "reclaimed, homonyms, oneself": ("reclaimed", "homonym", "self"),
    "dialect": ("dialect",),
}
_FEWEST = 5
_DISGUISED = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """One figure of the table; `more` says that more is better, `slack` what is mere chance."""

    name: str
    value: float
    more: bool
    slack: float
    of: int = 0


class Judged:
    """The examples of the report with their scores."""

    def __init__(self, examples: Sequence[Example]) -> None:
        self.scorer = ScorerDetector()
        self.by_source: dict[str, list[tuple[Example, Mapping[str, float]]]] = defaultdict(list)
        for example in examples:
            self.by_source[example.source].append((example, self.scores(example.text)))

    def scores(self, text: str) -> Mapping[str, float]:
        """Return the scores of a text."""
        return {name: each.score for name, each in self.scorer.look(make_text(text)).items()}

    def of(self, source: str, signal: str = "toxicity") -> list[tuple[float, bool]]:
        """Return the scores of a source with what is true by its label."""
        return [
            (scores[signal], example.labels[signal][0] > 0.5)
            for example, scores in self.by_source.get(source, ())
            if example.labels.get(signal, (0, 0))[1] > 0
        ]


def measures(judged: Judged) -> Iterator[Measure]:
    """Give every figure."""
    yield from _abuse(judged)
    for language in ("en", "de"):
        yield from _hatecheck(judged, language)
    yield from _benign(judged)
    yield from _robust(judged)
    yield from _spam(judged)
    yield from _calibrated(judged)
    yield from cost()


def _abuse(judged: Judged) -> Iterator[Measure]:
    for source in ABUSE:
        scored = judged.of(source)
        if any(bad for _, bad in scored):
            found = count(scored, FLAGGED_FROM["toxicity"])
            yield _more(f"{source}: macro-F1", found.macro_f1, len(scored), 0.02)
            yield _more(f"{source}: AUC", auc(scored), len(scored), 0.01)
            yield from _both(source, found, len(scored))


def _both(name: str, found: Counts, size: int) -> Iterator[Measure]:
    yield _less(f"{name}: missed %", 100 * found.missed, size, 4.0)
    yield _less(f"{name}: false alarms %", 100 * found.alarmed, size, 2.0)


def _hatecheck(judged: Judged, language: str) -> Iterator[Measure]:
    name = f"hatecheck_{language}"
    scored = judged.of(name)
    found = count(scored, FLAGGED_FROM["toxicity"])
    yield _more(f"{name}: accuracy %", 100 * found.accuracy, len(scored), 3.0)
    yield _more(f"{name}: on hateful %", 100 * (1 - found.missed), len(scored), 4.0)
    yield _more(f"{name}: on non-hateful %", 100 * (1 - found.alarmed), len(scored), 4.0)
    by_kind: dict[str, list[bool]] = defaultdict(list)
    for example, scores in judged.by_source.get(name, ()):
        flagged = scores["toxicity"] >= FLAGGED_FROM["toxicity"]
        by_kind[example.row["functionality"]].append(flagged == bool(example.row["label"]))
    shares = {
        kind: sum(right) / len(right) for kind, right in by_kind.items() if len(right) >= _FEWEST
    }
    if shares:
        worst = min(shares, key=lambda kind: (shares[kind], kind))
        yield _more(
            f"{name}: worst kind % ({worst})", 100 * shares[worst], len(by_kind[worst]), 10.0
        )


def _benign(judged: Judged) -> Iterator[Measure]:
    for source in BENIGN:
        scored = [(score, False) for score, bad in judged.of(source) if not bad]
        yield _flagged(f"flagged % of {source}", scored, 0.1)
    for name, groups in _HARD.items():
        for language in ("en", "de"):
            scored = [
                (scores["toxicity"], False)
                for source, found in judged.by_source.items()
                if source.startswith("own_")
                for example, scores in found
                if example.language == language
                and example.row["group"] in groups
                and not example.labels["toxicity"][0]
            ]
            yield _flagged(f"flagged % of own {name} ({language})", scored, 3.0)
    for language in ("en", "de"):
        for kind in ("ident", "counter"):
            scored = [
                (scores["toxicity"], False)
                for example, scores in judged.by_source.get(f"hatecheck_{language}", ())
                if example.row["functionality"].startswith(kind)
            ]
            yield _flagged(f"flagged % of hatecheck_{language} {kind}*", scored, 4.0)
        scored = [(score, bad) for score, bad in judged.of(f"madlibs_{language}") if not bad]
        yield _flagged(f"flagged % of madlibs_{language}", scored, 1.0)


def _flagged(name: str, scored: Sequence[tuple[float, bool]], slack: float) -> Measure:
    return _less(name, 100 * count(scored, FLAGGED_FROM["toxicity"]).alarmed, len(scored), slack)


def _robust(judged: Judged) -> Iterator[Measure]:
    for language, sources in (
        ("en", ("surge_toxicity_en", "paradetox_en")),
        ("de", ("germeval2018", "gahd_de")),
    ):
        found = [each for source in sources for each, _ in judged.by_source.get(source, ())]
        good = [each.text for each in found if each.labels["toxicity"][0] < 0.5][:_DISGUISED]
        bad = [each.text for each in found if each.labels["toxicity"][0] > 0.5]
        # What is not found in the clear cannot be lost in disguise.
        bad = [text for text in bad if _acted(judged, text)][:_DISGUISED]
        alarms = sum(_acted(judged, text) for text in good)
        for name, disguise in DISGUISES.items():
            chance = Random(7)
            kept = sum(_acted(judged, disguise(text, chance)) for text in bad)
            more = sum(_acted(judged, disguise(text, chance)) for text in good) - alarms
            yield _more(
                f"{name} ({language}): recall kept %", 100 * kept / max(1, len(bad)), len(bad), 2.0
            )
            yield _less(
                f"{name} ({language}): more false alarms %",
                100 * more / max(1, len(good)),
                len(good),
                1.0,
            )


def _acted(judged: Judged, text: str) -> bool:
    return judged.scores(text)["toxicity"] >= FLAGGED_FROM["toxicity"]


def _spam(judged: Judged) -> Iterator[Measure]:
    for source in SPAM:
        scored = judged.of(source, "spam")
        found = count(scored, FLAGGED_FROM["spam"])
        yield _more(
            f"spam {source}: recall at 1 % false alarms", recall_at(scored, 0.01), len(scored), 0.02
        )
        yield _more(f"spam {source}: AUC", auc(scored), len(scored), 0.01)
        yield from _both(f"spam {source}", found, len(scored))
    for source in ("irc_ubuntu", "common_voice_de", "goemotions_en"):
        scored = judged.of(source, "spam")
        alarms = count(scored, FLAGGED_FROM["spam"]).alarmed
        yield _less(f"spam flagged % of {source}", 100 * alarms, len(scored), 0.05)


def _calibrated(judged: Judged) -> Iterator[Measure]:
    for signal in ("toxicity", "insult", "threat", "identity_attack", "obscene", "spam"):
        scored = [each for source in judged.by_source for each in judged.of(source, signal)]
        error, _ = calibration(scored)
        yield _less(f"{signal}: expected calibration error", error, len(scored), 0.01)
        yield _more(f"{signal}: AUC over everything", auc(scored), len(scored), 0.01)


def cost() -> Iterator[Measure]:
    """Measure what one message costs, for all signals that come with Evenhand."""
    detectors = builtin()
    texts = list(lines()[0])
    taken = []
    for number, raw in enumerate(texts):
        began = time.thread_time()
        text = make_text(raw)
        for detector in detectors:
            getattr(detector, "look")(text)  # noqa: B009  # beyond the port
        if number > len(texts) // 10:
            taken.append((time.thread_time() - began) * 1e6)
    yield _less("cost of a message, µs (median)", statistics.median(taken), len(taken), 60)
    yield _less(
        "cost of a message, µs (p99)", statistics.quantiles(taken, n=100)[98], len(taken), 400
    )


def _more(name: str, value: float, size: int, slack: float) -> Measure:
    return Measure(name=name, value=value, more=True, slack=slack, of=size)


def _less(name: str, value: float, size: int, slack: float) -> Measure:
    return Measure(name=name, value=value, more=False, slack=slack, of=size)
