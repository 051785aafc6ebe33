"""A community at work on a network and a store in memory."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace

from bot.domain import CommandGiven, DeleteMessage, Event, MessagePosted, Nudge, Verdict
from bot.ports import Context
from bot.runtime import Runtime
from tests.support.making import NOON, after, command, person, verdict
from tests.support.policies import Scripted
from tests.support.running import beside
from tests.support.worlds import World


def manners() -> Scripted:
    """Return a policy that takes down every message with `idiot` and has a word."""

    async def judge(event: Event, _context: Context) -> Verdict | None:
        if isinstance(event, MessagePosted) and "idiot" in event.text:
            delete = DeleteMessage(channel=event.channel, message=event.id, member=event.member.id)
            return verdict((delete, Nudge(member=event.member.id)))
        return None

    return Scripted("Manners", judge)


@asynccontextmanager
async def working(world: World, *runtimes: Runtime) -> AsyncIterator[None]:
    async with beside(world.settler.run(), *(runtime.run() for runtime in runtimes)):
        await asyncio.gather(*(runtime.ready() for runtime in runtimes))
        yield


async def hear(world: World, runtime: Runtime, *events: Event) -> None:
    """Let events be admitted and passed on, as the inbox does."""
    await runtime.room()
    await world.store.events.admit(events)
    for event in events:
        runtime.submit(event)


def done(world: World) -> list[str]:
    return [type(order.action).__name__ for order in world.network.performed]


async def waiting(world: World) -> list[str]:
    return [event.id for event in await world.store.events.waiting("kettle")]


MONTH = after(30 * 86400) - NOON


def typed(name: str, raw: str) -> CommandGiven:
    return replace(command(name, who=person("mo", "Moderator")), raw=raw)
