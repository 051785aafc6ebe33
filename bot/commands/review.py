"""What a person decides when a policy only asked, and that what a policy did was right."""

from collections.abc import Sequence

from bot.commands.decisions import refuse_undone
from bot.commands.declared import team_words, words
from bot.commands.desk import Desk
from bot.commands.lines import card, closed
from bot.commands.numbers import case_of, decision_of, is_about
from bot.commands.reaction import Call, Reaction
from bot.commands.rights import require
from bot.domain import Action, Case, CaseStatus, Decision, DeleteMessage
from bot.errors import CommandError, NotAllowed
from bot.locale import Phrasebook
from bot.tell import can_be_confirmed, channel_of, describe_all, held_by_limit, person, told_rule


async def carry_out(call: Call, desk: Desk) -> Reaction:
    """Do what a policy wished for and a limit held back."""
    case, decision = await _open_review(call, desk)
    return await _settle(call, desk, case, decision, held_by_limit(decision))


async def remove(call: Call, desk: Desk) -> Reaction:
    """Take down the message that a policy was not sure about."""
    case, decision = await _open_review(call, desk)
    action = DeleteMessage(
        channel=decision.channel or case.channel,
        message=decision.message or case.message,
        member=decision.subject.id if decision.subject else "",
    )
    return await _settle(call, desk, case, decision, (action,) if action.message else ())


async def confirm(call: Call, desk: Desk) -> Reaction:
    """Note that what a policy did about a message was right: an example to learn from."""
    book = words(call, desk)
    case = await case_of(call, desk, int(call.target) if call.target.isdigit() else 0)
    if case.closed_by:
        raise CommandError(_already_closed(case, book))
    decision = await decision_of(call, desk, case.about)
    refuse_undone(decision, call, book)
    if is_about(decision, call):
        raise NotAllowed(book.say("gate_oneself"))
    if not can_be_confirmed(decision, case):
        raise CommandError(book.say("review_nothing"))
    done = closed(case, call, team_words(desk).say("resolution_right"))
    return Reaction(
        answer=book.say("confirmed", number=str(case.number)),
        actions=await card(call, desk, done),
        cases=(done,),
    )


async def _open_review(call: Call, desk: Desk) -> tuple[Case, Decision]:
    book = words(call, desk)
    case = await case_of(call, desk, int(call.target) if call.target.isdigit() else 0)
    if case.status is CaseStatus.CLOSED:
        raise CommandError(_already_closed(case, book))
    decision = await decision_of(call, desk, case.about)
    if decision.network != call.event.network:
        raise CommandError(book.say("error_other_network", network=decision.network))
    return case, decision


def _already_closed(case: Case, book: Phrasebook) -> str:
    who, when = person(case.closed_by), book.date(case.closed_at or case.opened_at)
    return book.say("already_closed", number=str(case.number), who=who, when=when)


async def _settle(
    call: Call, desk: Desk, case: Case, decision: Decision, actions: Sequence[Action]
) -> Reaction:
    book, team = words(call, desk), team_words(desk)
    if not actions:
        raise CommandError(book.say("review_nothing"))
    require(call, desk, actions, decision.subject)
    done = closed(case, call, describe_all(actions, team))
    return Reaction(
        answer=book.say("review_done", what=describe_all(actions, book)),
        actions=(*actions, *await card(call, desk, done)),
        cases=(done,),
        subject=decision.subject,
        reason=decision.rule or decision.facts,
        told_reason=told_rule(decision),
        channel=channel_of(decision, case),
    )
