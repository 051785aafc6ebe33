"""A whole wave is taken back in one step."""

from collections.abc import Sequence
from dataclasses import replace

from bot.commands.decisions import apology, refuse_undone, reversal_of, said, undone_card
from bot.commands.declared import team_words, words
from bot.commands.desk import Desk
from bot.commands.lines import appeals_settled
from bot.commands.numbers import decision_of, is_about
from bot.commands.reaction import Call, Reaction
from bot.commands.rights import require
from bot.domain import Action, Case, Decision, EditReply
from bot.errors import CommandError
from bot.locale import Phrasebook
from bot.tell import wave_line
from bot.waves import decisions_of, line_key

#: So many decisions are taken back by one press, for nobody waits for an answer for long; the
#: button stays while some are left.
AT_ONCE = 300


async def undo_all(call: Call, desk: Desk) -> Reaction:
    """Take back all of a wave that still stands; everybody concerned is told."""
    book = words(call, desk)
    told = await decision_of(call, desk, call.target)
    wave = await decisions_of(told, desk.store.casebook, desk.store.ledger)
    left = [one for one in wave if one.undone_at is None and not is_about(one, call)]
    left = left[:AT_ONCE]
    if not left:
        refuse_undone(told, call, book)
        raise CommandError(book.say("nothing_to_undo"))
    actions: list[Action] = []
    appeals: list[Case] = []
    lost: dict[str, None] = {}
    answer = ""
    for decision in left:
        refuse_undone(decision, call, book)
        reversal = await reversal_of(decision, desk, book)
        require(call, desk, reversal.actions, decision.subject)
        closed, cards = await appeals_settled(call, desk, decision)
        actions += (*reversal.actions, *apology(decision, desk, reversal, "undone"), *cards)
        # The first of a wave were told one by one.
        actions += await undone_card(call, desk, decision)
        appeals += closed
        lost.update(dict.fromkeys(reversal.lost))
        answer = said(decision, reversal, book)
    if len(wave) > 1:
        actions.append(_line(call, desk, told, wave, left))
    return Reaction(
        answer=answer if len(left) == 1 else _said(len(left), tuple(lost), book),
        actions=tuple(actions),
        cases=tuple(appeals),
        reason=team_words(desk).say("reason_wave_undone", count=str(len(left))),
        undo=tuple(one.id for one in left),
    )


def _said(count: int, lost: Sequence[str], book: Phrasebook) -> str:
    text = book.say("took_back_wave", count=str(count))
    return f"{text} {book.say('lost', what=', '.join(lost))}" if lost else text


def _line(
    call: Call, desk: Desk, told: Decision, wave: Sequence[Decision], left: Sequence[Decision]
) -> EditReply:
    ids = {one.id for one in left}
    now = [
        replace(one, undone_at=call.now, undone_by=call.actor.name) if one.id in ids else one
        for one in wave
    ]
    text, buttons = wave_line(now, told.id, team_words(desk))
    channel = desk.rulebook.team.alerts_to
    return EditReply(of=line_key(told.id), channel=channel, text=text, buttons=buttons)
