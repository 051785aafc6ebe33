"""What the gateway tells, made into events of the house."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from zlib import crc32

import discord

from adapters.discord import sdk
from adapters.discord.places import Place
from adapters.discord.settings import NETWORK
from bot.domain import (
    Event,
    Member,
    MemberChanged,
    MemberJoined,
    MemberLeft,
    MessageDeleted,
    MessageEdited,
    MessagePosted,
    ReactionAdded,
)


class Inbound:
    """Makes events; `places` are the servers that are served, `put` sends an event on its way."""

    def __init__(
        self,
        places: Mapping[str, str],
        put: Callable[[Event], None],
        cached: Callable[[str], Place | None],
    ) -> None:
        self._places = places
        self._put = put
        self._cached = cached
        self.mine = 0

    def hear(self, event: str, args: tuple[Any, ...]) -> None:
        """Make of something that the library tells what the house should know of it."""
        translate = _TRANSLATIONS.get(event)
        if translate is not None:
            translate(self, *args)

    def here(self, guild: int | None) -> dict[str, Any] | None:
        """Return the fields that say where something happened, None where nobody cares."""
        community = self._places.get(str(guild))
        if community is None:
            return None
        return {"network": NETWORK, "community": community, "place": str(guild)}

    def posted(
        self, message: discord.Message, author: Member | None = None
    ) -> MessagePosted | None:
        """Return what a message says, None for what no person or other bot wrote."""
        here = self.here(message.guild.id if message.guild else None)
        if here is None or message.type not in sdk.SAID or message.author.id == self.mine:
            return None
        return MessagePosted(
            id=str(message.id),
            at=message.created_at.astimezone(UTC),
            channel=str(message.channel.id),
            channel_name=sdk.room_name(message),
            member=author or self._author(message),
            text=sdk.text_of(message),
            reply_to=_answered(message),
            mentions=sdk.mentions_of(message),
            attachments=sdk.attachments_of(message),
            **here,
        )

    def _author(self, message: discord.Message) -> Member:
        return self.person(message.author, message.guild.id if message.guild else None)

    def person(self, person: discord.Member | discord.User, guild: int | None) -> Member:
        """Return somebody with the roles that they have in a server."""
        return sdk.member_of(person, self._cached(str(guild)) if guild is not None else None)

    def _message(self, message: discord.Message) -> None:
        event = self.posted(message)
        if event is not None:
            self._put(event)

    def _edit(self, payload: discord.RawMessageUpdateEvent) -> None:
        event = self.edited(payload.message)
        if event is not None:
            self._put(event)

    def edited(
        self, message: discord.Message, author: Member | None = None
    ) -> MessageEdited | None:
        """Return what a message says since it was changed, None for one that nobody changed.

        Discord tells of a preview that it added in the same way; that is no change.
        """
        posted = self.posted(message, author)
        if posted is None or message.edited_at is None:
            return None
        at = message.edited_at.astimezone(UTC)
        return MessageEdited(
            id=f"{posted.id}-{int(at.timestamp() * 1000)}",
            at=at,
            network=posted.network,
            community=posted.community,
            place=posted.place,
            channel=posted.channel,
            channel_name=posted.channel_name,
            member=posted.member,
            message=posted.id,
            text=posted.text,
            reply_to=posted.reply_to,
            mentions=posted.mentions,
            attachments=posted.attachments,
        )

    def _delete(self, payload: discord.RawMessageDeleteEvent) -> None:
        self._deleted(payload.guild_id, payload.channel_id, payload.message_id)

    def _bulk_delete(self, payload: discord.RawBulkMessageDeleteEvent) -> None:
        for id in sorted(payload.message_ids):
            self._deleted(payload.guild_id, payload.channel_id, id)

    def _deleted(self, guild: int | None, channel: int, message: int) -> None:
        here = self.here(guild)
        if here is not None:
            id = str(message)
            now = datetime.now(UTC)
            self._put(MessageDeleted(id=id, at=now, channel=str(channel), message=id, **here))

    def _join(self, person: discord.Member) -> None:
        here = self.here(person.guild.id)
        if here is not None:
            member = self.person(person, person.guild.id)
            at = member.joined_at or datetime.now(UTC)
            id = f"{member.id}-{int(at.timestamp() * 1000)}"
            self._put(MemberJoined(id=id, at=at, member=member, **here))

    def _change(self, before: discord.Member, after: discord.Member) -> None:
        here = self.here(after.guild.id)
        was, member = (self.person(one, after.guild.id) for one in (before, after))
        if here is not None and (was.name, was.roles) != (member.name, member.roles):
            self._put_change(was, member, here)

    def _rename(self, before: discord.User, after: discord.User) -> None:
        """Pass on another name of an account, wherever it goes by that and not by a nickname."""
        for guild in after.mutual_guilds:
            here, found = self.here(guild.id), guild.get_member(after.id)
            if here is None or found is None or found.nick:
                continue
            member = self.person(found, guild.id)
            name = self.person(before, guild.id).name
            if name != member.name:
                self._put_change(replace(member, name=name), member, here)

    def _put_change(self, was: Member, member: Member, here: dict[str, Any]) -> None:
        now = datetime.now(UTC)
        what = crc32(repr((was.name, was.roles, member.name, member.roles)).encode())
        id = f"{member.id}-{int(now.timestamp() * 1000)}-{what:x}"
        self._put(MemberChanged(id=id, at=now, member=member, was=was, **here))

    def _leave(self, payload: discord.RawMemberRemoveEvent) -> None:
        here = self.here(payload.guild_id)
        if here is None or payload.user.id == self.mine:
            return
        member = self.person(payload.user, payload.guild_id)
        now = datetime.now(UTC)
        came = member.joined_at or now
        id = f"{member.id}-{int(came.timestamp() * 1000)}-left"
        self._put(MemberLeft(id=id, at=now, member=member, **here))

    def _react(self, payload: discord.RawReactionActionEvent) -> None:
        here = self.here(payload.guild_id)
        if here is None or payload.user_id == self.mine or payload.member is None:
            return
        message, emoji = str(payload.message_id), str(payload.emoji)
        self._put(
            ReactionAdded(
                id=f"{message}-{payload.user_id}-{emoji}",
                at=datetime.now(UTC),
                channel=str(payload.channel_id),
                member=self.person(payload.member, payload.guild_id),
                message=message,
                emoji=emoji,
                **here,
            )
        )


def _answered(message: discord.Message) -> str | None:
    reference = message.reference
    if message.type is not discord.MessageType.reply or reference is None:
        return None
    return str(reference.message_id) if reference.message_id else None


_TRANSLATIONS: Mapping[str, Callable[..., None]] = {
    "message": Inbound._message,
    "raw_message_edit": Inbound._edit,
    "raw_message_delete": Inbound._delete,
    "raw_bulk_message_delete": Inbound._bulk_delete,
    "member_join": Inbound._join,
    "member_update": Inbound._change,
    "user_update": Inbound._rename,
    "raw_member_remove": Inbound._leave,
    "raw_reaction_add": Inbound._react,
}
