"""Judging alone: how many messages a second one core judges, without a store.

python -m benchmarks.judging
"""

import asyncio
import gc
import statistics
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from benchmarks.chat import START, lines, messages
from benchmarks.figures import Figure, at_least, at_most, table, told
from benchmarks.rulebooks import mixed, starter, worded
from bot.clock import HandClock
from bot.detectors import builtin
from bot.domain import Event, Signal
from bot.engine import Engine
from bot.heap import settled_heap
from bot.rulebook.book import Rulebook
from bot.storage import MemoryStore
from bot.workshop import detectors_by_signal, set_up

COUNT = 20_000
#: A bot that has run for an hour has seen the words that people use; the first messages are told
#: apart, as they cost more.
WARM = 20_000
COLD = 2_000
#: The median of so many parts is told, as other work on the machine comes and goes.
PARTS = 5


async def engine_for(rulebook: Rulebook) -> Engine:
    """Return the real engine with the real detectors."""
    shop = await set_up(
        rulebook,
        store=MemoryStore(),
        detectors=detectors_by_signal(builtin()),
        clock=HandClock(START),
    )
    return shop.engine


Given = Mapping[str, Signal] | None
#: What policies cost without the scorer, which has a budget of its own: no text is toxic here.
GIVEN: Given = {"toxicity": Signal(name="toxicity", score=0.0)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Rate:
    """Messages judged a second, by a bot that has just begun and by one that has run for a while.

    `spoke` is the share of messages on which a policy spoke.
    """

    cold: float
    warm: float
    spoke: float


async def rate(rulebook: Rulebook, chat: Sequence[Event], given: Given = None) -> Rate:
    """Measure one rulebook; with `given` the detectors are not asked for these signals."""
    engine = await engine_for(rulebook)
    with settled_heap():
        began = time.process_time()
        for event in chat[:COLD]:
            await engine.judge(event, given)
        cold = COLD / (time.process_time() - began)
        for event in chat[COLD:WARM]:
            await engine.judge(event, given)
        warm, spoke = await _rate(engine, chat, given)
    return Rate(cold=cold, warm=warm, spoke=spoke)


async def _rate(engine: Engine, chat: Sequence[Event], given: Given) -> tuple[float, float]:
    rest, spoke, rates = chat[WARM:], 0, []
    for part in range(PARTS):
        measured = rest[part * len(rest) // PARTS : (part + 1) * len(rest) // PARTS]
        gc.collect()
        began = time.process_time()
        for event in measured:
            opinions = await engine.judge(event, given)
            spoke += bool(opinions.verdicts)
        rates.append(len(measured) / (time.process_time() - began))
    return statistics.median(rates), spoke / len(rest)


def figures() -> list[Figure]:
    """Measure; each rate is of processor time, so that a busy machine changes little."""
    chat = messages(WARM + COUNT)
    twenty = asyncio.run(rate(mixed(20), chat))
    hundred = asyncio.run(rate(mixed(100), chat))
    alone = [asyncio.run(rate(mixed(count), chat, GIVEN)).warm for count in (20, 100)]
    thousand = asyncio.run(rate(worded(1_000), chat)).warm
    ten_thousand = asyncio.run(rate(worded(10_000), chat)).warm
    usual = asyncio.run(rate(starter(), chat)).warm
    spoke = f"a policy spoke on {twenty.spoke:.1%}"
    return [
        told("judging: chat", f"{COUNT:,} messages after {WARM:,}, {lines(1)[1]}, {spoke}"),
        at_least("judging: 20 policies", twenty.warm, 10_000, "messages/s"),
        told("judging: 20 policies, the first 2,000 messages", f"{twenty.cold:,.0f} messages/s"),
        at_least("judging: 100 policies", hundred.warm, 5_000, "messages/s"),
        told("judging: 20 policies, scores given", f"{alone[0]:,.0f} messages/s"),
        told("judging: 100 policies, scores given", f"{alone[1]:,.0f} messages/s"),
        at_least("judging: 1,000 word patterns", thousand, 10_000, "messages/s"),
        told("judging: the starter rulebook", f"{usual:,.0f} messages/s"),
        told("judging: 10,000 word patterns", f"{ten_thousand:,.0f} messages/s"),
        at_most(
            "judging: cost of 10,000 to 1,000 patterns", thousand / ten_thousand, 2.0, "times", 2
        ),
    ]


if __name__ == "__main__":
    print(table(figures()))
    sys.exit(0)
