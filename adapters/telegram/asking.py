"""Commands as people give them on Telegram: by name, as a reply, in a group or in private."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from telegram import Message, MessageEntity

from adapters.telegram.reading import Reading, entities_of, piece
from bot.domain import CommandSpec, Mention, ParameterType

#: What a link to the private chat may carry behind `start`: what to do, for which place.
_START = re.compile(r"(?P<do>[a-z]{2,20})(?:-(?P<tag>[\w-]{4}))?(?:-(?P<rest>[\w-]+))?")
#: What a link may do, and what it may say besides.
_BY_LINK: Mapping[str, re.Pattern[str]] = {
    "read": re.compile(""),
    "help": re.compile(""),
    "rules": re.compile(""),
    "mydata": re.compile(""),
    "report": re.compile(""),
    "appeal": re.compile(r"\d{1,9}"),
}
_NAMES_SOMEBODY = re.compile(r"@\w|\d{5,}(?!\S)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A command: its name, what stands behind it, and who is named there."""

    name: str
    raw: str = ""
    mentions: tuple[Mention, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Started:
    """Somebody opened the private chat; `tag` stands for the place they came from."""

    do: str = ""
    tag: str = ""
    rest: str = ""


def command_in(message: Message, username: str) -> str | None:
    """Return the name of the command that a message begins with, if it is meant for us.

    What somebody only passes on, or lets another bot write for them, is no command of theirs.
    """
    if message.forward_origin is not None or message.via_bot is not None:
        return None
    for entity in entities_of(message):
        if entity.type == MessageEntity.BOT_COMMAND and entity.offset == 0:
            name, _, bot = piece(message.text or message.caption or "", entity)[1:].partition("@")
            return name.casefold() if bot.casefold() in ("", username.casefold()) else None
    return None


def is_addressed(message: Message, username: str) -> bool:
    """Return whether a command names this bot, so that it is meant for no other."""
    text = (message.text or message.caption or "").casefold()
    return text.split(maxsplit=1)[0].endswith(f"@{username.casefold()}")


def asked_in(
    name: str, message: Message, reading: Reading, commands: Mapping[str, CommandSpec]
) -> Asked:
    """Return a command with its arguments; as a reply it is about whoever is answered."""
    parts = _with_ids(message).split(maxsplit=1)
    raw = parts[1].strip() if len(parts) > 1 else ""
    mentions = tuple(one for one in reading.mentions if not one.id.startswith("@"))
    answered = _answered(message)
    if answered is not None and _wants_somebody(commands.get(name), raw):
        raw = f"{answered.id} {raw}".strip()
        mentions = (answered, *(one for one in mentions if one.id != answered.id))
    return Asked(name=name, raw=raw, mentions=mentions)


def _with_ids(message: Message) -> str:
    """Return a text in which people who are named without a username stand by their ids."""
    text = message.text or message.caption or ""
    raw = text.encode("utf-16-le")
    for entity in sorted(entities_of(message), key=lambda one: -one.offset):
        if entity.type == MessageEntity.TEXT_MENTION and entity.user is not None:
            start, end = entity.offset * 2, (entity.offset + entity.length) * 2
            raw = raw[:start] + str(entity.user.id).encode("utf-16-le") + raw[end:]
    return raw.decode("utf-16-le", "replace")


def _answered(message: Message) -> Mention | None:
    """Return who wrote the message that is answered; a topic's first message is no answer."""
    reply = message.reply_to_message
    if reply is None or reply.forum_topic_created is not None:
        return None
    if reply.sender_chat is not None:
        return Mention(id=str(reply.sender_chat.id), name=reply.sender_chat.title or "")
    if reply.from_user is None:
        return None
    return Mention(id=str(reply.from_user.id), name=reply.from_user.full_name)


def _wants_somebody(spec: CommandSpec | None, raw: str) -> bool:
    """Return whether a command begins with a person, and nobody is named there."""
    if spec is None or not spec.parameters:
        return False
    if spec.parameters[0].type is not ParameterType.MEMBER:
        return False
    return _NAMES_SOMEBODY.match(raw) is None


def started_with(payload: str) -> Started:
    """Return what a link to the private chat asks for."""
    found = _START.fullmatch(payload)
    if found is None:
        return Started()
    do, rest = found["do"], found["rest"] or ""
    # Anybody can make such a link and let others open it: it must do nothing they would regret.
    safe = _BY_LINK.get(do)
    if safe is None:
        return Started(tag=found["tag"] or "")
    return Started(do=do, tag=found["tag"] or "", rest=rest if safe.fullmatch(rest) else "")
