"""What members think of the community or its product: one case each, so that nothing is lost."""

from datetime import timedelta

from bot.commands.declared import Command, parameter, words
from bot.commands.desk import Desk
from bot.commands.numbers import own_key
from bot.commands.reaction import Call, Reaction
from bot.domain import AlertTeam, CommandGiven, CommandSpec, Member, OpenCase, ParameterType
from bot.errors import CommandError

#: So much one person may leave within that time.
MOST, WITHIN = 5, timedelta(hours=1)


async def feedback(call: Call, desk: Desk) -> Reaction:
    """Keep feedback as a case; about a message, it is whose message that is."""
    book = words(call, desk)
    await _refuse_more(call, desk)
    text = str(call.arguments["text"])
    message = (call.event.reply_to if isinstance(call.event, CommandGiven) else None) or ""
    author = await _author(message, desk) or call.actor
    case = OpenCase(
        kind="feedback",
        title=text,
        channel=call.event.channel,
        message=message,
        member=author.id,
        member_name=author.name,
    )
    return Reaction(
        answer=book.say("feedback_received"),
        actions=(case, AlertTeam()),
        subject=author,
        reason=text,
    )


async def _author(message: str, desk: Desk) -> Member | None:
    event = await desk.store.events.message(desk.rulebook.id, message) if message else None
    return getattr(event, "member", None)


async def _refuse_more(call: Call, desk: Desk) -> None:
    if call.standing.is_staff:
        return
    earlier = await desk.store.casebook.cases(
        desk.rulebook.id, kind="feedback", subject=own_key(call), limit=MOST
    )
    if len(earlier) == MOST and all(call.now - one.opened_at < WITHIN for one in earlier):
        raise CommandError(words(call, desk).say("feedback_enough"))


COMMANDS = (
    Command(
        spec=CommandSpec(
            name="feedback",
            help={
                "en": "Tell the team what you think, or keep the message you answer as feedback.",
                "de": "Dem Team etwas rückmelden, oder die beantwortete Nachricht so festhalten.",
            },
            parameters=(
                parameter("text", ParameterType.TEXT, "what it is about", "worum es geht"),
            ),
            examples=("/feedback the search is slow",),
        ),
        run=feedback,
    ),
)
