"""An engine with the policies that a test gives it."""

import asyncio
from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from bot.context import EventContext
from bot.detectors.text import make_text
from bot.domain import Event, Nudge, Signal, Standing
from bot.engine import Engine
from bot.ports import PatternHit, Text
from bot.rulebook.book import PolicyEntry
from bot.storage import MemoryStore
from bot.windows import Windows
from tests.support.making import posted, verdict
from tests.support.policies import Scripted, always, rulebook

RUDE = verdict((Nudge(member="rude"),), policy="some other name")


def match(words: Text, wanted: Any = ()) -> Mapping[str, Sequence[PatternHit]]:
    """Find the word `bait` for the policy Bait."""
    place = words.clean.find("bait")
    if place < 0:
        return {}
    return {"Bait": (PatternHit(pattern="bait", start=place, end=place + 4, text="bait"),)}


def engine(
    *policies: Scripted | PolicyEntry,
    modes: Mapping[str, Any] | None = None,
    detectors: Mapping[str, Any] | None = None,
    store: MemoryStore | None = None,
    deadline: float = 5.0,
) -> Engine:
    return Engine(
        rulebook(*policies),
        modes=modes or {},
        windows=Windows(
            horizon=timedelta(minutes=10),
            shape=lambda text: len(text.original),
            standing=lambda _: Standing.REGULAR,
        ),
        detectors=detectors or {},
        casebook=(store or MemoryStore()).casebook,
        make_text=make_text,
        match=match,
        deadline=deadline,
    )


async def names(machine: Engine, event: Event) -> list[str]:
    return [one.policy for one in (await machine.judge(event)).verdicts]


def speaking(name: str, **more: Any) -> Scripted:
    return Scripted(name, always(RUDE), **more)


# ---- what policies may ask


class Counting:
    """A detector that counts how often it is asked."""

    names = frozenset({"toxicity", "threat", "language"})

    def __init__(self, found: Mapping[str, Signal] | Exception | None) -> None:
        self.found, self.asked = found, 0

    async def score(self, text: Text) -> Mapping[str, Signal]:
        self.asked += 1
        if self.found is None:
            await asyncio.Event().wait()
        if isinstance(self.found, Exception):
            raise self.found
        return self.found or {}


async def context(
    event: Event | None = None,
    detector: Counting | None = None,
    store: MemoryStore | None = None,
    **signals: Signal,
) -> EventContext:
    names = Counting.names if detector else ()
    machine = engine(detectors=dict.fromkeys(names, detector), store=store)
    return (await machine.judge(event or posted(says="hello there"), signals)).context
