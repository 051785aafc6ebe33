"""What becomes of what stands still: the two buttons under the words that tell the team of it."""

from bot.commands.declared import team_words, words
from bot.commands.desk import Desk
from bot.commands.reaction import Call, Reaction
from bot.domain import EditReply
from bot.errors import CommandError
from bot.ports import CARRY_ON, LET_GO
from bot.standstill import alert_key, what_waits
from bot.tell import person


async def decide(call: Call, desk: Desk) -> Reaction:
    """Let what stands still go, or have it done."""
    book, team = words(call, desk), team_words(desk)
    standstill = await desk.store.standstills.of(desk.rulebook.id)
    if standstill is None or call.target not in (CARRY_ON, LET_GO):
        raise CommandError(book.say("standstill_over"))
    left = await desk.store.standstills.leftover(desk.rulebook.id, standstill.since)
    moment = "standstill_let_go" if call.target == LET_GO else "standstill_carried_on"
    told = team.say(moment, what=what_waits(left, team), who=person(call.actor.name))
    card = EditReply(
        of=alert_key(standstill, call.event.network),
        channel=desk.rulebook.team.alerts_to or call.event.channel,
        text=told,
    )
    return Reaction(
        answer=book.say(moment, what=what_waits(left, book), who=person(call.actor.name)),
        actions=(card,),
        reason=told,
        standstill=call.target,
    )
