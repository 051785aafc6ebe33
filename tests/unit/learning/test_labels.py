"""What the team does about a decision says whether it was right; nothing else does."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace

import pytest

from bot import lease as lease_module
from bot import runtime as runtime_module
from bot.domain import (
    Action,
    ButtonPressed,
    Case,
    CommandGiven,
    DeleteMessage,
    Event,
    HoldForReview,
    MessagePosted,
    Nudge,
    OpenCase,
    Signal,
    Timeout,
    Verdict,
)
from bot.learning import Looked, looks
from bot.ports import Context
from bot.runtime import Runtime
from bot.storage.holdings import holdings_from_json
from tests.support.making import OBSERVE, command, person, posted, pressed, verdict
from tests.support.policies import Scripted, entry
from tests.support.running import beside, turns
from tests.support.worlds import World


@pytest.fixture(autouse=True)
def _no_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(runtime_module, "AGAIN", 0)
    monkeypatch.setattr(lease_module, "RETRY", 0)


def policy() -> Scripted:
    """Return a policy that acts on idiots, asks about clowns, and opens a case about trolls."""

    async def judge(event: Event, _context: Context) -> Verdict | None:
        if not isinstance(event, MessagePosted):
            return None
        delete = DeleteMessage(channel=event.channel, message=event.id, member=event.member.id)
        steps: dict[str, tuple[Action, ...]] = {
            "idiot": (delete, Nudge(member=event.member.id)),
            "clown": (HoldForReview(reason="hm"),),
            "troll": (Timeout(member=event.member.id, seconds=60), OpenCase(kind="conduct")),
        }
        signal = Signal(name="toxicity", score=0.9)
        for word, actions in steps.items():
            if word in event.text:
                return verdict(actions, signals=(signal,))
        return None

    return Scripted("Manners", judge)


@asynccontextmanager
async def working(world: World, *, observing: bool = False) -> AsyncIterator[Runtime]:
    runtime = world.runtime(entry(policy(), mode=OBSERVE) if observing else policy())
    async with beside(world.settler.run(), runtime.run()):
        await runtime.ready()
        yield runtime


async def hear(world: World, runtime: Runtime, event: Event) -> None:
    await world.store.events.admit([event])
    runtime.submit(event)
    await turns(300)
    await world.settler.drain()


async def labels(world: World) -> list[Looked]:
    held = holdings_from_json("kettle", await world.store.archive.export("kettle"))
    return list(looks(held.decisions, held.cases))


async def says(world: World, runtime: Runtime, text: str) -> Case:
    """Let Rude write something; returns the case it led to."""
    await hear(world, runtime, posted(says=text))
    (case,) = await world.store.casebook.cases("kettle")
    return case


@pytest.mark.parametrize(
    ("text", "button", "right"),
    [
        # taken back
        ("you idiot", "undo:{about}", False),
        # said to be right; after that it can still be taken back
        ("you idiot", "right:{number}", True),
        ("you idiot", "right:{number} undo:{about}", False),
        # taken back, and what comes after that on an old alert counts no more
        ("you idiot", "undo:{about} right:{number}", False),
        # nobody has looked
        ("you idiot", "", None),
        # looking at it alone says nothing
        ("you idiot", "why:{about}", None),
        # somebody took the case and closed it, and it stands
        ("you troll", "close:{number}", True),
        # somebody took it, and has not decided
        ("you troll", "claim:{number}", None),
        # the policy asked: the team took the message down, or let it be
        ("you clown", "remove:{number}", True),
        ("you clown", "close:{number}", False),
        ("you clown", "", None),
    ],
)
async def test_a_button_is_a_label(text: str, button: str, right: bool | None) -> None:
    world = World()
    async with working(world) as runtime:
        case = await says(world, runtime, text)
        for number, each in enumerate(button.split()):
            press = pressed(each.format(about=case.about, number=case.number))
            await hear(world, runtime, replace(press, id=f"b{number}"))
        (found,) = await labels(world)
    assert (found.policy, found.right, found.asked) == ("Manners", right, "clown" in text)
    assert found.scores == {"toxicity": 0.9}


@pytest.mark.parametrize(("verb", "right"), [("uphold", True), ("overturn", False)])
async def test_an_appeal_that_was_answered_is_a_label(verb: str, right: bool) -> None:
    world = World()
    async with working(world) as runtime:
        await says(world, runtime, "you idiot")
        appeal = command("appeal", who=person("rude"), id="c7")
        await hear(world, runtime, appeal)
        (case,) = await world.store.casebook.cases("kettle", kind="appeal")
        await hear(world, runtime, pressed(f"{verb}:{case.number}"))
        found = await labels(world)
    assert [each.right for each in found] == [right]


async def test_what_a_person_did_by_themselves_is_no_label() -> None:
    world = World()
    async with working(world) as runtime:
        ban = CommandGiven(
            id="c1",
            at=posted().at,
            channel="general",
            member=person("mo", "Moderator"),
            name="ban",
            options={"member": "rude", "reason": "spam"},
            network="memory",
            community="kettle",
            place="p1",
        )
        await hear(world, runtime, ban)
        assert await labels(world) == []


async def test_what_was_only_observed_is_not_counted() -> None:
    world = World()
    async with working(world, observing=True) as runtime:
        await hear(world, runtime, posted(says="you idiot"))
        assert await labels(world) == []


async def test_a_question_closed_with_words_of_its_own_stays_open() -> None:
    world = World()
    async with working(world) as runtime:
        case = await says(world, runtime, "you clown")
        await hear(world, runtime, _close(case.number, "talked to them"))
        (found,) = await labels(world)
    assert found.right is None


def _close(number: int, resolution: str) -> CommandGiven | ButtonPressed:
    return CommandGiven(
        id="c1",
        at=posted().at,
        channel="general",
        member=person("mo", "Moderator"),
        name="close",
        options={"case": str(number), "resolution": resolution},
        network="memory",
        community="kettle",
        place="p1",
    )
