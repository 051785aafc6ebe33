"""A late score is neither lost nor believed too much when something goes wrong meanwhile."""

import asyncio
from dataclasses import replace
from typing import Any

import pytest

from bot import lease as lease_module
from bot import runtime as runtime_module
from bot import second_look
from bot.detectors.bands import Band
from bot.detectors.second_opinion import SecondOpinion
from bot.domain import MessagePosted, TimePassed
from bot.errors import StoreBusy, StoreError
from tests.support.hand_model import HandModel
from tests.support.making import person, posted
from tests.support.policies import Scripted
from tests.support.running import turns, until
from tests.support.worlds import World
from tests.unit.core.second_looks import Unsure, deleted, hear, late_score, settled, strict, working


@pytest.fixture(autouse=True)
def _no_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(runtime_module, "AGAIN", 0)
    monkeypatch.setattr(lease_module, "RETRY", 0)
    monkeypatch.setattr(second_look, "PAUSE", 0)


@pytest.fixture
def model() -> HandModel:
    return HandModel()


@pytest.fixture
def world(model: HandModel) -> World:
    detector = SecondOpinion(Unsure(), model, asked_in={"toxicity": Band(low=0.2, high=0.9)})
    return World(detectors={"toxicity": detector})


async def test_a_late_score_survives_a_crash(world: World, model: HandModel) -> None:
    message = posted(says="hm")
    store = world.store
    async with working(world, Scripted()) as runtime:
        await hear(world, runtime, message)
    await store.events.admit([late_score(message, 0.93)])
    world.clock.tick(60)
    async with working(world, strict()):
        await until(lambda: deleted(world) == ["m1"])
        await settled(world)
    # The scores lie in the event: the model, which has forgotten everything, is not asked.
    assert model.known == {}


async def test_a_busy_database_does_not_lose_a_late_score(
    world: World, model: HandModel, monkeypatch: pytest.MonkeyPatch
) -> None:
    admit, busy = world.store.events.admit, [True, True]

    async def sometimes(events: Any) -> Any:
        if isinstance(events[0], TimePassed) and busy:
            busy.pop()
            raise StoreBusy("locked")
        return await admit(events)

    async with working(world, strict()) as runtime:
        await hear(world, runtime, posted(says="hm"))
        monkeypatch.setattr(world.store.events, "admit", sometimes)
        model.answer("hm", {"toxicity": 0.97})
        await until(lambda: deleted(world) == ["m1"])


async def test_a_broken_database_ends_with_a_line_in_the_log(
    world: World,
    model: HandModel,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    async def never(_events: Any) -> Any:
        raise StoreError("the file is damaged")

    async with working(world, strict()) as runtime:
        await hear(world, runtime, posted(says="hm"))
        monkeypatch.setattr(world.store.events, "admit", never)
        model.answer("hm", {"toxicity": 0.97})
        await turns(200)
    assert "a late score cannot be written down: the file is damaged" in caplog.text
    assert deleted(world) == []


LEFT: list[tuple[str, MessagePosted]] = [
    ("the team is spared", posted(says="hm", who=person("mo", "Moderator"))),
    ("so are those to be left alone", posted(says="hm", who=person("pa", "Partner"))),
    ("other bots are not judged", posted(says="hm", who=person("robo", bot=True))),
]


@pytest.mark.parametrize(("why", "message"), LEFT)
async def test_who_is_spared_is_spared_late_too(
    world: World, model: HandModel, why: str, message: MessagePosted
) -> None:
    async with working(world, strict()) as runtime:
        await hear(world, runtime, message)
        model.answer("hm", {"toxicity": 0.97})
        await settled(world)
    assert deleted(world) == [], why


async def test_a_late_score_about_a_message_nobody_knows_is_let_go(world: World) -> None:
    async with working(world, strict()) as runtime:
        await hear(world, runtime, late_score(replace(posted(), id="gone"), 0.97))
    assert deleted(world) == []


async def test_stopping_waits_for_no_score(world: World) -> None:
    async with working(world, strict()) as runtime:
        await hear(world, runtime, posted(says="hm"))
    await asyncio.sleep(0)
    names = {task.get_coro().__qualname__ for task in asyncio.all_tasks()}  # type: ignore[union-attr]  # a coroutine has a name
    assert not any("SecondLooks" in name for name in names)
