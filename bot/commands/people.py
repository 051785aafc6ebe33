"""What every member can do: ask the team to look, and object to what was decided about them."""

from datetime import timedelta

from bot.commands.decisions import (
    apology,
    refuse_undone,
    reversal_of,
    said,
    undone_card,
)
from bot.commands.declared import (
    Command,
    member,
    parameter,
    subject_words,
    team_words,
    words,
)
from bot.commands.desk import Desk
from bot.commands.lines import card, closed, name_of
from bot.commands.numbers import (
    RESTRICTIONS,
    case_of,
    decision_of,
    is_about,
    latest_about,
    own_key,
    restricts,
)
from bot.commands.reaction import Call, Reaction
from bot.commands.rights import require
from bot.commands.sharing import lift_elsewhere
from bot.domain import (
    Action,
    AlertTeam,
    Case,
    CaseStatus,
    CommandGiven,
    CommandSpec,
    Decision,
    Member,
    OpenCase,
    ParameterType,
    SendDirect,
    person_key,
)
from bot.errors import CommandError, NotAllowed
from bot.tell import by_person, describe_all

#: Objections are open for six months (Digital Services Act, Article 20).
APPEAL_WITHIN = timedelta(days=183)
REPORT_AGAIN_AFTER = timedelta(minutes=10)


async def report(call: Call, desk: Desk) -> Reaction:
    """Ask the team to look at a person or at the message that is answered."""
    book = words(call, desk)
    about = call.arguments.get("member")
    text = str(call.arguments.get("reason", ""))
    message = call.event.reply_to if isinstance(call.event, CommandGiven) else None
    accused = about if isinstance(about, Member) else await _author(message, desk)
    if accused is None and not text:
        raise CommandError(book.say("error_report_what"))
    if accused is not None and accused.id == call.actor.id:
        raise CommandError(book.say("error_report_oneself"))
    subject = person_key(call.event.network, accused.id) if accused else own_key(call)
    await _refuse_repeat(call, desk, subject, message or "")
    return Reaction(
        answer=book.say("report_received", _turn(call)),
        actions=(
            OpenCase(
                kind="report",
                title=text or team_words(desk).say("report_untitled"),
                channel=call.event.channel,
                message=message or "",
                member=accused.id if accused else "",
                member_name=accused.name if accused else "",
            ),
            AlertTeam(),
        ),
        subject=accused,
        reason=text,
    )


async def appeal(call: Call, desk: Desk) -> Reaction:
    """Object to a decision; somebody who was not involved looks at it."""
    decision = await _objected(call, desk)
    if not is_about(decision, call) or not restricts(decision):
        raise NotAllowed(words(call, desk).say("not_about_you"))
    book = subject_words(decision, desk)
    refuse_undone(decision, call, book)
    if call.now - decision.at > APPEAL_WITHIN:
        raise CommandError(book.say("appeal_too_late", when=book.date(decision.at)))
    earlier = await desk.store.casebook.cases(
        desk.rulebook.id, kind="appeal", about=decision.id, limit=1
    )
    if earlier:
        answered = earlier[0].status is CaseStatus.CLOSED
        raise CommandError(book.say("appeal_answered" if answered else "appeal_waiting"))
    text = str(call.arguments.get("text", ""))
    return Reaction(
        answer=book.say("appeal_received", _turn(call)),
        actions=(
            OpenCase(
                kind="appeal",
                title=text,
                channel=decision.channel or call.event.channel,
                message=decision.message or "",
                member=call.actor.id,
                member_name=call.actor.name,
                about=decision.id,
            ),
            AlertTeam(text=_against(decision, desk)),
        ),
        subject=call.actor,
        reason=text,
    )


async def uphold(call: Call, desk: Desk) -> Reaction:
    """Let a decision stand that was objected to."""
    case, decision = await _appealed(call, desk)
    book, team = words(call, desk), team_words(desk)
    theirs = subject_words(decision, desk)
    note = str(call.arguments.get("reason", "")) or theirs.say("looked_again")
    done = closed(case, call, team.say("resolution_upheld"))
    return Reaction(
        answer=book.say("upheld", number=str(case.number)),
        cases=(done,),
        actions=(
            *_answer(decision, theirs.say("appeal_refused", case.number, reason=note)),
            *await card(call, desk, done),
        ),
        subject=decision.subject,
        reason=note,
    )


