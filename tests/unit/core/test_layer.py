"""A layer at work over the memory network: in force by the rulebook, gone with the next one."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import replace

import pytest

from bot import lease as lease_module
from bot import runtime as runtime_module
from bot.detectors.bands import Band
from bot.detectors.layer import shifted
from bot.detectors.second_opinion import SecondOpinion
from bot.domain import DeleteMessage, Event, MessagePosted, Signal, Verdict, event_key
from bot.ports import Context, Detector, Text
from bot.rulebook.book import Layer, Rulebook
from bot.runtime import Runtime
from tests.support.hand_model import HandModel
from tests.support.making import posted, verdict
from tests.support.policies import Scripted, rulebook
from tests.support.running import beside, turns, until
from tests.support.worlds import World

LAYER = Layer(name="l.json", version="ab" * 32, weights={"toxicity": {"clown": -1.0}})


class Fixed:
    """Gives every text the same score."""

    names = frozenset({"toxicity"})

    def __init__(self, score: float) -> None:
        self._score = score

    async def score(self, text: Text) -> Mapping[str, Signal]:
        return {"toxicity": Signal(name="toxicity", score=self._score)}


@pytest.fixture(autouse=True)
def _no_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(runtime_module, "AGAIN", 0)
    monkeypatch.setattr(lease_module, "RETRY", 0)


def house(layer: Layer | None, limit: float) -> Rulebook:
    """Return a rulebook that takes down what scores higher than a limit."""

    async def judge(event: Event, context: Context) -> Verdict | None:
        signal = await context.signal("toxicity")
        if signal is None or signal.score <= limit or not isinstance(event, MessagePosted):
            return None
        delete = DeleteMessage(channel=event.channel, message=event.id, member=event.member.id)
        return verdict((delete,), signals=(signal,))

    return replace(rulebook(Scripted("Manners", judge, signals={"toxicity"})), layer=layer)


@asynccontextmanager
async def working(world: World, book: Rulebook, then: Rulebook) -> AsyncIterator[Runtime]:
    runtime = Runtime(book, lambda: then, world.around)
    async with beside(world.settler.run(), runtime.run()):
        await runtime.ready()
        yield runtime


async def hear(world: World, runtime: Runtime, event: Event) -> None:
    await world.store.events.admit([event])
    runtime.submit(event)
    await turns(300)
    await world.settler.drain()


def deleted(world: World) -> list[str]:
    actions = [order.action for order in world.network.performed]
    return [action.message for action in actions if isinstance(action, DeleteMessage)]


def a_world(detector: Detector) -> World:
    return World(detectors={"toxicity": detector})


async def test_a_word_of_the_layer_counts_until_the_line_is_taken_out() -> None:
    world = a_world(Fixed(0.8))
    plain = replace(house(None, 0.7), version="without")
    async with working(world, house(LAYER, 0.7), plain) as runtime:
        await hear(world, runtime, posted("m1", says="you clown"))
        assert deleted(world) == []
        await hear(world, runtime, posted("m2", says="you donkey", who="ann"))
        assert deleted(world) == ["m2"]
        decision = await world.store.ledger.decision("kettle", event_key(posted("m2")))
        assert decision is not None
        assert decision.details["layer"] == LAYER.version[:12]
        await runtime.reload()
        await hear(world, runtime, posted("m3", says="you clown", who="kim"))
        assert deleted(world) == ["m2", "m3"]
        decision = await world.store.ledger.decision("kettle", event_key(posted("m3")))
        assert decision is not None
        assert "layer" not in decision.details


@pytest.mark.parametrize(
    ("limit", "acts"),
    [
        # the late score alone would be over it, with the layer it is not
        (0.85, False),
        # it is over it with the layer too
        (0.75, True),
    ],
)
async def test_a_late_score_goes_through_the_layer(limit: float, acts: bool) -> None:
    model = HandModel()
    world = a_world(
        SecondOpinion(Fixed(0.5), model, asked_in={"toxicity": Band(low=0.2, high=0.9)})
    )
    book = house(LAYER, limit)
    async with working(world, book, book) as runtime:
        await hear(world, runtime, posted(says="you clown"))
        model.answer("you clown", {"toxicity": 0.9})
        await turns(300)
        if acts:
            await until(lambda: deleted(world) == ["m1"])
        await world.settler.drain()
        decision = await world.store.ledger.decision("kettle", event_key(posted()))
    assert (decision is not None) is acts
    assert deleted(world) == (["m1"] if acts else [])
    if decision is not None:
        assert decision.verdicts[0].signals[0].score == shifted(0.9, -1.0)
