"""Whatever breaks, and however often the process dies: nothing is lost and nothing done twice.

The whole core runs on a store and a network that fail by chance, from a seed, before and after they
did what they were asked.
"""

import asyncio
import random
from collections import Counter
from typing import Any

import pytest

from adapters.memory import MemoryAdapter
from bot import dispatcher, outbox, session, settler, timers
from bot import lease as lease_module
from bot import runtime as runtime_module
from bot.attempts import FEWEST_TRIES
from bot.domain import (
    DeleteMessage,
    EditReply,
    EffectClass,
    Event,
    MessagePosted,
    Nudge,
    Order,
    Outcome,
    OutcomeState,
    Reply,
    SendDirect,
    Timeout,
    Verdict,
)
from bot.errors import StoreBusy
from bot.inbox import Inbox
from bot.ports import Context
from bot.storage import MemoryStore
from bot.waves import WAVE
from tests.support.making import person, posted, verdict
from tests.support.policies import Scripted
from tests.support.running import beside, turns
from tests.support.worlds import World, adapter

MESSAGES = 20
LIVES = 10
PARTS = ("events", "ledger", "orders", "timers", "leases", "casebook")


@pytest.fixture(autouse=True)
def _no_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    for module, names in (
        (runtime_module, ["AGAIN"]),
        (outbox, ["BUSY_PAUSE"]),
        (timers, ["BUSY_PAUSE", "LONGEST_NAP"]),
        (lease_module, ["RETRY"]),
        (session, ["GLEAN"]),
        (settler, ["FIRST_PAUSE", "LONGEST_PAUSE"]),
        (dispatcher, ["PAUSE", "LONGEST_PAUSE"]),
    ):
        for name in names:
            monkeypatch.setattr(module, name, 0)


class Shaky:
    """One part of a store, which is busy by chance: before it did its work, or after."""

    def __init__(self, part: Any, chance: random.Random) -> None:
        self._part, self._chance = part, chance
        self.share = 0.15

    def __getattr__(self, name: str) -> Any:
        async def call(*args: Any, **more: Any) -> Any:
            luck = self._chance.random()
            if luck < self.share / 2:
                raise StoreBusy("busy before")
            found = await getattr(self._part, name)(*args, **more)
            if luck < self.share:
                raise StoreBusy("busy after")
            return found

        return call


class Weather(MemoryStore):
    """A store in memory with shaky parts."""

    def __init__(self, chance: random.Random) -> None:
        super().__init__()
        for part in PARTS:
            setattr(self, f"_{part}", Shaky(getattr(self, f"_{part}"), chance))

    def calm(self) -> None:
        for part in PARTS:
            getattr(self, f"_{part}").share = 0


class Network(MemoryAdapter):
    """A network that fails by chance, and remembers each thing that was really done."""

    def __init__(self, chance: random.Random) -> None:
        super().__init__()
        self.members.update(adapter().members)
        self.chance, self.share = chance, 0.25
        self.effects: list[str] = []
        self._can = {
            **self.abilities,
            DeleteMessage: EffectClass.REPEATABLE,
            Timeout: EffectClass.REPEATABLE,
            Reply: EffectClass.LOOKUP,
            SendDirect: EffectClass.ONCE,
        }

    async def perform(self, order: Order) -> Outcome:
        luck = self.chance.random()
        if luck < self.share / 2:
            raise OSError("reset before")
        await turns(self.chance.randrange(3))
        self.effects.append(order.key)
        if luck < self.share:
            raise OSError("reset after")
        return Outcome(state=OutcomeState.DONE, made=order.key)

    async def look_up(self, order: Order) -> Outcome | None:
        if self.chance.random() < self.share:
            raise OSError("reset while looking")
        done = order.key in self.effects
        return Outcome(state=OutcomeState.DONE, made=order.key) if done else None


def manners() -> Scripted:
    async def judge(event: Event, _context: Context) -> Verdict | None:
        assert isinstance(event, MessagePosted)
        if not int(event.id[1:]) % 3:
            return None
        delete = DeleteMessage(channel=event.channel, message=event.id, member=event.member.id)
        return verdict((delete, Nudge(member=event.member.id)))

    return Scripted("Manners", judge)


