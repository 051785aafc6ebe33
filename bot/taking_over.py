"""What a ban comes to in a community to which another one passed it on.

Its own file decides: it bans or asks its team. Whoever belongs to its team, is to be left alone,
or was let back in here once before is not banned by anybody else's decision.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.appointments import CASEWORK
from bot.casework import Casework
from bot.context import standing_of
from bot.decide import decision_id
from bot.domain import (
    Action,
    AlertTeam,
    Ban,
    Case,
    CaseStatus,
    Decision,
    Member,
    OpenCase,
    SendDirect,
    Standing,
    TimePassed,
    Unban,
    Withheld,
    event_key,
    person_key,
)
from bot.errors import NetworkError
from bot.grounds import SHARED
from bot.locale import Phrasebook
from bot.ports import Adapter, Settlement, Store, Timer
from bot.sharing import FROM, SHARED_BANS, ban_of, shared_id
from bot.tell import person

#: A network that does not say who somebody is gets asked again, so often and after so long.
_AGAIN, _TRIES = timedelta(minutes=1), 60


@dataclass(frozen=True, slots=True, kw_only=True)
class _Passed:
    """A ban as it was passed on."""

    event: TimePassed
    subject: Member
    until: datetime | None
    reason: str

    @property
    def person(self) -> str:
        """The key of whom it is about."""
        return person_key(self.event.network, self.subject.id)


class Sharing:
    """Takes bans over for one community, and lifts them again."""

    def __init__(self, casework: Casework, store: Store, adapters: Mapping[str, Adapter]) -> None:
        self._casework = casework
        self._store = store
        self._adapters = adapters

    async def take_over(self, event: TimePassed, now: datetime) -> Settlement:
        """Return what somebody else's ban comes to here."""
        nothing = self._casework.nothing(event_key(event))
        told, book = event.payload, self._casework.rulebook
        id = shared_id(told["from"], told["decision"])
        until = datetime.fromisoformat(told["until"]) if told["until"] else None
        unwanted = not book.shared_bans.names(told["name"]) or told["member"] in (
            book.shared_bans.never
        )
        if unwanted or (until is not None and until <= now):
            return nothing
        if await self._store.ledger.decision(book.id, id) is not None:
            return nothing
        try:
            found = await self._find(event)
        except NetworkError:
            return replace(nothing, timers=_later(event, now))
        subject = found or Member(id=told["member"], name=told["member_name"])
        passed = _Passed(event=event, subject=subject, until=until, reason=self._reason(told))
        spared = found is not None and (
            found.bot or standing_of(book, found, now) >= Standing.TRUSTED
        )
        decision = await self._decide(id, passed, now, spared=spared)
        return nothing if decision is None else self._settled(decision, nothing, now)

    async def _decide(
        self, id: str, passed: _Passed, now: datetime, *, spared: bool
    ) -> Decision | None:
        """Return the decision, None where a ban is in force here already."""
        book, words = self._casework.rulebook, self._words()
        about = await self._store.ledger.decisions_about(book.id, passed.person)
        if any(_is_in_force(one, now) for one in about):
            return None
        who = person(passed.subject.name)
        plain = self._plain(id, passed, now)
        if spared:
            told = words.say("shared_spared", who=who, reason=passed.reason)
            return replace(plain, actions=(AlertTeam(text=told),))
        ban = Ban(
            member=passed.subject.id,
            seconds=int((passed.until - now).total_seconds()) if passed.until else None,
            until=passed.until,
            reason=passed.reason,
        )
        once_lifted = any(one.undone_at is not None and FROM in one.details for one in about)
        if book.shared_bans.at_once and not once_lifted:
            return replace(plain, actions=(ban,), until=passed.until)
        title = words.say("shared_asks", who=who, reason=passed.reason)
        case = OpenCase(kind="review", title=title, member=ban.member, member_name=who)
        held = Withheld(action=ban, because=SHARED)
        return replace(plain, actions=(case, AlertTeam()), withheld=(held,))

    async def lift(self, event: TimePassed, now: datetime) -> Settlement:
        """Return what comes of it here that a ban was taken back where it was decided."""
        nothing = self._casework.nothing(event_key(event))
        book, words, told = self._casework.rulebook, self._words(), event.payload
        id = shared_id(told["from"], told["decision"])
        taken = await self._store.ledger.decision(book.id, id)
        if taken is None or taken.undone_at is not None or taken.subject is None:
            return nothing
        passed = _Passed(event=event, subject=taken.subject, until=None, reason="")
        plain = self._plain(decision_id(event_key(event)), passed, now)
        who = person(taken.subject.name)
        banned = ban_of(taken) is not None
        moment = "shared_lifted" if banned else "shared_lifted_asked"
        told_team = words.say(moment, who=who, community=told["name"])
        actions: tuple[Action, ...] = (AlertTeam(text=told_team),)
        if banned:
            sorry = words.say("undone", lifted=words.say("lifted_ban"))
            member = taken.subject.id
            actions = (Unban(member=member), SendDirect(member=member, text=sorry), *actions)
        closed = await self._closed(taken.id, told["by"], told_team, now)
        rest = replace(nothing, undone={taken.id: told["by"]}, cases=closed)
        return self._settled(replace(plain, actions=actions), rest, now)

    async def _closed(self, about: str, by: str, why: str, now: datetime) -> tuple[Case, ...]:
        """Return the cases that asked the team about it, closed; decided ones stay."""
        book = self._casework.rulebook
        found = await self._store.casebook.cases(book.id, about=about)
        return tuple(
            replace(case, status=CaseStatus.CLOSED, closed_at=now, closed_by=by, resolution=why)
            for case in found
            if case.status is not CaseStatus.CLOSED
        )

    def _plain(self, id: str, passed: _Passed, now: datetime) -> Decision:
        event, told, book = passed.event, passed.event.payload, self._casework.rulebook
        return Decision(
            id=id,
            at=now,
            community=book.id,
            network=event.network,
            place=event.place,
            cause=event_key(event),
            actor=SHARED_BANS,
            subject=passed.subject,
            facts=passed.reason,
            automated_detection=False,
            automated_decision=False,
            policy_version=book.version,
            details={
                "by": f"{told['by']} ({told['name']})",
                "asked": told["do"],
                FROM: told["name"],
                "shared_decision": told["decision"],
            },
        )

    def _settled(self, decision: Decision, rest: Settlement, now: datetime) -> Settlement:
        language = self._casework.rulebook.language
        settled = self._casework.settle_by_person(
            decision, None, language=language, rest=replace(rest, at=now)
        )
        return replace(settled, event=rest.event)

    async def _find(self, event: TimePassed) -> Member | None:
        adapter = self._adapters.get(event.network)
        if adapter is None:
            return None
        return await adapter.find_member(event.place, event.payload["member"])

    def _reason(self, told: Mapping[str, str]) -> str:
        number = f", #{told['number']}" if told["number"] else ""
        words = self._words()
        given = told["reason"].rstrip(".")
        moment = "shared_reason" if given else "shared_no_reason"
        return words.say(moment, reason=given, community=told["name"] + number)

    def _words(self) -> Phrasebook:
        return self._casework.phrasebook(self._casework.rulebook.language)


def _is_in_force(decision: Decision, now: datetime) -> bool:
    ban = ban_of(decision)
    if ban is None or decision.undone_at is not None:
        return False
    return ban.until is None or ban.until > now


def _later(event: TimePassed, now: datetime) -> tuple[Timer, ...]:
    tries = int(event.payload.get("tries", "0")) + 1
    if tries > _TRIES:
        return ()
    told = event.payload
    key = f"{told['do']}:{event.community}:{told['from']}:{told['decision']}"
    again = Timer(
        key=key,
        community=event.community,
        network=event.network,
        place=event.place,
        owner=CASEWORK,
        due_at=now + _AGAIN,
        payload={**told, "tries": str(tries)},
    )
    return (again,)
