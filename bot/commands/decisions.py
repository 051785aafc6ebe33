"""Decisions after the fact: why, what was before, and take it back."""

from bot.commands.declared import (
    Command,
    member,
    parameter,
    reason,
    subject_words,
    team_words,
    words,
)
from bot.commands.desk import Desk
from bot.commands.lines import (
    appeals_settled,
    card,
    decision_line,
    name_of,
    note_line,
    worth_a_line,
)
from bot.commands.numbers import decision_of, is_about, latest_about, restricts
from bot.commands.reaction import Call, Reaction
from bot.commands.rights import require
from bot.commands.sharing import lift_elsewhere
from bot.commands.undo import Kept, Reversal, messages_of, reverse
from bot.domain import (
    Action,
    Button,
    CommandSpec,
    Decision,
    Member,
    MessageEdited,
    MessagePosted,
    ParameterType,
    SendDirect,
    Standing,
    person_key,
)
from bot.errors import CommandError, NotAllowed
from bot.locale import Phrasebook
from bot.tell import (
    came_about,
    describe_all,
    explain,
    explain_to_member,
    is_deed,
    person,
    reversible,
)

MOST_SHOWN = 10
#: How much of a reason a member reads, in characters.
LONGEST_REASON = 500


async def why(call: Call, desk: Desk) -> Reaction:
    """Explain a decision: all of it to the team, to a member what was decided about them."""
    book = words(call, desk)
    decision = await _named_or_latest(call, desk)
    orders = await desk.store.orders.orders_of(desk.rulebook.id, decision.id)
    if call.standing.is_staff and not (is_about(decision, call) and not restricts(decision)):
        return Reaction(answer=explain(decision, orders, book), buttons=_undo(decision, book))
    if not is_about(decision, call) or not restricts(decision):
        raise NotAllowed(book.say("not_about_you"))
    book = subject_words(decision, desk)
    button = Button(id=f"appeal:{decision.id}", label=book.say("button_appeal"))
    open_to_appeal = decision.undone_at is None
    return Reaction(
        answer=explain_to_member(came_about(decision, orders), book, call.now),
        buttons=(button,) if open_to_appeal else (),
    )


async def history(call: Call, desk: Desk) -> Reaction:
    """Show what was decided about a person, what is noted, and which cases are open."""
    target = call.arguments["member"]
    assert isinstance(target, Member)  # noqa: S101  # as declared below
    book = words(call, desk)
    key = person_key(call.event.network, target.id)
    community = desk.rulebook.id
    decisions = await desk.store.ledger.decisions_about(community, key, limit=MOST_SHOWN)
    notes = await desk.store.casebook.notes(community, person=key)
    if target.id == call.actor.id:
        # Who reported a moderator, and what is noted about them, is not theirs to read.
        decisions, notes = [one for one in decisions if restricts(one)], []
    orders = desk.store.orders
    lines = [
        decision_line(one, book, await orders.orders_of(community, one.id))
        for one in decisions
        if worth_a_line(one)
    ]
    lines += [note_line(note, book) for note in notes]
    who = person(target.name)
    if not lines:
        return Reaction(answer=book.say("history_empty", who=who))
    return Reaction(answer="\n".join([book.say("history_head", who=who), *lines]))


async def undo(call: Call, desk: Desk) -> Reaction:
    """Take a decision back, as far as that can be done."""
    named = str(call.arguments.get("what", call.target))
    decision = await decision_of(call, desk, named)
    book = words(call, desk)
    refuse_undone(decision, call, book)
    reversal = await reversal_of(decision, desk, book)
    if is_about(decision, call):
        raise NotAllowed(book.say("gate_oneself"))
    if not reversal.actions and not restricts(decision):
        # To take back a report would tell its subject that there was one.
        raise CommandError(book.say("nothing_to_undo"))
    if not reversal.actions and decision.subject is None:
        raise CommandError(book.say("cannot_undo", what=", ".join(reversal.lost)))
    require(call, desk, reversal.actions, decision.subject)
    why = str(call.arguments.get("reason", ""))
    taken_back = team_words(desk).say("reason_undone", id=name_of(decision))
    appeals, cards = await appeals_settled(call, desk, decision)
    return Reaction(
        answer=said(decision, reversal, book),
        actions=(
            *reversal.actions,
            *apology(decision, desk, reversal, "undone", why),
            *await undone_card(call, desk, decision),
            *cards,
        ),
        cases=appeals,
        subject=decision.subject,
        reason=f"{taken_back}: {why}" if why else taken_back,
        undo=(decision.id,),
        timers=lift_elsewhere(call, desk, decision),
    )


async def reversal_of(decision: Decision, desk: Desk, book: Phrasebook) -> Reversal:
    """Return how to take a decision back, with the texts that are still kept."""
    orders = await desk.store.orders.orders_of(desk.rulebook.id, decision.id)
    texts = await _texts(decision, desk)
    return reverse(decision, tuple(orders), texts, book)


