"""What text costs and how well it is judged: `python -m benchmarks.detectors`.

Speed is measured on chat. Judgement is measured on labelled data, which stays outside of the
repository and must lie in ../shared/data; where it is missing that part says so and is left out.
"""

import json
import random
import statistics
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks import hostile
from benchmarks.chat import lines
from benchmarks.figures import Figure, at_most, table, told
from bot.detectors import builtin
from bot.detectors.lexical import LexicalDetector
from bot.detectors.patterns import PatternSet
from bot.detectors.similarity import shape
from bot.detectors.spam import SpamDetector
from bot.detectors.text import make_text
from bot.domain import Signal
from bot.ports import Pattern, Text

DATA = Path(__file__).resolve().parents[2] / "shared" / "data"
MISSING = "benchmarks: the labelled data is missing; it belongs into ../shared/data."
ACTS, REVIEWS = 0.90, 0.50
#: Sets whose label 1 is abuse, and sets that are all harmless.
ABUSE = (
    "davidson_en/dev", "surge_toxicity_en/train", "wiki_toxicity_en/dev", "paradetox_en/train",
    "hatecheck_en/dev", "hatecheck_de/dev", "germeval2018/train", "gahd_de/train",
    "edos_en/train",
)  # fmt: skip
HARMLESS = (
    "irc_ubuntu/replay", "product_criticism/dev", "wiki_talk_en/train", "senti4sd_en/train",
    "goemotions_en/train", "common_voice_de/train", "potts_sentiment_de/train",
)  # fmt: skip
SPAM = ("sms_spam_en/train", "tg_spam/train", "youtube_spam_en/train")
_IRC, _CRITICISM = "irc_ubuntu/replay", "product_criticism/dev"

Look = Callable[[Text], Mapping[str, Signal]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """How many texts of a set score from ACTS and from REVIEWS on, by what they are."""

    name: str
    bad: int
    good: int
    acted: tuple[int, int]
    reviewed: tuple[int, int]


def _each(work: Callable[[str], object], texts: Sequence[str]) -> list[float]:
    """Return what each text takes, in microseconds."""
    for text in texts[:2_000]:
        work(text)
    taken = []
    for text in texts:
        began = time.perf_counter()
        work(text)
        taken.append((time.perf_counter() - began) * 1e6)
    return taken


def _patterns(count: int) -> PatternSet:
    chance = random.Random(3)
    letters = "abcdefghijklmnopqrstuvwxyzäöüß"
    words = {"".join(chance.choices(letters, k=chance.randint(5, 11))) for _ in range(count)}
    return PatternSet([("o", Pattern(name=word, regex=rf"\b{word}\b")) for word in words])


def _cost() -> Iterator[Figure]:
    texts = list(lines()[0])
    thousand, many = _patterns(1_000), _patterns(10_000)
    few_us = statistics.median(_each(lambda raw: thousand.match(make_text(raw)), texts))
    many_us = statistics.median(_each(lambda raw: many.match(make_text(raw)), texts))
    yield at_most("1,000 patterns, a message (median)", few_us, 10, "µs")
    yield at_most("10,000 patterns against 1,000", many_us / few_us, 2, "times", 2)
    shapes = _each(lambda raw: shape(make_text(raw)), texts)
    yield told("shape of a message (median)", f"{statistics.median(shapes):.1f} µs")
    lexical = LexicalDetector()
    scores = _each(lambda raw: lexical.look(make_text(raw)), texts)
    yield at_most("toxicity, a message (median)", statistics.median(scores), 30, "µs")
    all_signals = _each(_all_signals(), texts)
    yield at_most("all signals, a message (median)", statistics.median(all_signals), 150, "µs")
    p99 = statistics.quantiles(all_signals, n=100)[98]
    yield at_most("all signals, a message (p99)", p99 / 1_000, 1, "ms", 2)
    yield from _hostile()


def _hostile() -> Iterator[Figure]:
    for name, raw in hostile.FORMS.items():
        taken = min(_each(_forms, [raw] * 3)) / 1_000
        yield at_most(f"40,000 hostile characters, all forms: {name}", taken, 50, "ms")
    look = _all_signals()
    worst = max((min(_each(look, [raw] * 3)) / 1_000, name) for name, raw in hostile.TEXTS.items())
    yield told("the slowest hostile text, all signals", f"{worst[0]:.0f} ms: {worst[1]}")


def _forms(raw: str) -> str:
    text = make_text(raw)
    return text.clean + text.skeleton


def _all_signals() -> Callable[[str], object]:
    looks = [getattr(detector, "look") for detector in builtin()]  # noqa: B009  # beyond the port
    return lambda raw: [look(text) for text in [make_text(raw)] for look in looks]


def _judge(name: str, look: Look, signal: str) -> Judged:
    counts = {True: [0, 0, 0], False: [0, 0, 0]}
    with (DATA / f"{name}.jsonl").open(encoding="utf-8") as file:
        for line in file:
            row = json.loads(line)
            score = look(make_text(row["text"]))[signal].score
            count = counts[row.get("label") == 1 and name not in HARMLESS]
            count[0] += 1
            count[1] += score >= ACTS
            count[2] += score >= REVIEWS
    bad, good = counts[True], counts[False]
    return Judged(
        name=name,
        bad=bad[0],
        good=good[0],
        acted=(bad[1], good[1]),
        reviewed=(bad[2], good[2]),
    )


def _figure(judged: Judged) -> Figure:
    parts = []
    if judged.bad:
        acted, seen = (100 * each[0] / judged.bad for each in (judged.acted, judged.reviewed))
        parts.append(f"found {acted:.1f} % ({seen:.1f} % with review) of {judged.bad:,}")
    acted, seen = (100 * each[1] / judged.good for each in (judged.acted, judged.reviewed))
    parts.append(f"wrong {acted:.3f} % ({seen:.2f} %) of {judged.good:,}")
    bar = {_IRC: 0.0005, _CRITICISM: 0.0}.get(judged.name)
    met = None if bar is None else judged.acted[1] <= bar * judged.good
    want = "" if bar is None else f"wrong at most {100 * bar:g} %"
    return Figure(what=judged.name, value=", ".join(parts), want=want, met=met)


def _judgement() -> Iterator[Figure]:
    if not DATA.is_dir():
        print(MISSING, file=sys.stderr)
        return
    lexical, spam = LexicalDetector(), SpamDetector()
    for name in (*HARMLESS, *ABUSE):
        yield _figure(_judge(name, lexical.look, "toxicity"))
    for name in SPAM:
        yield _figure(_judge(name, spam.look, "spam"))


def figures() -> list[Figure]:
    """Return what was measured."""
    return [*_cost(), *_judgement()]


if __name__ == "__main__":
    print(table(figures()))
