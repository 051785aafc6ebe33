"""Write down: a decision becomes cases, strikes, timers and orders, all in one settlement.

Nothing is done here. What the settlement's orders say is done later, by the outbox.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime

from bot.appointments import CASEWORK, cancelled_by, timers_of
from bot.decide import Ruling, decision_id
from bot.domain import (
    AlertTeam,
    Answer,
    Ban,
    ButtonPressed,
    CancelTimer,
    Case,
    CaseStatus,
    Decision,
    Effect,
    HoldForReview,
    Kick,
    Nudge,
    OpenCase,
    Order,
    Reply,
    SendDirect,
    SetTimer,
    Timeout,
    Warn,
    event_key,
    person_key,
)
from bot.locale import Phrasebook
from bot.matters import is_on_record, kind_of, needs_person
from bot.ports import Settlement
from bot.rulebook.book import Rulebook
from bot.tell import alert, held_by_limit, is_deed, notice, wave_line
from bot.voices import ALERT, ANSWER, NOTICE, is_said_as, order_key
from bot.waves import Told, Waves

MOST_TEXT = 4000
_TOLD = (Nudge, Warn, Timeout, Kick, Ban)
_HOUSE = (Nudge, Warn, AlertTeam, OpenCase, HoldForReview, SetTimer, CancelTimer)


class Casework:
    """Writes the settlements of one community; gives out its case numbers."""

    def __init__(
        self,
        rulebook: Rulebook,
        *,
        last_case: int,
        fence: Callable[[], int] = lambda: 0,
        takes_out: Callable[[str], bool] = lambda _network: False,
    ) -> None:
        self.rulebook = rulebook
        self._number = last_case
        self._fence = fence
        self._takes_out = takes_out
        self._incidents: dict[tuple[str, str], int] = {}
        self._waves = Waves()

    def next_case(self) -> int:
        """Return a case number that was not given out before."""
        self._number += 1
        return self._number

    def phrasebook(self, language: str) -> Phrasebook:
        """Return the words of the house in a language."""
        book = self.rulebook
        return Phrasebook(language, book.address, book.texts)

    def nothing(self, cause: str) -> Settlement:
        """Return the settlement of an event that comes to nothing, by the event's key."""
        return Settlement(community=self.rulebook.id, fence=self._fence(), event=cause)

    def words(self, orders: tuple[Order, ...], now: datetime) -> Settlement:
        """Return the settlement of words that no event led to."""
        book = self.rulebook.id
        return Settlement(community=book, fence=self._fence(), orders=orders, at=now)

    def settle(self, ruling: Ruling, *, language: str, text: str = "") -> Settlement:
        """Return all that a policy's decision comes to; `text` is kept as evidence."""
        decision = self._as_done_there(ruling.decision)
        decision = replace(decision, details={**decision.details, "language": language})
        last = self._number
        case = self._case_for(ruling)
        if case is not None:
            kept = {"text": text[:MOST_TEXT]} if text else {}
            decision = replace(decision, case=case.number, details={**decision.details, **kept})
        decision = self._with_redress(decision, language)
        opened = case is not None and case.number > last
        told = self._told(decision, case if opened else None)
        decision = told.decision
        orders = self._orders(decision, case, language, quiet=ruling.same_incident, told=told)
        if case is not None and not told.together:
            case = replace(case, alert=_alert_key(orders))
        return Settlement(
            community=self.rulebook.id,
            fence=self._fence(),
            event=decision.cause,
            decision=decision,
            strikes=ruling.strikes,
            cases=(case,) if case is not None and opened else (),
            orders=orders,
            timers=(*timers_of(decision, case), *((told.later,) if told.later else ())),
            cancel_timers=tuple(cancelled_by(decision)),
            at=decision.at,
        )

    def _told(self, decision: Decision, case: Case | None) -> Told:
        """Return how the team hears of a decision; what waits for a person is told alone."""
        if case is None or case.status is not CaseStatus.CLOSED or decision.subject is None:
            return Told(decision)
        own = any(isinstance(a, AlertTeam) and (a.text or a.buttons) for a in decision.actions)
        if own or held_by_limit(decision):
            return Told(decision)
        return self._waves.join(decision, CASEWORK)

    def settle_by_person(
        self, decision: Decision, answer: Answer | None, *, language: str, rest: Settlement
    ) -> Settlement:
        """Return all that somebody's command comes to; `rest` holds what the handler changed."""
        decision = self._as_done_there(decision)
        case = self._case_for(Ruling(decision=decision))
        if case is not None:
            decision = replace(decision, case=case.number)
        decision = self._with_redress(decision, language)
        orders = self._orders(decision, case, language, quiet=False, answer=answer)
        if case is not None:
            case = replace(case, alert=_alert_key(orders))
        return replace(
            rest,
            decision=decision,
            cases=rest.cases if case is None else (*rest.cases, case),
            orders=(*rest.orders, *orders),
            timers=(*rest.timers, *timers_of(decision, case)),
            cancel_timers=(*rest.cancel_timers, *cancelled_by(decision)),
            at=decision.at,
        )

    def _as_done_there(self, decision: Decision) -> Decision:
        """Return a decision that says of time-outs how its network carries them out."""
        if not self._takes_out(decision.network):
            return decision
        actions = (replace(a, away=True) if isinstance(a, Timeout) else a for a in decision.actions)
        return replace(decision, actions=tuple(actions))

    def order(self, decision: Decision, number: int, action: Effect, actor: str = "") -> Order:
        """Return the order for one effect of a decision."""
        return Order(
            key=order_key(decision.id, number, action),
            community=self.rulebook.id,
            network=decision.network,
            place=decision.place,
            action=action,
            actor=actor or decision.actor,
            decision=decision.id,
            at=decision.at,
            urgent=is_deed(action),
        )

    def over(self, event: ButtonPressed, now: datetime) -> Settlement:
        """Return the settlement of a button that stands for nothing any more.

        Whoever pressed it hears that; some networks would show them for minutes that an answer is
        on its way.
        """
        book, decision = self.rulebook, decision_id(event_key(event))
        said = Answer(
            member=event.member.id,
            channel=event.channel,
            interaction=event.interaction,
            text=self.phrasebook(event.language or book.language).say("button_over"),
        )
        order = Order(
            key=order_key(decision, ANSWER, said),
            community=book.id,
            network=event.network,
            place=event.place,
            action=said,
            actor=event.network,
            decision=decision,
            at=now,
            urgent=True,
        )
        return replace(self.nothing(event_key(event)), orders=(order,), at=now)

    def _case_for(self, ruling: Ruling) -> Case | None:
        decision = ruling.decision
        opened = next((a for a in decision.actions if isinstance(a, OpenCase)), None)
        if not is_on_record(decision):
            return None
        subject = decision.subject
        who = opened.member if opened and opened.member else (subject.id if subject else "")
        incident = (who, decision.actor)
        if ruling.same_incident and incident in self._incidents:
            number = self._incidents[incident]
        else:
            number = self.next_case()
        self._remember_incident(incident, number)
        return Case(
            community=self.rulebook.id,
            number=number,
            kind=kind_of(decision, opened),
            title=(opened.title if opened and opened.title else decision.facts)[:300],
            status=CaseStatus.OPEN if needs_person(decision) else CaseStatus.CLOSED,
            opened_at=decision.at,
            subject=person_key(decision.network, who) if who else "",
            subject_name=(opened.member_name if opened else "")
            or (subject.name if subject else ""),
            network=decision.network,
            channel=(opened.channel if opened else "") or (decision.channel or ""),
            message=(opened.message if opened else "") or (decision.message or ""),
            about=(opened.about if opened else "") or decision.id,
            closed_at=None if needs_person(decision) else decision.at,
            resolution="" if needs_person(decision) else "settled",
        )

    def _remember_incident(self, incident: tuple[str, str], number: int) -> None:
        if len(self._incidents) > 1000:
            self._incidents.clear()
        self._incidents[incident] = number

    def _with_redress(self, decision: Decision, language: str) -> Decision:
        if not any(isinstance(action, _TOLD) for action in decision.actions):
            return decision
        return replace(decision, redress=self.phrasebook(language).say("redress"))

    def answer(self, decision: Decision, answer: Answer) -> Order:
        """Return the order to answer a command; somebody waits for it."""
        return replace(self.order(decision, ANSWER, answer), urgent=True)

    def _orders(
        self,
        decision: Decision,
        case: Case | None,
        language: str,
        *,
        quiet: bool,
        answer: Answer | None = None,
        told: Told | None = None,
    ) -> tuple[Order, ...]:
        """Return deeds first, then the words on them, which may depend on what came of those."""
        effects = [a for a in decision.actions if not isinstance(a, _HOUSE)]
        orders = [self.order(decision, number, action) for number, action in enumerate(effects)]
        if answer is not None:
            orders.append(self.answer(decision, answer))
        if quiet:
            return tuple(orders)
        for direct in self._notices(decision, language):
            word = self.order(decision, NOTICE, direct)
            removed = any(isinstance(action, Kick | Ban) for action in decision.actions)
            # Who is removed cannot be told later.
            orders = [replace(word, urgent=True), *orders] if removed else [*orders, word]
        if told is not None and told.quiet:
            return tuple(orders)
        alerts = self._alerts(decision, case, told.together if told else ())
        return (*orders, *(self.order(decision, ALERT, reply) for reply in alerts))

    def _notices(self, decision: Decision, language: str) -> list[SendDirect]:
        """Return what the member hears."""
        subject = decision.subject
        told = notice(decision, self.rulebook, self.phrasebook(language))
        if subject is None or told is None:
            return []
        words, buttons = told
        channel = decision.channel or ""
        return [SendDirect(member=subject.id, text=words, channel=channel, buttons=buttons)]

    def _alerts(
        self, decision: Decision, case: Case | None, together: Sequence[Decision]
    ) -> list[Reply]:
        channel = self.rulebook.team.alerts_to
        asked = any(isinstance(action, AlertTeam) for action in decision.actions)
        if not channel or (case is None and not asked):
            return []
        book = self.phrasebook(self.rulebook.language)
        if together:
            words, buttons = wave_line(together, decision.id, book)
        else:
            words, buttons = alert(decision, case, self.rulebook, book)
        return [Reply(channel=channel, text=words, buttons=buttons)]


def _alert_key(orders: Sequence[Order]) -> str:
    return next((order.key for order in orders if is_said_as(order, ALERT)), "")