async def overturn(call: Call, desk: Desk) -> Reaction:
    """Grant an objection: the decision is taken back, and the member is told."""
    case, decision = await _appealed(call, desk)
    book = words(call, desk)
    refuse_undone(decision, call, book)
    reversal = await reversal_of(decision, desk, book)
    require(call, desk, reversal.actions, decision.subject)
    done = closed(case, call, team_words(desk).say("resolution_overturned"))
    return Reaction(
        answer=said(decision, reversal, book),
        cases=(done,),
        actions=(
            *reversal.actions,
            *apology(decision, desk, reversal, "appeal_granted"),
            *await card(call, desk, done),
            *await undone_card(call, desk, decision),
        ),
        subject=decision.subject,
        reason=team_words(desk).say("reason_undone", id=name_of(decision)),
        undo=(decision.id,),
        timers=lift_elsewhere(call, desk, decision),
    )


async def _objected(call: Call, desk: Desk) -> Decision:
    named = call.arguments.get("case")
    if isinstance(named, int):
        return await decision_of(call, desk, str(named))
    if call.target:
        return await decision_of(call, desk, call.target)
    return await latest_about(call, desk, in_force=True)


async def _appealed(call: Call, desk: Desk) -> tuple[Case, Decision]:
    """Return an open appeal and what it objects to; raises where the caller must not decide."""
    book = words(call, desk)
    case = await case_of(call, desk, int(call.target) if call.target.isdigit() else 0)
    if case.kind != "appeal":
        raise CommandError(book.say("error_no_appeal", number=str(case.number)))
    if case.status is CaseStatus.CLOSED:
        raise CommandError(book.say("appeal_settled", who=f"@{case.closed_by}"))
    decision = await decision_of(call, desk, case.about)
    if by_person(decision) and decision.actor == own_key(call):
        raise NotAllowed(book.say("four_eyes"))
    if is_about(decision, call):
        raise NotAllowed(book.say("gate_oneself"))
    if decision.network != call.event.network:
        raise CommandError(book.say("error_other_network", network=decision.network))
    return case, decision


def _against(decision: Decision, desk: Desk) -> str:
    team = team_words(desk)
    what = describe_all((a for a in decision.actions if isinstance(a, RESTRICTIONS)), team)
    return team.say("appeal_against", id=name_of(decision), what=what)


def _answer(decision: Decision, text: str) -> tuple[Action, ...]:
    if decision.subject is None:
        return ()
    return (SendDirect(member=decision.subject.id, text=text, channel=decision.channel or ""),)


async def _author(message: str | None, desk: Desk) -> Member | None:
    event = await desk.store.events.message(desk.rulebook.id, message) if message else None
    return getattr(event, "member", None)


async def _refuse_repeat(call: Call, desk: Desk, subject: str, message: str) -> None:
    """Take the same hint from anybody only once in a while; the team has it already."""
    cases = await desk.store.casebook.cases(
        desk.rulebook.id, kind="report", subject=subject, message=message, limit=5
    )
    for case in cases:
        fresh = call.now - case.opened_at < REPORT_AGAIN_AFTER
        if fresh and case.status is not CaseStatus.CLOSED:
            raise CommandError(words(call, desk).say("report_known"))


def _turn(call: Call) -> int:
    """Return a number by which wordings take turns where there is no case number yet."""
    return sum(call.event.id.encode())


COMMANDS = (
    Command(
        spec=CommandSpec(
            name="report",
            help={
                "en": "Ask the team to look at somebody, or at the message you answer.",
                "de": "Das Team bitten, sich jemanden oder die beantwortete Nachricht anzusehen.",
            },
            parameters=(
                member("about whom", "um wen es geht", required=False),
                parameter(
                    "reason",
                    ParameterType.TEXT,
                    "what is wrong",
                    "was nicht stimmt",
                    required=False,
                ),
            ),
            examples=("/report @kim spam",),
        ),
        run=report,
        strangers=True,
    ),
    Command(
        spec=CommandSpec(
            name="appeal",
            help={
                "en": "Object to what was decided about you; a person looks at it again.",
                "de": "Widersprechen, wenn etwas über dich entschieden wurde; ein Mensch prüft es.",
            },
            parameters=(
                parameter(
                    "case",
                    ParameterType.CASE,
                    "the case's number; left out, the last one",
                    "die Nummer des Falls; ohne Angabe der letzte",
                    required=False,
                ),
                parameter(
                    "text",
                    ParameterType.TEXT,
                    "what you see differently",
                    "was du anders siehst",
                    required=False,
                ),
            ),
            examples=("/appeal 214",),
        ),
        run=appeal,
    ),
)
