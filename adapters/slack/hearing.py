"""What happens in a workspace, made into events for the house."""

import asyncio
from typing import Any

from adapters.slack.api import SlackError
from adapters.slack.emoji import shown
from adapters.slack.ids import message_id, moment
from adapters.slack.text import Plain, clean_name, named_in, plain
from adapters.slack.visible import visible
from adapters.slack.where import Where
from bot.domain import (
    Attachment,
    Event,
    Member,
    MemberJoined,
    MemberLeft,
    MessageDeleted,
    MessageEdited,
    MessagePosted,
    ReactionAdded,
)
from bot.errors import NetworkError

Json = dict[str, Any]
_POSTED = frozenset({"", "thread_broadcast", "file_share", "bot_message", "me_message"})


async def event_of(where: Where, envelope: Json) -> Event | None:
    """Return what an event of Slack's is to the house, None for what it need not know."""
    event = envelope.get("event")
    if not isinstance(event, dict):
        return None
    match event.get("type"):
        case "message":
            return await _message(where, event, str(envelope.get("event_id", "")))
        case "reaction_added":
            return await _reaction(where, event)
        case "team_join":
            return await _joined(where, event, envelope)
        case "user_change":
            return await _left(where, event, envelope)
    return None


async def _message(where: Where, event: Json, event_id: str) -> Event | None:
    if event.get("channel_type") in ("im", "app_home"):
        return None
    subtype = str(event.get("subtype") or "")
    if subtype in _POSTED:
        return await _posted(where, event)
    if subtype == "message_changed" and _is_tombstone(event):
        return await _deleted(where, event, event_id)
    if subtype == "message_changed":
        return await _edited(where, event)
    if subtype == "message_deleted":
        return await _deleted(where, event, event_id)
    return None


def _is_tombstone(event: Json) -> bool:
    """Return whether a message with answers below it was deleted: a placeholder stays there."""
    now, before = event.get("message") or {}, event.get("previous_message") or {}
    return now.get("subtype") == "tombstone" != before.get("subtype")


async def _posted(where: Where, event: Json) -> MessagePosted | None:
    channel, ts = str(event["channel"]), str(event["ts"])
    author, said, room = await _learnt(where, event, channel)
    if author is None:
        return None
    return MessagePosted(
        id=message_id(channel, ts),
        at=moment(ts),
        channel=channel,
        channel_name=room,
        member=author,
        text=said.text,
        reply_to=_answered(where, channel, event),
        mentions=said.mentions,
        attachments=_files(event),
        **where.place,
    )


async def _edited(where: Where, event: Json) -> MessageEdited | None:
    """Return a change of words; that Slack unfolded a link is none."""
    now, before = event.get("message") or {}, event.get("previous_message") or {}
    if visible(now) == visible(before) or "edited" not in now:
        return None
    if str(now.get("subtype") or "") not in _POSTED:
        return None
    channel, ts = str(event["channel"]), str(now["ts"])
    author, said, room = await _learnt(where, now, channel)
    if author is None:
        return None
    edited_at = str(now["edited"].get("ts") or event.get("event_ts") or ts)
    return MessageEdited(
        id=f"{message_id(channel, ts)}-{edited_at}",
        at=moment(edited_at),
        channel=channel,
        channel_name=room,
        member=author,
        message=message_id(channel, ts),
        text=said.text,
        reply_to=_answered(where, channel, now),
        mentions=said.mentions,
        attachments=_files(now),
        **where.place,
    )


async def _deleted(where: Where, event: Json, event_id: str) -> MessageDeleted | None:
    before = event.get("previous_message") or {}
    if where.workspace.is_us(str(before.get("user", "")), str(before.get("bot_id", ""))):
        return None
    channel, ts = str(event["channel"]), str(event.get("deleted_ts") or before.get("ts"))
    return MessageDeleted(
        id=event_id or message_id(channel, ts),
        at=moment(event.get("event_ts")),
        channel=channel,
        channel_name=await where.workspace.rooms.in_passing(channel),
        message=message_id(channel, ts),
        member=await _author(where, before) if before else None,
        **where.place,
    )


