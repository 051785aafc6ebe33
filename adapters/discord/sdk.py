"""The library's objects read into values; loaded only where a token is set."""

from collections.abc import Iterator
from datetime import UTC, datetime

import discord

from adapters.discord import reading
from adapters.discord.markup import clean_name
from adapters.discord.places import Overwrite, Place, Role, Room
from bot.domain import Attachment, Member, Mention

#: Kinds of messages that a person wrote.
SAID = frozenset({discord.MessageType.default, discord.MessageType.reply})


def place_of(guild: discord.Guild) -> Place | None:
    """Return a server; None while the library does not know Evenhand's own roles there."""
    if guild.me is None:
        return None
    rooms = [_room(one) for one in guild.channels]
    rooms += [_thread(one) for one in guild.threads]
    return Place(
        id=str(guild.id),
        name=guild.name,
        owner=str(guild.owner_id),
        roles={str(one.id): _role(one) for one in guild.roles},
        rooms={one.id: one for one in rooms},
        me=str(guild.me.id),
        my_roles=tuple(str(role.id) for role in guild.me.roles),
    )


def _role(role: discord.Role) -> Role:
    return Role(
        id=str(role.id),
        name=role.name,
        position=role.position,
        permissions=role.permissions.value,
        managed=role.managed,
    )


def _room(channel: discord.abc.GuildChannel) -> Room:
    return Room(
        id=str(channel.id),
        name=channel.name,
        type=channel.type.value,
        parent=str(channel.category_id) if channel.category_id else None,
        slow=getattr(channel, "slowmode_delay", 0),
        overwrites=tuple(_overwrites(channel)),
    )


def _overwrites(channel: discord.abc.GuildChannel) -> Iterator[Overwrite]:
    for target, overwrite in channel.overwrites.items():
        allow, deny = overwrite.pair()
        is_role = isinstance(target, discord.Role) or (
            isinstance(target, discord.Object) and target.type is discord.Role
        )
        yield Overwrite(
            id=str(target.id), type=0 if is_role else 1, allow=allow.value, deny=deny.value
        )


def _thread(thread: discord.Thread) -> Room:
    return Room(
        id=str(thread.id),
        name=thread.name,
        type=thread.type.value,
        parent=str(thread.parent_id),
        slow=thread.slowmode_delay,
        locked=thread.locked,
        archived=thread.archived,
    )


def member_of(person: discord.Member | discord.User, place: Place | None) -> Member:
    """Return somebody; who is no member has no roles."""
    roles: tuple[str, ...] = ()
    joined: datetime | None = None
    rank = 0
    if isinstance(person, discord.Member):
        ids = [str(role.id) for role in person.roles]
        joined = person.joined_at
        if place is not None:
            roles, rank = reading.role_names(place, ids), place.rank(str(person.id), ids)
    return Member(
        id=str(person.id),
        name=clean_name(person.display_name),
        roles=roles,
        bot=person.bot,
        joined_at=joined.astimezone(UTC) if joined else None,
        account_created_at=person.created_at.astimezone(UTC),
        rank=rank,
    )


def text_of(message: discord.Message) -> str:
    """Return all that a message says: its words, what it forwards, what it lets people vote on.

    What a forum's post is called is said with its first message.
    """
    parts = [_title_of(message), message.content]
    parts += [snapshot.content for snapshot in message.message_snapshots]
    if message.poll is not None:
        parts.append(str(message.poll.question))
        parts += [answer.text for answer in message.poll.answers]
    return "\n".join(part for part in parts if part)


def _title_of(message: discord.Message) -> str:
    """Return the title of a forum's post where this message opened it, else nothing."""
    channel = message.channel
    if not isinstance(channel, discord.Thread) or channel.id != message.id:
        return ""
    return channel.name if isinstance(channel.parent, discord.ForumChannel) else ""


def mentions_of(message: discord.Message) -> tuple[Mention, ...]:
    """Return who and what a message names."""
    people = [
        Mention(id=str(one.id), name=clean_name(one.display_name)) for one in message.mentions
    ]
    roles = [
        Mention(id=str(role.id), kind="role", name=role.name) for role in message.role_mentions
    ]
    rooms = [
        Mention(id=str(id), kind="channel") for id in dict.fromkeys(message.raw_channel_mentions)
    ]
    everyone = [Mention(id="everyone", kind="everyone")] if message.mention_everyone else []
    return (*people, *roles, *rooms, *everyone)


def attachments_of(message: discord.Message) -> tuple[Attachment, ...]:
    """Return the files of a message and of what it forwards; stickers count as files."""
    files = list(message.attachments)
    for snapshot in message.message_snapshots:
        files += snapshot.attachments
    stickers = [Attachment(name=one.name, type="sticker") for one in message.stickers]
    return (
        *(
            Attachment(name=one.filename, type=one.content_type or "", size=one.size)
            for one in files
        ),
        *stickers,
    )


def room_name(message: discord.Message) -> str:
    """Return what people call a message's room; a thread goes by the room it hangs on."""
    channel = message.channel
    if isinstance(channel, discord.Thread):
        return channel.parent.name if channel.parent is not None else channel.name
    return getattr(channel, "name", "") or ""
