"""A community whose model answers late, by hand."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import Any

from bot.domain import (
    DeleteMessage,
    Event,
    MessageEdited,
    MessagePosted,
    Nudge,
    Signal,
    TimePassed,
    Verdict,
    event_key,
)
from bot.ports import Context, Text
from bot.rulebook.book import PolicyEntry
from bot.runtime import Runtime
from bot.second_look import LATE
from tests.support.making import HERE, verdict
from tests.support.policies import Scripted
from tests.support.running import beside, turns
from tests.support.worlds import World

UNSURE = 0.5


class Unsure:
    """Scores everything in the middle, but for what is called fine."""

    names = frozenset({"toxicity"})

    async def score(self, text: Text) -> Mapping[str, Signal]:
        score = 0.0 if "fine" in text.clean else UNSURE
        return {"toxicity": Signal(name="toxicity", score=score)}


def strict(name: str = "Manners", limit: float = 0.8, **more: Any) -> Scripted:
    """Return a policy that takes down what scores higher than its limit."""

    async def judge(event: Event, context: Context) -> Verdict | None:
        signal = await context.signal("toxicity")
        if signal is None or signal.score <= limit:
            return None
        assert isinstance(event, MessagePosted | MessageEdited)
        who = event.member.id
        delete = DeleteMessage(channel=event.channel, message=event.message, member=who)
        return verdict((delete, Nudge(member=who)), policy=name, signals=(signal,))

    return Scripted(
        name, judge, hears=frozenset({MessagePosted, MessageEdited}), signals={"toxicity"}, **more
    )


@asynccontextmanager
async def working(world: World, *policies: Scripted | PolicyEntry) -> AsyncIterator[Runtime]:
    runtime = world.runtime(*policies)
    async with beside(world.settler.run(), runtime.run()):
        await runtime.ready()
        yield runtime


async def hear(world: World, runtime: Runtime, *events: Event) -> None:
    await world.store.events.admit(events)
    for event in events:
        runtime.submit(event)
    await settled(world)


async def settled(world: World) -> None:
    await turns(200)
    await world.settler.drain()
    assert await world.store.events.waiting("kettle") == []


def deleted(world: World) -> list[str]:
    actions = [order.action for order in world.network.performed]
    return [action.message for action in actions if isinstance(action, DeleteMessage)]


def late_score(message: MessagePosted, score: float) -> TimePassed:
    return TimePassed(
        id=f"{LATE}:{event_key(message)}",
        at=message.at,
        owner=LATE,
        payload={"message": message.id, "of": event_key(message), "score:toxicity": str(score)},
        **HERE,
    )