async def _bring(inbox: Inbox, event: Event, given: set[str]) -> None:
    """Bring an event until it is taken in, as networks do."""
    while True:
        try:
            await inbox.receive(event)
        except StoreBusy:
            await asyncio.sleep(0)
        else:
            given.add(event.id)
            return


async def _live(world: World, left: list[Event], given: set[str], span: int | None) -> None:
    """Let a process live for so many turns of the loop, then die without a word."""
    runtime = world.runtime(manners())

    async def pass_on(event: Event) -> None:
        runtime.submit(event)

    inbox = Inbox(world.store.events, pass_on)
    bringing = [_bring(inbox, event, given) for event in left]
    async with beside(inbox.run(), world.settler.run(), runtime.run(), *bringing) as tasks:
        if span is not None:
            await turns(span)
            assert not any(
                task.done() and not task.cancelled() and task.exception() for task in tasks
            )
            return
        await asyncio.gather(*tasks[3:])
        await runtime.ready()
        while await world.store.events.waiting("kettle"):
            await turns(5)
        await runtime.stop(60)
        while await world.store.orders.unfinished("kettle") or await _due(world):
            world.clock.tick(30)
            await turns(5)
        await runtime.stop(60)


async def _due(world: World) -> bool:
    world.clock.tick(600)
    return bool(await world.store.orders.waiting("kettle", world.clock.now()))


@pytest.mark.parametrize("seed", range(5))
async def test_nothing_is_lost_and_nothing_is_done_twice(seed: int) -> None:
    chance = random.Random(seed)
    store, network = Weather(chance), Network(chance)
    events: list[Event] = [
        posted(f"m{number}", who=person(f"u{number}"), channel=f"c{number % 3}", says="x")
        for number in range(MESSAGES)
    ]
    network.members.update({f"u{number}": person(f"u{number}") for number in range(MESSAGES)})
    given: set[str] = set()
    world = World(store=store, network=network)
    for life in range(LIVES):
        world = World(store=store, network=network, clock=world.clock)
        if life == LIVES - 1:
            store.calm()
            network.share = 0
        world.clock.tick(chance.uniform(0, 10))
        come = events[: MESSAGES * (life + 1) // LIVES]
        left = [event for event in come if event.id not in given or chance.random() < 0.2]
        await _live(world, left, given, chance.randrange(10, 70) if life < LIVES - 1 else None)
    await _check(store, network, events)


async def _check(store: Weather, network: Network, events: list[Event]) -> None:
    done = Counter(network.effects)
    for event in events:
        decision = await store.ledger.decision("kettle", event.id)
        if not int(event.id[1:]) % 3:
            assert decision is None
            continue
        assert decision is not None
        assert decision.case is not None
        pairs = await store.orders.orders_of("kettle", decision.id)
        kinds = [type(order.action) for order, _ in pairs]
        # With others within minutes it is part of the line that tells of all of them.
        alone = WAVE not in decision.details or kinds[2:3] == [Reply]
        told = 3 if alone else 2
        assert kinds[:told] == [DeleteMessage, SendDirect, Reply][:told]
        # An alert that was said before it was known what came of the deed is put right.
        assert set(kinds[told:]) <= {EditReply, Reply}
        for order, outcome in pairs[:told]:
            assert outcome is not None
            _check_one(order, outcome, done[order.key])
    cases = await store.casebook.cases("kettle", limit=1000)
    numbers = [case.number for case in cases]
    assert len(numbers) == len(set(numbers)) == len([e for e in events if int(e.id[1:]) % 3])


def _check_one(order: Order, outcome: Outcome, times: int) -> None:
    """Compare what is written down with what was really done."""
    match order.action:
        case DeleteMessage():
            assert times >= 1 or order.tries >= FEWEST_TRIES
        case SendDirect():
            assert times <= 1
            assert (times == 1) or outcome.state is not OutcomeState.DONE
        case _:
            assert times <= 1
            assert (outcome.state is OutcomeState.DONE) <= (times == 1)
