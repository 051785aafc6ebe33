"""What stands in a message, in the one form that policies read: text, whom it names, what it holds.

Telegram can hide words where a reader sees them and a naive bot does not: behind a link, in a
quote from another chat, on a button, in a poll or a contact. They are set below the text, each on
a line of its own.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from telegram import (
    Message,
    MessageEntity,
    MessageOrigin,
    MessageOriginChannel,
    MessageOriginChat,
    MessageOriginHiddenUser,
    MessageOriginUser,
)

from bot.domain import Attachment, Mention

#: Username to the id and name of its account.
Directory = Callable[[str], tuple[str, str] | None]
#: Attachments are named by what they are where they carry no file name.
_FILES = (
    ("document", ""),
    ("audio", "audio/mpeg"),
    ("video", "video/mp4"),
    ("animation", "video/mp4"),
    ("voice", "audio/ogg"),
    ("video_note", "video/mp4"),
    ("sticker", "image/webp"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """A message as policies read it; `own` is its text alone, as it was written."""

    text: str
    own: str
    mentions: tuple[Mention, ...] = ()
    attachments: tuple[Attachment, ...] = ()


def read(message: Message, directory: Directory) -> Reading:
    """Return what stands in a message."""
    own = (message.text or message.caption or "").strip()
    lines = [line for line in (own, *_hidden(message)) if line]
    return Reading(
        text="\n".join(dict.fromkeys(lines)),
        own=own,
        mentions=mentions_of(message, directory),
        attachments=tuple(_attachments(message)),
    )


def is_service(message: Message) -> bool:
    """Return whether a message only tells of something, such as somebody coming in."""
    return not (
        message.text or message.caption or any(_hidden(message)) or any(_attachments(message))
    )


def entities_of(message: Message) -> Sequence[MessageEntity]:
    """Return the entities of a text or caption."""
    return message.entities or message.caption_entities


def piece(text: str, entity: MessageEntity) -> str:
    """Return the part of a text that an entity covers; its offsets count UTF-16 units."""
    raw = text.encode("utf-16-le")
    return raw[entity.offset * 2 : (entity.offset + entity.length) * 2].decode(
        "utf-16-le", "replace"
    )


def usernames_in(message: Message) -> list[str]:
    """Return the usernames that a message names."""
    text = message.text or message.caption or ""
    return [piece(text, one) for one in entities_of(message) if one.type == MessageEntity.MENTION]


def mentions_of(message: Message, directory: Directory) -> tuple[Mention, ...]:
    """Return whom a message names: by username where it is known whose that is, or by a link."""
    text = message.text or message.caption or ""
    found: dict[str, Mention] = {}
    for entity in entities_of(message):
        named: tuple[str, str] | None = None
        shown = piece(text, entity)
        if entity.type == MessageEntity.TEXT_MENTION and entity.user is not None:
            named = (str(entity.user.id), shown)
        elif entity.type == MessageEntity.MENTION:
            known = directory(shown)
            named = (known[0] if known else shown, shown.removeprefix("@"))
        if named is not None:
            found.setdefault(named[0], Mention(id=named[0], name=named[1]))
    return tuple(found.values())


def _hidden(message: Message) -> Iterator[str]:
    for entity in entities_of(message):
        if entity.type == MessageEntity.TEXT_LINK and entity.url:
            yield entity.url
    yield from _from_elsewhere(message)
    yield from _on_buttons(message)
    yield from _in_lists(message)
    if message.contact is not None:
        name = f"{message.contact.first_name} {message.contact.last_name or ''}".strip()
        yield f"{name} {message.contact.phone_number}"
    if message.venue is not None:
        yield f"{message.venue.title}, {message.venue.address}"
    if message.game is not None:
        yield message.game.title
    preview = message.link_preview_options
    if preview is not None and isinstance(preview.url, str):
        yield preview.url


def _in_lists(message: Message) -> Iterator[str]:
    """Return what stands in a poll, a checklist, a giveaway or an invoice."""
    if message.poll is not None:
        yield message.poll.question
        yield from (option.text for option in message.poll.options)
    if message.checklist is not None:
        yield message.checklist.title
        yield from (task.text for task in message.checklist.tasks)
    if message.giveaway is not None:
        yield message.giveaway.prize_description or ""
    if message.invoice is not None:
        yield f"{message.invoice.title}: {message.invoice.description}"


def _from_elsewhere(message: Message) -> Iterator[str]:
    """Return what a quote from another chat brings along."""
    if message.external_reply is None:
        return
    if message.quote is not None:
        yield message.quote.text
        for entity in message.quote.entities or ():
            if entity.type == MessageEntity.TEXT_LINK and entity.url:
                yield entity.url


def _on_buttons(message: Message) -> Iterator[str]:
    markup = message.reply_markup
    for row in markup.inline_keyboard if markup is not None else ():
        for button in row:
            yield f"{button.text} {button.url or ''}".strip()


def _attachments(message: Message) -> Iterator[Attachment]:
    if message.photo:
        yield Attachment(name="photo.jpg", type="image/jpeg", size=message.photo[-1].file_size or 0)
    for kind, type in _FILES:
        file = getattr(message, kind)
        # Telegram sends an animation as a document besides, for old programs.
        if file is None or (kind == "document" and message.animation is not None):
            continue
        yield Attachment(
            name=getattr(file, "file_name", None) or kind,
            type=getattr(file, "mime_type", None) or type,
            size=file.file_size or 0,
        )
    for kind in ("location", "story", "dice", "giveaway", "checklist", "paid_media", "invoice"):
        if getattr(message, kind) is not None:
            yield Attachment(name=kind, type=f"telegram/{kind}")
    if message.forward_origin is not None:
        yield Attachment(name=_origin(message.forward_origin), type="telegram/forward")
    if message.external_reply is not None:
        yield Attachment(name=_origin(message.external_reply.origin), type="telegram/quote")


def _origin(origin: MessageOrigin) -> str:
    """Return whose words were passed on: a chat by its title, a person by their name."""
    match origin:
        case MessageOriginChannel(chat=chat) | MessageOriginChat(sender_chat=chat):
            return chat.title or str(chat.id)
        case MessageOriginUser(sender_user=user):
            return user.full_name
        case MessageOriginHiddenUser(sender_user_name=name):
            return name
    return str(origin.type)
