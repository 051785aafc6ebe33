"""Whoever gives a command always gets an answer."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest

from bot import reception as module
from bot.casework import Casework
from bot.clock import HandClock
from bot.commands.reaction import Reaction
from bot.domain import Answer, Ban, Button, CommandGiven, Event, Kick, Mode, Timeout
from bot.errors import CommandError, LeaseLost, StoreBusy
from bot.ports import Settlement
from bot.reception import Reception
from bot.storage import MemoryStore
from tests.support.making import NOON, after, command, person, pressed
from tests.support.policies import rulebook


class Bench:
    """A reception whose handler is given by the test."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, reaction: Any) -> None:
        self.reaction = reaction
        self.settled: list[Settlement] = []
        self.changed: list[Reaction] = []
        self.asked: list[dict[str, Any]] = []
        self.inside = 0
        self.store = MemoryStore()
        monkeypatch.setattr(module, "respond", self.respond)
        self.reception = Reception(
            self,  # type: ignore[arg-type]  # the handler is ours; of the desk it takes the store
            Casework(rulebook(), last_case=0),
            clock=HandClock(NOON),
            settle=self.settle,
            changed=self.after,
        )

    async def respond(self, event: Event, _desk: object, **asked: Any) -> Reaction | None:
        self.asked.append(asked)
        self.inside += 1
        assert self.inside == 1
        try:
            await asyncio.sleep(0)
            if self.reaction == "hang":
                await asyncio.Event().wait()
            if isinstance(self.reaction, Exception):
                raise self.reaction
            found: Reaction | None = self.reaction
            return found
        finally:
            self.inside -= 1

    async def settle(self, settlement: Settlement) -> None:
        self.settled.append(settlement)

    async def after(self, reaction: Reaction) -> None:
        assert self.settled, "what a command changes takes effect after it is written down"
        self.changed.append(reaction)

    async def answer(self, event: CommandGiven | Any = None) -> str:
        assert await self.reception.answer(event or command()) is True
        (order, *_) = self.settled[-1].orders
        assert isinstance(order.action, Answer)
        assert order.urgent
        return order.action.text


async def test_what_cannot_be_done_is_answered_in_its_own_words(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    bench = Bench(monkeypatch, CommandError("There is no case #7."))
    assert await bench.answer() == "There is no case #7."


@pytest.mark.parametrize("trouble", [RuntimeError("broken"), "hang"])
async def test_a_fault_of_ours_is_answered_kindly(
    trouble: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "LIMIT", 0.01)
    bench = Bench(monkeypatch, trouble)
    words = await bench.answer()
    assert words
    assert "Error" not in words
    assert "broken" not in words


@pytest.mark.parametrize("hindrance", [StoreBusy("locked"), LeaseLost("gone")])
async def test_the_world_in_trouble_is_not_the_answer(
    hindrance: Exception, monkeypatch: pytest.MonkeyPatch
) -> None:
    bench = Bench(monkeypatch, hindrance)
    with pytest.raises(type(hindrance)):
        await bench.reception.answer(command())
    bench.reaction = Reaction(answer="done")
    assert await bench.answer() == "done"


async def test_a_button_of_a_policy_is_left_to_it(monkeypatch: pytest.MonkeyPatch) -> None:
    bench = Bench(monkeypatch, None)
    assert await bench.reception.answer(pressed("faq:yes")) is False
    assert bench.settled == []


async def test_commands_are_answered_one_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    bench = Bench(monkeypatch, Reaction(answer="done"))
    await asyncio.gather(*(bench.reception.answer(command(id=f"c{n}")) for n in range(5)))
    assert len(bench.settled) == 5


async def test_an_answer_is_private_unless_it_is_public(monkeypatch: pytest.MonkeyPatch) -> None:
    button = Button(id="why:d1", label="Why?")
    bench = Bench(monkeypatch, Reaction(answer="hi", public=True, buttons=(button,)))
    await bench.answer()
    (order,) = bench.settled[0].orders
    assert order.action == Answer(
        member="mo", channel="general", text="hi", public=True, buttons=(button,)
    )
    assert bench.settled[0].decision is None


async def test_nothing_to_say_is_not_said(monkeypatch: pytest.MonkeyPatch) -> None:
    bench = Bench(monkeypatch, Reaction(modes={"Manners": Mode.PAUSED}))
    assert await bench.reception.answer(command()) is True
    assert bench.settled[0].orders == ()
    assert bench.settled[0].modes == {"Manners": Mode.PAUSED}
    assert bench.changed == [bench.reaction]


async def test_a_deed_is_a_decision_of_the_person_who_gave_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    bench = Bench(
        monkeypatch,
        Reaction(
            answer="done",
            actions=(
                Timeout(member="rude", seconds=60, until=after(90)),
                Ban(member="rude", seconds=120),
            ),
            subject=person("rude"),
            reason="insults",
            forget_after=timedelta(days=30),
        ),
    )
    await bench.reception.answer(command("timeout"))
    (settled,) = bench.settled
    decision = settled.decision
    assert decision is not None
    assert (decision.actor, decision.rule, decision.facts) == ("memory:mo", "timeout", "insults")
    assert decision.until == after(120)
    assert not decision.automated_detection
    assert not decision.automated_decision
    assert decision.subject == person("rude")
    assert [one.expires_at for one in settled.strikes] == [after(30 * 86400)]
    assert settled.strikes[0].person == "memory:rude"
    assert settled.event == decision.cause
    assert {order.actor for order in settled.orders} == {"memory:mo"}


async def test_giving_the_same_command_again_makes_the_same_orders(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    bench = Bench(monkeypatch, Reaction(answer="done", actions=(Kick(member="rude"),)))
    for _ in range(2):
        await bench.reception.answer(command())
    first, again = bench.settled
    assert [order.key for order in first.orders] == [order.key for order in again.orders]
    assert first.decision is not None
    assert again.decision is not None
    assert first.decision.id == again.decision.id
    assert len({order.key for order in first.orders}) == len(first.orders)


async def test_without_a_person_nothing_is_held_against_one(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    bench = Bench(
        monkeypatch, Reaction(actions=(Kick(member="rude"),), forget_after=timedelta(days=1))
    )
    await bench.reception.answer(command())
    assert bench.settled[0].strikes == ()


async def test_what_is_taken_back_names_who_did_it(monkeypatch: pytest.MonkeyPatch) -> None:
    bench = Bench(monkeypatch, Reaction(answer="taken back", undo=("d7",)))
    await bench.reception.answer(pressed("undo:d7"))
    assert bench.settled[0].undone == {"d7": "Mo"}


async def test_the_language_of_the_member_goes_before_the_communitys(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    bench = Bench(monkeypatch, Reaction(answer="hallo"))
    event = command()
    await bench.answer(event)
    await bench.answer(CommandGiven(**{**_fields(event), "language": "de"}))
    assert [asked["language"] for asked in bench.asked] == ["en", "de"]


def _fields(event: CommandGiven) -> dict[str, Any]:
    return {name: getattr(event, name) for name in CommandGiven.__dataclass_fields__}