async def _reaction(where: Where, event: Json) -> ReactionAdded | None:
    item = event.get("item") or {}
    user = str(event.get("user", ""))
    if item.get("type") != "message" or where.workspace.is_us(user):
        return None
    member = await member_or_name(where, user)
    message = message_id(str(item["channel"]), str(item["ts"]))
    at = str(event.get("event_ts"))
    name = str(event.get("reaction", ""))
    return ReactionAdded(
        id=f"{message}-{user}-{name}-{at}",
        at=moment(at),
        channel=str(item["channel"]),
        channel_name=await where.workspace.rooms.in_passing(str(item["channel"])),
        member=member,
        message=message,
        emoji=shown(name),
        **where.place,
    )


async def _joined(where: Where, event: Json, envelope: Json) -> MemberJoined | None:
    people = where.workspace.people
    profile = people.learn(event.get("user") or {})
    if where.workspace.is_us(profile.id):
        return None
    return MemberJoined(
        id=str(envelope.get("event_id") or profile.id),
        at=moment(envelope.get("event_time")),
        member=await people.as_member(profile),
        **where.place,
    )


async def _left(where: Where, event: Json, envelope: Json) -> MemberLeft | None:
    """Return that somebody's account was closed, which is how people leave a workspace."""
    people = where.workspace.people
    profile = people.learn(event.get("user") or {})
    if not profile.gone:
        return None
    return MemberLeft(
        id=str(envelope.get("event_id") or profile.id),
        at=moment(envelope.get("event_time")),
        member=await people.as_member(profile),
        **where.place,
    )


async def _learnt(where: Where, message: Json, channel: str) -> tuple[Member | None, Plain, str]:
    """Return author, words and channel's name, asked side by side: Slack waits three seconds."""
    return await asyncio.gather(
        _author(where, message),
        _said(where, visible(message)),
        where.workspace.rooms.in_passing(channel),
    )


async def _author(where: Where, message: Json) -> Member | None:
    user, bot = str(message.get("user") or ""), str(message.get("bot_id") or "")
    if where.workspace.is_us(user, bot) or not (user or bot):
        return None
    if not user:
        name = clean_name(str(message.get("username") or bot))
        return Member(id=bot, name=name, bot=True)
    return await member_or_name(where, user, message.get("user_profile") or {})


async def member_or_name(where: Where, user: str, shown_as: Json | None = None) -> Member:
    """Return somebody with their roles, or with their name alone while Slack cannot be asked.

    Nothing is lost by that: whoever is to be acted on is looked up again at that moment.
    """
    people = where.workspace.people
    try:
        profile = await people.in_passing(user)
    except (SlackError, NetworkError):
        profile = None
    if profile is not None and not profile.gone:
        return await people.as_member(profile)
    names = shown_as or {}
    name = str(names.get("display_name") or names.get("real_name") or user)
    return Member(id=user, name=clean_name(name) or user)


async def _said(where: Where, wire: str) -> Plain:
    await where.workspace.people.names(named_in(wire))
    return plain(wire, where.workspace.people.name)


def _answered(where: Where, channel: str, message: Json) -> str | None:
    root, ts = message.get("thread_ts"), message.get("ts")
    if not root:
        return None
    where.workspace.rooms.in_thread(channel, str(ts), str(root))
    return message_id(channel, str(root)) if root != ts else None


def _files(message: Json) -> tuple[Attachment, ...]:
    found = []
    for file in message.get("files") or []:
        size = file.get("size")
        found.append(
            Attachment(
                name=str(file.get("name") or file.get("title") or "file"),
                type=str(file.get("mimetype") or ""),
                size=size if isinstance(size, int) else 0,
            )
        )
    return tuple(found)
