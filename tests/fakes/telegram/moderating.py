"""Methods that act on people and chats: look up, restrict, ban, let in, lock."""

from collections.abc import Callable
from datetime import datetime, timedelta

from tests.fakes.telegram.chats import ORDINARY, PERMISSIONS, Chat, Person, Seat
from tests.fakes.telegram.cloud import Cloud
from tests.fakes.telegram.wire import ApiError, Json, Params, bad, moment, stamp

#: A restriction or ban that ends sooner or later than this never ends.
SHORTEST, LONGEST = timedelta(seconds=30), timedelta(days=366)


class Moderating:
    """What the bot may do to whom, with the checks that Telegram makes."""

    def __init__(self, cloud: Cloud) -> None:
        self._cloud = cloud

    # ------------------------------------------------------------------------- looking up

    async def get_chat(self, p: Params) -> Json:
        """Return a chat with its permissions."""
        return self._cloud.chat(p.text("chat_id")).full()

    async def get_chat_member(self, p: Params) -> Json:
        """Return how somebody stands in a chat."""
        chat = self._cloud.chat(p.text("chat_id"))
        self._inside(chat)
        person = self._cloud.people.get(p.number("user_id"))
        if person is None:
            raise bad("PARTICIPANT_ID_INVALID")
        seat = chat.seats.get(person.id)
        if seat is not None:
            self._cloud.settle(seat)
        return (seat or Seat(person, "left")).json()

    async def get_chat_administrators(self, p: Params) -> list[Json]:
        """Return the administrators of a chat, bots other than this one left out."""
        chat = self._cloud.chat(p.text("chat_id"))
        self._inside(chat)
        staff = [seat for seat in chat.seats.values() if seat.is_staff]
        me = self._cloud.bot.id
        return [one.json() for one in staff if not one.person.is_bot or one.person.id == me]

    async def get_chat_member_count(self, p: Params) -> int:
        """Return how many are in a chat."""
        chat = self._cloud.chat(p.text("chat_id"))
        return sum(seat.is_here for seat in chat.seats.values())

    def _inside(self, chat: Chat) -> Seat:
        seat = chat.here(self._cloud.bot.id)
        if seat is None:
            raise ApiError(403, f"Forbidden: bot is not a member of the {chat.type} chat")
        return seat

    def _right(self, chat: Chat, right: str, what: str) -> None:
        if right not in self._inside(chat).rights:
            raise bad(f"not enough rights{what}")

    # --------------------------------------------------------------------------- people

    def _target(self, chat: Chat, p: Params) -> Seat:
        person = self._cloud.people.get(p.number("user_id"))
        if person is None:
            raise bad("PARTICIPANT_ID_INVALID")
        seat = chat.seats.get(person.id) or Seat(person, "left")
        self._cloud.settle(seat)
        if person.id == self._cloud.bot.id:
            raise bad("can't restrict self")
        if seat.status == "creator":
            raise bad("can't remove chat owner")
        if seat.status == "administrator":
            raise bad("user is an administrator of the chat")
        return seat

    async def restrict_chat_member(self, p: Params) -> bool:
        """Set what a member may do, for a while or for good."""
        chat = self._cloud.chat(p.text("chat_id"))
        if chat.type != "supergroup":
            raise bad("method is available only for supergroups")
        self._right(chat, "can_restrict_members", " to restrict/unrestrict chat member")
        seat = self._target(chat, p)
        wanted = p.value("permissions")
        if not isinstance(wanted, dict):
            raise bad("can't parse permissions")
        allowed = frozenset(each for each in PERMISSIONS if wanted.get(each))

        def change() -> None:
            here = seat.is_here
            free = allowed >= ORDINARY
            seat.status = ("member" if here else "left") if free else "restricted"
            seat.is_member = here
            seat.allowed = ORDINARY if free else allowed
            seat.until = None if free else self._end(p)

        self._change(chat, seat, change)
        return True

    async def ban_chat_member(self, p: Params) -> bool:
        """Remove somebody and keep them out."""
        chat = self._cloud.chat(p.text("chat_id"))
        self._right(chat, "can_restrict_members", " to restrict/unrestrict chat member")
        seat = self._target(chat, p)

        def change() -> None:
            seat.status, seat.until = "kicked", self._end(p)

        self._change(chat, seat, change)
        return True

    async def unban_chat_member(self, p: Params) -> bool:
        """Let somebody come back; without only_if_banned this also removes who is here."""
        chat = self._cloud.chat(p.text("chat_id"))
        if chat.type not in ("supergroup", "channel"):
            raise bad("method is available for supergroup and channel chats only")
        self._right(chat, "can_restrict_members", " to restrict/unrestrict chat member")
        seat = self._target(chat, p)
        if seat.status == "kicked" or (seat.is_here and not p.flag("only_if_banned")):

            def change() -> None:
                seat.status, seat.until = "left", None

            self._change(chat, seat, change)
        return True

    def _end(self, p: Params) -> datetime | None:
        until = p.number("until_date", 0)
        if not until:
            return None
        left = moment(until) - self._cloud.clock()
        return moment(until) if SHORTEST <= left <= LONGEST else None

    def _change(self, chat: Chat, seat: Seat, change: Callable[[], None]) -> None:
        before = seat.json()
        change()
        chat.seats[seat.person.id] = seat
        self.tell_change(chat, self._cloud.bot, seat, before)

    def tell_change(self, chat: Chat, by: Person, seat: Seat, before: Json, **more: object) -> int:
        """Tell the bot of a change in who somebody is here."""
        after = seat.json()
        if before == after:
            return 0
        mine = seat.person.id == self._cloud.bot.id
        me = chat.seats.get(self._cloud.bot.id)
        if not mine and (me is None or not me.is_staff):
            return 0
        payload = {
            "chat": chat.json(),
            "from": by.json(),
            "date": stamp(self._cloud.clock()),
            "old_chat_member": before,
            "new_chat_member": after,
            **more,
        }
        return self._cloud.push("my_chat_member" if mine else "chat_member", payload)

    async def ban_chat_sender_chat(self, p: Params) -> bool:
        """Keep a channel from writing here in its own name."""
        chat = self._cloud.chat(p.text("chat_id"))
        self._right(chat, "can_restrict_members", " to ban a chat")
        chat.banned_channels.add(p.number("sender_chat_id"))
        return True

    async def unban_chat_sender_chat(self, p: Params) -> bool:
        """Let a channel write here again."""
        chat = self._cloud.chat(p.text("chat_id"))
        self._right(chat, "can_restrict_members", " to unban a chat")
        chat.banned_channels.discard(p.number("sender_chat_id"))
        return True

    # ---------------------------------------------------------------------------- chats

    async def set_chat_permissions(self, p: Params) -> bool:
        """Set what everybody may do who is no administrator."""
        chat = self._cloud.chat(p.text("chat_id"))
        self._right(chat, "can_restrict_members", " to change chat permissions")
        wanted = p.value("permissions") or {}
        chat.allowed = frozenset(each for each in PERMISSIONS if wanted.get(each))
        return True

    async def close_forum_topic(self, p: Params) -> bool:
        """Let nobody but administrators write in a topic."""
        self._topic(p, closed=True)
        return True

    async def reopen_forum_topic(self, p: Params) -> bool:
        """Open a topic again."""
        self._topic(p, closed=False)
        return True

    def _topic(self, p: Params, *, closed: bool) -> None:
        chat = self._cloud.chat(p.text("chat_id"))
        self._right(chat, "can_manage_topics", " to manage topics")
        thread = p.number("message_thread_id")
        if thread not in chat.topics:
            raise bad("message thread not found")
        if (thread in chat.closed) == closed:
            raise bad("TOPIC_NOT_MODIFIED")
        (chat.closed.add if closed else chat.closed.discard)(thread)

    async def approve_chat_join_request(self, p: Params) -> bool:
        """Let somebody in who asked."""
        chat, person = self._request(p)
        seat = chat.seats.setdefault(person.id, Seat(person, "left"))
        self._change(chat, seat, lambda: setattr(seat, "status", "member"))
        return True

    async def decline_chat_join_request(self, p: Params) -> bool:
        """Turn away somebody who asked."""
        self._request(p)
        return True

    def _request(self, p: Params) -> tuple[Chat, Person]:
        chat = self._cloud.chat(p.text("chat_id"))
        self._right(chat, "can_invite_users", " to manage chat join requests")
        id = p.number("user_id")
        if id not in chat.requests:
            raise bad("HIDE_REQUESTER_MISSING")
        del chat.requests[id]
        return chat, self._cloud.people[id]

    async def leave_chat(self, p: Params) -> bool:
        """Let the bot leave."""
        chat = self._cloud.chat(p.text("chat_id"))
        seat = self._inside(chat)
        self._change(chat, seat, lambda: setattr(seat, "status", "left"))
        return True
