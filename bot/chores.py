"""What the house does when its own timers come due: remind, let people back in, erase them."""

from dataclasses import replace
from datetime import datetime

from bot.appointments import remind_timer, timers_of
from bot.casework import Casework
from bot.decide import decision_id
from bot.domain import (
    Ban,
    CaseStatus,
    Decision,
    EditReply,
    Order,
    Reply,
    Timeout,
    TimePassed,
    Unban,
    event_key,
    person_key,
)
from bot.erasing import ERASE, Erasing
from bot.ports import CaseBook, Ledger, Settlement
from bot.sharing import LIFT, SHARE
from bot.taking_over import Sharing
from bot.tell import reminder, wave_line
from bot.voices import order_key
from bot.waves import TELL, decisions_of, line_key, line_of

MOST_REMINDERS = 3


class Chores:
    """Turns the house's own timers into settlements."""

    def __init__(
        self,
        casework: Casework,
        casebook: CaseBook,
        ledger: Ledger,
        erasing: Erasing | None = None,
        sharing: Sharing | None = None,
    ) -> None:
        self._casework = casework
        self._casebook = casebook
        self._ledger = ledger
        self._erasing = erasing
        self._sharing = sharing

    async def do(self, event: TimePassed, now: datetime) -> Settlement:
        """Return what a timer of the house comes to; nothing for one that is out of date."""
        nothing = self._casework.nothing(event_key(event))
        if event.payload.get("do") == "unban":
            return await self._unban(event, nothing, now)
        if event.payload.get("do") == "remind":
            return await self._remind(event, nothing, now)
        if event.payload.get("do") == "renew":
            return self._renew(event, nothing, now)
        if event.payload.get("do") == TELL:
            return await self._tell_wave(event, nothing, now)
        if event.payload.get("do") == ERASE and self._erasing is not None:
            again = await self._erasing.erase(event, now)
            return replace(nothing, timers=(again,) if again else ())
        if self._sharing is not None and event.payload.get("do") == SHARE:
            return await self._sharing.take_over(event, now)
        if self._sharing is not None and event.payload.get("do") == LIFT:
            return await self._sharing.lift(event, now)
        return nothing

    def _renew(self, event: TimePassed, nothing: Settlement, now: datetime) -> Settlement:
        """Put a long time-out on again, under the decision that it belongs to."""
        until = datetime.fromisoformat(event.payload["until"])
        if until <= now:
            return nothing
        action = Timeout(
            member=event.payload["member"],
            seconds=int((until - now).total_seconds()),
            until=until,
            reason=event.payload["reason"],
        )
        cause = self._decision(event, now)
        decision = replace(cause, id=event.payload["decision"], actions=(action,))
        order = self._casework.order(decision, 0, action)
        # The first order under this decision has been carried out; this one is another.
        order = replace(order, key=f"{order.key}:{cause.id}")
        return replace(nothing, orders=(order,), timers=tuple(timers_of(decision, None)), at=now)

    async def _unban(self, event: TimePassed, nothing: Settlement, now: datetime) -> Settlement:
        if await self._is_banned_anew(event):
            return nothing
        decision = self._decision(event, now)
        book = self._casework.rulebook
        over = self._casework.phrasebook(book.language).say("ban_over")
        action = Unban(member=event.payload["member"], reason=over)
        decision = replace(decision, actions=(action,), rule="ban", facts=over)
        return replace(
            nothing,
            decision=decision,
            orders=(self._casework.order(decision, 0, action),),
            at=now,
        )

    async def _is_banned_anew(self, event: TimePassed) -> bool:
        """Return whether a later ban holds, decided while this timer was already on its way."""
        person = person_key(event.network, event.payload["member"])
        community = self._casework.rulebook.id
        for decision in await self._ledger.decisions_about(community, person):
            if decision.undone_at is None and any(isinstance(a, Ban) for a in decision.actions):
                return decision.id != event.payload.get("decision")
        return False

    async def _remind(self, event: TimePassed, nothing: Settlement, now: datetime) -> Settlement:
        number = int(event.payload["case"])
        book = self._casework.rulebook
        case = await self._casebook.case(book.id, number)
        if case is None or case.status is not CaseStatus.OPEN or not book.team.alerts_to:
            return nothing
        words, buttons = reminder(case, now, self._casework.phrasebook(book.language))
        decision = self._decision(event, now)
        reply = Reply(channel=book.team.alerts_to, text=words, buttons=buttons)
        order = Order(
            key=order_key(decision.id, 0, reply),
            community=book.id,
            network=event.network,
            place=event.place,
            action=reply,
            actor=decision.actor,
            decision=decision.id,
            at=now,
        )
        times = int(event.payload.get("times", "1"))
        after = int(event.payload["after"])
        again = (
            (remind_timer(decision, number, after, times + 1),) if times < MOST_REMINDERS else ()
        )
        return replace(nothing, orders=(order,), timers=again, at=now)

    async def _tell_wave(self, event: TimePassed, nothing: Settlement, now: datetime) -> Settlement:
        """Write the line about a wave anew, with all that came of it since."""
        book = self._casework.rulebook
        line = await self._ledger.decision(book.id, line_of(event))
        if line is None or not book.team.alerts_to:
            return nothing
        wave = await decisions_of(line, self._casebook, self._ledger)
        words, buttons = wave_line(wave, line.id, self._casework.phrasebook(book.language))
        decision = self._decision(event, now)
        channel = book.team.alerts_to
        edit = EditReply(of=line_key(line.id), channel=channel, text=words, buttons=buttons)
        order = replace(self._casework.order(decision, 0, edit), decision=line.id)
        return replace(nothing, orders=(order,), at=now)

    def _decision(self, event: TimePassed, now: datetime) -> Decision:
        cause = event_key(event)
        return Decision(
            id=decision_id(cause),
            at=now,
            community=self._casework.rulebook.id,
            network=event.network,
            place=event.place,
            cause=cause,
            actor=event.owner,
            policy_version=self._casework.rulebook.version,
        )
