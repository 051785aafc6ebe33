"""A decision on its way, and what the team, the member and whoever asked read of it."""

from dataclasses import replace
from typing import Any

from bot.casework import Casework
from bot.decide import Ruling, decision_id
from bot.domain import (
    Action,
    Answer,
    Button,
    Decision,
    DeleteMessage,
    EditReply,
    Order,
    Outcome,
    OutcomeState,
    Reply,
    SendDirect,
    Timeout,
)
from bot.storage import MemoryStore
from bot.telling import Telling
from tests.support.making import HERE, NOON, after, person, settlement
from tests.support.policies import rulebook

DELETE = DeleteMessage(channel="general", message="m1", member="rude")


HOUR = Timeout(member="rude", seconds=3600, until=after(3600))


DONE = Outcome(state=OutcomeState.DONE)


NO = Outcome(state=OutcomeState.REFUSED, detail="no right to do this")


AWAY = Outcome(state=OutcomeState.FAILED, detail="the network is away")


UNDO = Button(id="undo:d1", label="Undo")


ANSWER = Answer(member="mo", channel="general", text="as you wished", buttons=(UNDO,))


class Desk:
    """A telling with a store in memory, and what was decided there."""

    def __init__(self, **more: Any) -> None:
        self.store = MemoryStore()
        self.casework = Casework(rulebook(**more), last_case=0, fence=lambda: 1)
        self.telling = Telling(self.casework, self.store)
        self.orders: tuple[Order, ...] = ()

    async def decide(self, *actions: Action, by: str = "", language: str = "en") -> None:
        """Have a policy decide about Rude, or a person who gave a command."""
        await self.store.leases.take("kettle", "tests", NOON, 10**9)
        cause = "memory:p1:message_posted:m1"
        decision = Decision(
            **HERE,
            id=decision_id(cause),
            at=NOON,
            channel="general",
            cause=cause,
            actor=by or "Manners",
            subject=person("rude"),
            actions=actions,
            rule="rule 1",
            facts="it was rude",
            automated_detection=not by,
            automated_decision=not by,
            details={"by": "Mo", "asked_in": language} if by else {},
        )
        if by:
            rest = settlement("e1")
            settled = self.casework.settle_by_person(decision, ANSWER, language="en", rest=rest)
        else:
            settled = self.casework.settle(Ruling(decision=decision), language=language)
        await self.store.ledger.settle([settled])
        self.orders = settled.orders

    def one(self, kind: type[Action]) -> Order:
        return next(one for one in self.orders if isinstance(one.action, kind))

    async def finish(self, kind: type[Action], outcome: Outcome, *, again: bool = False) -> None:
        """Write down what came of an order; `again` says that it will be tried again."""
        until = after(60) if again else None
        await self.store.orders.finish(self.one(kind).key, outcome, now=NOON, retry_at=until)

    async def said(self, kind: type[Action]) -> str:
        """Return what the words would be now."""
        sent = (await self.telling.as_it_came(self.one(kind))).action
        assert isinstance(sent, Reply | SendDirect | Answer)
        return sent.text

    async def late(self, kind: type[Action], outcome: Outcome) -> list[Reply | EditReply]:
        """Return what is told of an order's end."""
        ended = replace(self.one(kind), state=outcome.state.value)
        settled = await self.telling.late(ended, outcome, after(60))
        found = [one.action for one in settled.orders] if settled else []
        return [one for one in found if isinstance(one, Reply | EditReply)]
