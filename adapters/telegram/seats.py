"""Comings, goings and what administrators do by hand, as Telegram tells them to administrators."""

import logging
from collections.abc import Awaitable, Callable, Sequence
from datetime import UTC, datetime
from typing import Any

from telegram import (
    Chat,
    ChatJoinRequest,
    ChatMember,
    ChatMemberAdministrator,
    ChatMemberBanned,
    ChatMemberRestricted,
    ChatMemberUpdated,
)

from adapters.telegram.courtesy import Courtesy
from adapters.telegram.holding import Holding
from adapters.telegram.people import People, is_here
from adapters.telegram.places import Places
from adapters.telegram.welcoming import Welcoming
from bot.domain import Event, JoinRequested, MemberJoined, MemberLeft, MemberModerated

log = logging.getLogger(__name__)


class Seats:
    """Reads changes of who somebody is in a group; `me` is the bot's own id."""

    def __init__(
        self,
        places: Places,
        people: People,
        courtesy: Courtesy,
        *,
        holding: Holding,
        welcoming: Welcoming,
        me: int,
    ) -> None:
        self._places = places
        self._people = people
        self._courtesy = courtesy
        self._holding = holding
        self._welcoming = welcoming
        self._me = me
        self.announce: Callable[[str], None] = log.info

    async def changed(self, change: ChatMemberUpdated, update: int) -> Sequence[Event]:
        """Return what somebody's new seat comes to; `update` is the number by which it came."""
        place = self._places.of_chat(change.chat.id)
        if place is None:
            return ()
        await self._people.know_staff(place)
        old, new = change.old_chat_member, change.new_chat_member
        self._people.changed(place, new)
        at, user = change.date.astimezone(UTC), new.user
        was, now = is_here(old), is_here(new)
        if now and not was:
            self._people.joined(place, user.id, at)
        about: dict[str, Any] = {
            "at": at,
            "network": "telegram",
            "place": place,
            "community": self._places.served[place],
            "member": self._people.member(place, user),
        }
        # Telegram counts in seconds, in which somebody can come, go and come again.
        id = f"{user.id}-{int(at.timestamp())}-{update}"
        found: list[Event] = []
        did = _did(old, new) if change.from_user.id not in (user.id, self._me) else ""
        if did:
            # A person decides about them now; no button may lift that.
            await self._holding.let_go(place, str(user.id))
            by = self._people.member(place, change.from_user)
            found.append(
                MemberModerated(id=f"{id}-{did}", by=by, did=did, until=_until(new), **about)
            )
        if now and not was:
            found.append(MemberJoined(id=id, unmet=not self._was_let_in(place, change), **about))
        if was and not now:
            await self._welcoming.gone(place, str(user.id))
            found.append(MemberLeft(id=id, **about))
        return found

    def _was_let_in(self, place: str, change: ChatMemberUpdated) -> bool:
        """Return whether somebody of the team, or the bot for it, opened to who came in."""
        link, by = change.invite_link, change.from_user.id
        if change.via_join_request or (link is not None and link.creates_join_request):
            return True
        of_team = by == self._me or self._people.is_staff(place, by)
        return by != change.new_chat_member.user.id and of_team

    async def freed(self, change: ChatMemberUpdated) -> None:
        """Let somebody write whom the team brought back while we still held them back."""
        place, user = self._places.of_chat(change.chat.id), str(change.new_chat_member.user.id)
        if place is None or not self._holding.is_held(place, user):
            return
        came = is_here(change.new_chat_member) and not is_here(change.old_chat_member)
        if came and self._was_let_in(place, change):
            await self._holding.free(place, user)

    async def asked(self, request: ChatJoinRequest, update: int) -> Sequence[Event]:
        """Return that somebody asks to be let in; `update` is the number by which it came."""
        place = self._places.of_chat(request.chat.id)
        if place is None:
            return ()
        at, user = request.date.astimezone(UTC), request.from_user
        event = JoinRequested(
            id=f"{user.id}-{int(at.timestamp())}-{update}",
            at=at,
            network="telegram",
            place=place,
            community=self._places.served[place],
            member=self._people.member(place, user),
            language=str(user.language_code or ""),
        )
        return (event,)

    async def mine_changed(
        self, change: ChatMemberUpdated
    ) -> Sequence[Callable[[], Awaitable[None]]]:
        """Take note of the bot's own seat; returns what is to be said about it."""
        chat, new = change.chat, change.new_chat_member
        if chat.type == Chat.PRIVATE:
            return ()
        place = self._places.of_chat(chat.id)
        if not is_here(new):
            self.announce(f"Telegram: the bot was removed from '{chat.title}' ({chat.id}).")
            return ()
        if place is None:
            self.announce(
                f"Telegram: the bot is in '{chat.title}', which no policy file names. To look "
                f'after it, write under places: telegram: "{chat.id}"'
            )
            if is_here(change.old_chat_member) or chat.type == Chat.CHANNEL:
                return ()
            return (lambda: self._courtesy.tell_stranger_group(change),)
        self._people.changed(place, new)
        fit = _is_fit(new)
        if fit == _is_fit(change.old_chat_member) and is_here(change.old_chat_member):
            return ()
        if not fit:
            self.announce(
                f"Telegram: the bot lacks rights in '{chat.title}'; it needs 'Delete messages' "
                "and 'Ban users'."
            )
        return (lambda: self._courtesy.tell_rights(change, fit=fit),)


def _did(old: ChatMember, new: ChatMember) -> str:
    """Return what an administrator did to somebody, in the words of actions."""
    if new.status == ChatMember.BANNED and old.status != ChatMember.BANNED:
        return "ban"
    if old.status == ChatMember.BANNED:
        return "unban"
    if is_here(old) and not is_here(new):
        return "kick"
    was, now = _is_silent(old), _is_silent(new)
    return "" if was == now else ("timeout" if now else "untimeout")


def _is_silent(seat: ChatMember) -> bool:
    return isinstance(seat, ChatMemberRestricted) and not seat.can_send_messages


def _until(seat: ChatMember) -> datetime | None:
    if not isinstance(seat, ChatMemberRestricted | ChatMemberBanned):
        return None
    # Telegram writes 0 for a ban without an end.
    return seat.until_date.astimezone(UTC) if seat.until_date.timestamp() > 0 else None


def _is_fit(seat: ChatMember) -> bool:
    """Return whether the bot may do what it is there for."""
    if not isinstance(seat, ChatMemberAdministrator):
        return False
    return seat.can_delete_messages and seat.can_restrict_members
