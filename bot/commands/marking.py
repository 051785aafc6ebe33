"""What the team keeps in sight and puts away: pins, and channels in the archive."""

import re

from bot.commands.already import refuse_if_so
from bot.commands.declared import Command, parameter, reason, words
from bot.commands.desk import Desk
from bot.commands.reaction import Call, Reaction
from bot.commands.rights import require
from bot.decide import decision_id
from bot.domain import (
    Action,
    ArchiveChannel,
    Button,
    CommandGiven,
    CommandSpec,
    Event,
    MessageEdited,
    MessagePosted,
    Parameter,
    ParameterType,
    PinMessage,
    Standing,
    UnarchiveChannel,
    UnpinMessage,
    event_key,
)
from bot.errors import CommandError
from bot.tell import room

#: A message's id, which in its address stands last.
_ID = re.compile(r"<?(?:https://\S*/)?([\w.:-]{1,80})(?:\?\S*)?>?")


async def pin(call: Call, desk: Desk) -> Reaction:
    """Keep a message in sight."""
    channel, message = await _message(call, desk)
    action = PinMessage(channel=channel, message=message)
    require(call, desk, (action,))
    await refuse_if_so(call, desk, action, "nothing_to_pin")
    return _done(call, desk, action, words(call, desk).say("pinned"))


async def unpin(call: Call, desk: Desk) -> Reaction:
    """Take a message off the list of what is pinned."""
    channel, message = await _message(call, desk)
    action = UnpinMessage(channel=channel, message=message)
    require(call, desk, (action,))
    await refuse_if_so(call, desk, action, "nothing_to_unpin")
    return _done(call, desk, action, words(call, desk).say("unpinned"))


async def archive(call: Call, desk: Desk) -> Reaction:
    """Put a channel away."""
    channel, why = _channel(call), str(call.arguments.get("reason", ""))
    action = ArchiveChannel(channel=channel, reason=why)
    require(call, desk, (action,))
    named = {"channel": room(channel)}
    await refuse_if_so(call, desk, action, "nothing_to_archive", **named)
    return _done(call, desk, action, words(call, desk).say("archived", **named), why)


async def unarchive(call: Call, desk: Desk) -> Reaction:
    """Bring a channel back from the archive."""
    action = UnarchiveChannel(channel=_channel(call))
    require(call, desk, (action,))
    named = {"channel": room(action.channel)}
    await refuse_if_so(call, desk, action, "nothing_to_unarchive", **named)
    return _done(call, desk, action, words(call, desk).say("unarchived", **named))


def _done(call: Call, desk: Desk, action: Action, answer: str, why: str = "") -> Reaction:
    undo = Button(
        id=f"undo:{decision_id(event_key(call.event))}", label=words(call, desk).say("button_undo")
    )
    return Reaction(answer=answer, buttons=(undo,), actions=(action,), reason=why)


def _channel(call: Call) -> str:
    return str(call.arguments.get("channel", call.event.channel))


async def _message(call: Call, desk: Desk) -> tuple[str, str]:
    """Return the channel and the id of the message that is named, or answered to."""
    named = str(call.arguments.get("message", ""))
    found = _ID.fullmatch(named)
    answered = call.event.reply_to if isinstance(call.event, CommandGiven) else None
    message = found[1] if found else answered
    if not message or (named and not found):
        raise CommandError(words(call, desk).say("error_message_which", command=_name(call)))
    known = await desk.store.events.message(desk.rulebook.id, message)
    if not isinstance(known, MessagePosted | MessageEdited) or not _is_from_here(known, call):
        return call.event.channel, message
    return known.channel, message


def _is_from_here(event: Event, call: Call) -> bool:
    return (event.network, event.place) == (call.event.network, call.event.place)


def _name(call: Call) -> str:
    return call.spec.name if call.spec else ""


def _which() -> Parameter:
    return parameter(
        "message",
        ParameterType.TEXT,
        "the message's id or address; left out, the one that you answer",
        "Kennung oder Adresse der Nachricht; ohne Angabe die, auf die du antwortest",
        required=False,
    )


def _where() -> Parameter:
    return parameter(
        "channel",
        ParameterType.CHANNEL,
        "which channel; left out, this one",
        "welcher Kanal; ohne Angabe dieser",
        required=False,
    )


COMMANDS = (
    Command(
        spec=CommandSpec(
            name="pin",
            help={
                "en": "Pin a message, so that it stays in sight.",
                "de": "Eine Nachricht anheften, damit sie im Blick bleibt.",
            },
            parameters=(_which(),),
            right=Standing.MODERATOR,
            examples=("/pin 815123456789012345",),
        ),
        run=pin,
    ),
    Command(
        spec=CommandSpec(
            name="unpin",
            help={
                "en": "Take a message off the list of what is pinned.",
                "de": "Eine Nachricht nicht länger angeheftet lassen.",
            },
            parameters=(_which(),),
            right=Standing.MODERATOR,
            examples=("/unpin 815123456789012345",),
        ),
        run=unpin,
    ),
    Command(
        spec=CommandSpec(
            name="archive",
            help={
                "en": "Put a channel or thread away; what was said in it can still be read.",
                "de": "Einen Kanal oder Thread weglegen; was darin steht, bleibt lesbar.",
            },
            parameters=(_where(), reason()),
            right=Standing.MODERATOR,
            examples=("/archive #old-project",),
        ),
        run=archive,
    ),
    Command(
        spec=CommandSpec(
            name="unarchive",
            help={
                "en": "Bring a channel or thread back from the archive.",
                "de": "Einen Kanal oder Thread aus dem Archiv holen.",
            },
            parameters=(_where(),),
            right=Standing.MODERATOR,
            examples=("/unarchive #old-project",),
        ),
        run=unarchive,
    ),
)
