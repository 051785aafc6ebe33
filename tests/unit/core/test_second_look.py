"""A score that comes too late still counts for a young message, once, and never twice."""

from typing import Any

import pytest

from bot import lease as lease_module
from bot import runtime as runtime_module
from bot import second_look
from bot.detectors.bands import Band
from bot.detectors.second_opinion import SecondOpinion
from bot.domain import Event, HoldForReview, MessageEdited, Reply, event_key
from bot.ports import Context
from tests.support.hand_model import HandModel
from tests.support.making import HERE, NOON, OBSERVE, after, person, posted, verdict
from tests.support.policies import Scripted, always, entry
from tests.support.running import until
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


def edited(says: str, *, at: Any = NOON) -> MessageEdited:
    return MessageEdited(
        id="e1", at=at, channel="general", member=person(), message="m1", text=says, **HERE
    )


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
