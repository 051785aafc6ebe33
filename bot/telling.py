"""Tell: words that speak of deeds say what became of those, also where that is learnt late."""

from dataclasses import dataclass, replace
from datetime import datetime

from bot.casework import Casework
from bot.domain import (
    AddReaction,
    Answer,
    Case,
    Decision,
    DeleteMessage,
    EditReply,
    Effect,
    Nudge,
    Order,
    Outcome,
    OutcomeState,
    PurgeMessages,
    RemoveReaction,
    Reply,
    SendDirect,
    Warn,
)
from bot.ports import Settlement, Store
from bot.tell import (
    Outcomes,
    aftermath,
    as_it_came,
    came_about,
    card_of,
    failure,
    is_deed,
    is_touched,
    is_waiting,
    notice,
)
from bot.voices import ALERT, ANSWER, NOTICE, is_said_as, order_key

_QUIET = (SendDirect, Answer, EditReply, AddReaction, RemoveReaction)


@dataclass(frozen=True, slots=True)
class Late:
    """An order that did not come about, or only after some tries, as became known `at`."""

    order: Order
    outcome: Outcome
    at: datetime

    @property
    def is_done(self) -> bool:
        """Whether it came about in the end."""
        return self.outcome.state is OutcomeState.DONE

    def follow_up(self, number: int, action: Effect) -> Order:
        """Return an order that tells of it."""
        key = order_key(self.order.key, number, action)
        fresh = replace(self.order, state="waiting", tries=0, urgent=False)
        return replace(fresh, key=key, action=action, at=self.at)


class Telling:
    """Puts our own words about decisions right, for one community."""

    def __init__(self, casework: Casework, store: Store) -> None:
        self._casework = casework
        self._store = store

    async def as_it_came(self, order: Order) -> Order:
        """Return an order about to be sent; where it tells of deeds, it tells what became of them.

        They were worded before anything was done, and most of the time it came as decided.
        """
        voice = next((one for one in (ANSWER, ALERT, NOTICE) if is_said_as(order, one)), None)
        if voice is None:
            return order
        outcomes = await self._outcomes(order)
        if not any(outcome and outcome.state is not OutcomeState.DONE for _, outcome in outcomes):
            return order
        decision = await self._store.ledger.decision(order.community, order.decision)
        if decision is None:
            return order
        match order.action:
            case Answer() as answer:
                return replace(order, action=self._answer(answer, decision, outcomes))
            case SendDirect() as direct:
                return replace(order, action=self._notice(direct, decision, outcomes))
            case Reply() as reply:
                return replace(order, action=await self._alert(reply, decision, outcomes))
        return order

    async def still_says(self, order: Order) -> bool:
        """Return whether a notice has something to say although no deed came about.

        A warning counts, and a hint helps, also where a message could not be taken down.
        """
        if not is_said_as(order, NOTICE):
            return False
        decision = await self._store.ledger.decision(order.community, order.decision)
        return decision is not None and any(isinstance(a, Nudge | Warn) for a in decision.actions)

    async def late(self, order: Order, outcome: Outcome, now: datetime) -> Settlement | None:
        """Return what is told of an effect that did not come about, or only after some tries.

        None where words that are still to be sent will tell, or where nobody needs to know.
        """
        outcomes = await self._outcomes(order)
        to_come = [other for other, result in outcomes if result is None or is_waiting(other)]
        if any(is_said_as(other, ALERT) for other in to_come):
            return None
        decision = await self._store.ledger.decision(order.community, order.decision)
        late = Late(order, outcome, now)
        orders = await self._corrected(late, decision, outcomes) if decision else ()
        if not any(is_said_as(other, ANSWER) for other in to_come):
            orders += self._failure(late, decision)
        return self._casework.words(orders, now) if orders else None

    async def _outcomes(self, order: Order) -> Outcomes:
        return await self._store.orders.orders_of(order.community, order.decision)

    def _answer(self, answer: Answer, decision: Decision, outcomes: Outcomes) -> Answer:
        book = self._casework.phrasebook(decision.details.get("asked_in", self._home))
        text = aftermath(decision, outcomes, book)
        if not text:
            return answer
        left = came_about(decision, outcomes).actions != ()
        return replace(answer, text=text, buttons=answer.buttons if left else ())

    def _notice(self, direct: SendDirect, decision: Decision, outcomes: Outcomes) -> SendDirect:
        book = self._casework.phrasebook(decision.details.get("language", self._home))
        left = came_about(decision, outcomes)
        # The policy's own words may speak of a removal, and nobody is told what was not done.
        lost = [a for a in decision.actions if a not in left.actions]
        own = not any(isinstance(action, DeleteMessage | PurgeMessages) for action in lost)
        told = notice(left, self._casework.rulebook, book, own_words=own)
        return replace(direct, text=told[0], buttons=told[1]) if told else direct

    async def _alert(self, said: Reply, decision: Decision, outcomes: Outcomes) -> Reply:
        text, buttons = as_it_came(
            said,
            decision,
            await self._case_of(decision),
            self._casework.rulebook,
            self._casework.phrasebook(self._home),
            outcomes,
        )
        return replace(said, text=text, buttons=buttons)

    async def _case_of(self, decision: Decision) -> Case | None:
        if decision.case is None:
            return None
        return await self._store.casebook.case(decision.community, decision.case)

    async def _corrected(
        self, late: Late, decision: Decision, outcomes: Outcomes
    ) -> tuple[Order, ...]:
        """Return the change to an alert that was said before this was known."""
        order = late.order
        unheard = is_said_as(order, NOTICE) and not late.is_done
        said = next((one for one, _ in outcomes if is_said_as(one, ALERT)), None)
        if said is None or not isinstance(said.action, Reply):
            return ()
        if not (unheard or is_deed(order.action)):
            return ()
        anew = await self._alert(said.action, decision, outcomes)
        text, buttons = anew.text, anew.buttons
        case = await self._case_of(decision)
        if case is not None and is_touched(case, decision.undone_by):
            book = self._casework.phrasebook(self._home)
            text, buttons = card_of(anew, case, book, undone_by=decision.undone_by)
        edit = EditReply(of=said.key, channel=anew.channel, text=text, buttons=buttons)
        return (late.follow_up(1, edit),)

    def _failure(self, late: Late, decision: Decision | None) -> tuple[Order, ...]:
        """Return the line that tells the team of an effect that did not come about.

        None for private words that could not be delivered, for signs under messages, and for lines
        to the team themselves.
        """
        channel = self._casework.rulebook.team.alerts_to
        action = late.order.action
        to_team = isinstance(action, Reply) and action.channel == channel
        quiet = to_team or isinstance(action, _QUIET)
        if late.is_done or quiet or not channel:
            return ()
        subject = decision.subject if decision else None
        named = {subject.id: subject.name} if subject else {}
        book = self._casework.phrasebook(self._home)
        words = failure(late.order, late.outcome, book, named)
        return (late.follow_up(0, Reply(channel=channel, text=words)),)

    @property
    def _home(self) -> str:
        return self._casework.rulebook.language