def apology(
    decision: Decision, desk: Desk, reversal: Reversal, moment: str, why: str = ""
) -> tuple[Action, ...]:
    """Return the word to the member that it was taken back, and why where that was said."""
    if decision.subject is None or not _took_effect_on_them(decision, reversal):
        return ()
    book = subject_words(decision, desk)
    lifted = ", ".join(book.say(f"lifted_{name}") for name in reversal.lifted)
    text = book.say(moment, decision.case or 0, lifted=lifted or book.say("lifted_nothing"))
    if why:
        text += f" {book.say('because', reason=book.quote(why, LONGEST_REASON))}"
    return (SendDirect(member=decision.subject.id, text=text, channel=decision.channel or ""),)


def _took_effect_on_them(decision: Decision, reversal: Reversal) -> bool:
    """Return whether more is taken back than a sign under a message."""
    return restricts(decision) or any(map(is_deed, reversal.actions)) or not reversal.actions


async def undone_card(call: Call, desk: Desk, decision: Decision) -> tuple[Action, ...]:
    """Return the change to the alert that told of a decision which is now taken back."""
    if decision.case is None:
        return ()
    case = await desk.store.casebook.case(desk.rulebook.id, decision.case)
    if case is None:
        return ()
    return await card(call, desk, case, undone_by=call.actor.name)


def said(decision: Decision, reversal: Reversal, book: Phrasebook) -> str:
    """Return what is said to whoever took a decision back, with what cannot be put right."""
    did = describe_all(reversal.actions, book) or book.say("did_void")
    text = book.say("took_back", id=name_of(decision), what=did)
    if reversal.lost:
        text += " " + book.say("lost", what=", ".join(reversal.lost))
    return text


def refuse_undone(decision: Decision, call: Call, book: Phrasebook) -> None:
    """Raise CommandError for a decision that was taken back already, or is of another network."""
    if decision.undone_at is not None and not call.standing.is_staff:
        # Who of the team decided what is not for members.
        raise CommandError(book.say("already_undone_yours", when=book.dated(decision.undone_at)))
    if decision.undone_at is not None:
        raise CommandError(
            book.say(
                "already_undone",
                id=name_of(decision),
                who=person(decision.undone_by),
                when=f"{book.date(decision.undone_at)}, {book.clock(decision.undone_at)}",
            )
        )
    if decision.network != call.event.network:
        raise CommandError(book.say("error_other_network", network=decision.network))


async def _named_or_latest(call: Call, desk: Desk) -> Decision:
    named = str(call.arguments.get("what", call.target))
    if named:
        return await decision_of(call, desk, named)
    return await latest_about(call, desk)


def _undo(decision: Decision, book: Phrasebook) -> tuple[Button, ...]:
    if decision.undone_at is not None or not any(map(reversible, decision.actions)):
        return ()
    return (Button(id=f"undo:{decision.id}", label=book.say("button_undo")),)


async def _texts(decision: Decision, desk: Desk) -> dict[str, Kept]:
    found: dict[str, Kept] = {}
    for message in messages_of(decision):
        event = await desk.store.events.message(desk.rulebook.id, message)
        if isinstance(event, MessagePosted | MessageEdited) and event.text:
            found[message] = Kept(
                member=event.member.id, member_name=event.member.name, text=event.text
            )
    own = decision.details.get("text", "")
    if own and decision.message and decision.message not in found and decision.subject:
        found[decision.message] = Kept(
            member=decision.subject.id, member_name=decision.subject.name, text=own
        )
    return found


_WHAT_EN = "a case number or a decision's id"
_WHAT_DE = "eine Fallnummer oder die Kennung einer Entscheidung"

COMMANDS = (
    Command(
        spec=CommandSpec(
            name="why",
            help={
                "en": "Say why something was done; without a number, the last that concerns you.",
                "de": "Sagen, warum etwas geschah; ohne Nummer das Letzte, was dich betrifft.",
            },
            parameters=(parameter("what", ParameterType.TEXT, _WHAT_EN, _WHAT_DE, required=False),),
            examples=("/why 214",),
        ),
        run=why,
    ),
    Command(
        spec=CommandSpec(
            name="history",
            help={
                "en": "Show what was decided and noted about a person.",
                "de": "Zeigen, was über eine Person entschieden und notiert wurde.",
            },
            parameters=(member("about whom", "über wen"),),
            right=Standing.MODERATOR,
            examples=("/history @kim",),
        ),
        run=history,
        strangers=True,
    ),
    Command(
        spec=CommandSpec(
            name="undo",
            help={
                "en": "Take a decision back; the member is told.",
                "de": "Eine Entscheidung zurücknehmen; das Mitglied erfährt es.",
            },
            parameters=(parameter("what", ParameterType.TEXT, _WHAT_EN, _WHAT_DE), reason()),
            right=Standing.MODERATOR,
            examples=("/undo 214", "/undo 214 it was a joke"),
        ),
        run=undo,
    ),
)
