"""A score that comes too late still counts for a young message, once, and never twice."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import Any

import pytest

from bot import lease as lease_module
from bot import runtime as runtime_module
from bot import second_look
from bot.detectors.bands import Band
from bot.detectors.second_opinion import SecondOpinion
from bot.domain import (
    DeleteMessage,
    Event,
    HoldForReview,
    MessageEdited,
    MessagePosted,
    Nudge,
    Reply,
    Signal,
    TimePassed,
    Verdict,
    event_key,
)
from bot.errors import StoreBusy, StoreError
from bot.ports import Context, Text
from bot.rulebook.book import PolicyEntry
from bot.runtime import Runtime
from bot.second_look import LATE
from tests.support.hand_model import HandModel
from tests.support.making import HERE, NOON, OBSERVE, after, person, posted, verdict
from tests.support.policies import Scripted, always, entry
from tests.support.running import beside, turns, until
from tests.support.worlds import World

UNSURE = 0.5


class Unsure:
    """Scores everything in the middle, but for what is called fine."""

    names = frozenset({"toxicity"})

    async def score(self, text: Text) -> Mapping[str, Signal]:
        score = 0.0 if "fine" in text.clean else UNSURE
        return {"toxicity": Signal(name="toxicity", score=score)}


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


def edited(says: str, *, at: Any = NOON) -> MessageEdited:
    return MessageEdited(
        id="e1", at=at, channel="general", member=person(), message="m1", text=says, **HERE
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


async def test_a_late_score_of_a_young_message_is_acted_on_once(
    world: World, model: HandModel
) -> None:
    policy = strict()
    message = posted(says="hm")
    async with working(world, policy) as runtime:
        await hear(world, runtime, message)
        assert deleted(world) == []
        world.clock.tick(90)
        model.answer("hm", {"toxicity": 0.97})
        await until(lambda: deleted(world) == ["m1"])
        await settled(world)
        decision = await world.store.ledger.decision("kettle", event_key(message))
        assert decision is not None
        assert (decision.cause, decision.at) == (event_key(message), after(90))
        assert decision.verdicts[0].signals[0].score == 0.97
        assert decision.details["late"] == "90"
        # The same score again, as after a delivery that was repeated.
        late = late_score(message, 0.97)
        assert await world.store.events.admit([late]) == [False]
        runtime.submit(late)
        await settled(world)
    assert deleted(world) == ["m1"]
    assert policy.asked == ["m1", "m1"]


def late_score(message: MessagePosted, score: float) -> TimePassed:
    return TimePassed(
        id=f"{LATE}:{event_key(message)}",
        at=message.at,
        owner=LATE,
        payload={"message": message.id, "of": event_key(message), "score:toxicity": str(score)},
        **HERE,
    )


async def test_others_in_the_channel_do_not_wait_for_the_model(world: World) -> None:
    async with working(world, strict(limit=-1)) as runtime:
        await hear(world, runtime, posted("m1", says="hm"), posted("m2", says="fine", who="ann"))
        assert deleted(world) == ["m1", "m2"]


async def test_a_score_that_comes_while_a_message_is_still_being_judged_is_not_missed(
    world: World, model: HandModel
) -> None:
    async def answer(_event: Event, _context: Context) -> None:
        if "hm" not in model.known:
            model.answer("hm", {"toxicity": 0.97})

    async with working(world, strict(), Scripted("Other", answer)) as runtime:
        await hear(world, runtime, posted(says="hm"))
        await until(lambda: deleted(world) == ["m1"])


@pytest.mark.parametrize("scores", [None, {"toxicity": 0.4}, {}])
async def test_a_score_that_is_missing_or_lower_changes_nothing(
    world: World, model: HandModel, scores: dict[str, float] | None
) -> None:
    policy = strict()
    async with working(world, policy) as runtime:
        await hear(world, runtime, posted(says="hm"))
        model.answer("hm", scores)
        await settled(world)
    assert policy.asked == ["m1"]
    assert deleted(world) == []


async def test_a_message_that_grew_old_meanwhile_is_left(world: World, model: HandModel) -> None:
    policy = strict()
    async with working(world, policy) as runtime:
        await hear(world, runtime, posted(says="hm"))
        world.clock.tick(121)
        model.answer("hm", {"toxicity": 0.97})
        await settled(world)
    assert deleted(world) == []
    assert policy.asked == ["m1"]


async def test_after_an_edit_the_score_of_the_old_text_counts_no_more(
    world: World, model: HandModel
) -> None:
    policy = strict()
    async with working(world, policy) as runtime:
        await hear(world, runtime, posted(says="hm"))
        await hear(world, runtime, edited("all fine", at=after(5)))
        model.answer("hm", {"toxicity": 0.97})
        await settled(world)
    assert deleted(world) == []
    assert policy.asked == ["m1", "e1"]


async def test_the_late_score_of_an_edit_counts_for_it(world: World, model: HandModel) -> None:
    async with working(world, strict()) as runtime:
        await hear(world, runtime, posted(says="fine"), edited("hm", at=after(5)))
        model.answer("hm", {"toxicity": 0.97})
        await until(lambda: deleted(world) == ["m1"])


async def test_what_was_acted_on_before_is_not_acted_on_again(
    world: World, model: HandModel
) -> None:
    held = always(verdict((HoldForReview(reason="hm"),), policy="Other"))
    policy = strict()
    async with working(world, policy, Scripted("Other", held)) as runtime:
        await hear(world, runtime, posted(says="hm"))
        model.answer("hm", {"toxicity": 0.97})
        await settled(world)
    assert deleted(world) == []


async def test_an_answer_is_no_reason_to_overlook_what_came_late(
    world: World, model: HandModel
) -> None:
    replies = Scripted(
        "Other", always(verdict((Reply(channel="general", text="see the FAQ"),), policy="Other"))
    )
    async with working(world, strict(), replies) as runtime:
        await hear(world, runtime, posted(says="hm"))
        model.answer("hm", {"toxicity": 0.97})
        await until(lambda: deleted(world) == ["m1"])
    # It was asked once: what it has to say does not depend on the score.
    assert replies.asked == ["m1"]


async def test_a_policy_that_spoke_before_is_not_asked_again(
    world: World, model: HandModel
) -> None:
    observer = entry(strict("Watchers", limit=0.3), mode=OBSERVE)
    async with working(world, strict(), observer) as runtime:
        await hear(world, runtime, posted(says="hm"))
        model.answer("hm", {"toxicity": 0.97})
        await until(lambda: deleted(world) == ["m1"])
        await settled(world)
        newest = await world.store.ledger.decision("kettle", event_key(posted()))
    assert newest is not None
    assert [each.policy for each in newest.verdicts] == ["Manners"]


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
