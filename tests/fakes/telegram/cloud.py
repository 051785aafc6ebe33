"""The fake Telegram's memory: who is where, and the updates that wait for the bot.

An update waits until it is confirmed by a higher offset, as documented, and at most 24 hours. A
getUpdates that is still waiting when another comes ends with a conflict.
"""

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from tests.fakes.telegram.chats import ORDINARY, PERMISSIONS, RIGHTS, Chat, Person, Seat
from tests.fakes.telegram.wire import ApiError, Json, bad, stamp

TOKEN = "1234567890:AAFakeTokenOfAFakeBotOnLoopback01234"
BOT_ID = 1_234_567_890
#: Whom Telegram names as the author of what is not written by a person.
ANONYMOUS, SERVICE, CHANNELS = 1_087_968_824, 777_000, 136_817_688
KEPT = timedelta(hours=24)
MOST_UPDATES = 100
#: Kinds of updates that are not sent unless they are asked for.
ON_REQUEST = frozenset({"chat_member", "message_reaction", "message_reaction_count"})


def wall_clock() -> datetime:
    """Return the time on the wall."""
    return datetime.now(UTC)


class Cloud:
    """Everything that Telegram's servers know; `clock` may be set by a test."""

    def __init__(self, clock: Callable[[], datetime] = wall_clock) -> None:
        self.clock = clock
        self.bot = Person(BOT_ID, "Evenhand", username="evenhand_bot", is_bot=True)
        self.people: dict[int, Person] = {self.bot.id: self.bot}
        for id, name, username in (
            (ANONYMOUS, "Group", "GroupAnonymousBot"),
            (SERVICE, "Telegram", ""),
            (CHANNELS, "Channel", "Channel_Bot"),
        ):
            self.people[id] = Person(id, name, username=username, is_bot=id != SERVICE)
        self.chats: dict[int, Chat] = {}
        self.updates: list[Json] = []
        self.confirmed = 0
        self.allowed: frozenset[str] | None = None
        self.answered: dict[str, Json] = {}
        self.commands: dict[str, list[Json]] = {}
        self.webhook: Json = {}
        self.privacy = False
        self._last_update = 0
        self._last_person = 700_001_000
        self.polls = 0
        self._ended = 0
        self._stirring: set[asyncio.Future[None]] = set()
        self._news = asyncio.Condition()

    # ------------------------------------------------------------------- people and chats

    def person(self, name: str, *, started: bool = False, language: str = "") -> Person:
        """Make an account."""
        self._last_person += 1
        handle = "".join(c for c in name.lower() if c.isascii() and c.isalnum())
        username = f"{handle}_{self._last_person % 1000}" if handle else ""
        made = Person(
            self._last_person, name, username=username, language=language, started=started
        )
        self.people[made.id] = made
        return made

    def group(self, id: int, title: str, *, type: str = "supergroup", admin: bool = True) -> Chat:
        """Make a group with an owner and the bot in it."""
        chat = self.chats[id] = Chat(id, type, title)
        owner = self.person("Olga")
        chat.seats[owner.id] = Seat(owner, "creator", rights=frozenset(RIGHTS))
        chat.seats[self.bot.id] = Seat(
            self.bot,
            "administrator" if admin else "member",
            rights=frozenset(RIGHTS) - {"can_promote_members"} if admin else frozenset(),
        )
        return chat

    def channel(self, id: int, title: str) -> Chat:
        """Make a channel."""
        chat = self.chats[id] = Chat(id, "channel", title)
        return chat

    def chat(self, id: str | int) -> Chat:
        """Return a chat by its id or username; raises ApiError where there is none."""
        text = str(id)
        found: Chat | None = None
        if text.lstrip("-").isdigit():
            found = self.chats.get(int(text)) or self._private(int(text))
        elif text.startswith("@"):
            found = next((c for c in self.chats.values() if c.username == text[1:]), None)
        if found is None:
            raise bad("chat not found")
        if found.moved_to:
            raise ApiError(
                400,
                "Bad Request: group chat was upgraded to a supergroup chat",
                migrate_to_chat_id=found.moved_to,
            )
        return found

    def _private(self, id: int) -> Chat | None:
        if id not in self.people or id <= 0:
            return None
        return self.chats.setdefault(id, Chat(id, "private"))

    # ---------------------------------------------------------------------------- updates

    def push(self, kind: str, payload: Json) -> int:
        """Put an update in line for the bot and return its id, 0 where it does not want it."""
        if not self._wanted(kind):
            return 0
        self._last_update += 1
        self.updates.append({"update_id": self._last_update, kind: payload, "_at": self.clock()})
        self.stir()
        return self._last_update

    def push_raw(self, body: Json) -> int:
        """Put an update of any form in line, also one that no library knows."""
        self._last_update += 1
        self.updates.append({"update_id": self._last_update, **body, "_at": self.clock()})
        self.stir()
        return self._last_update

    def push_again(self, update: Json) -> None:
        """Deliver an update once more although it was confirmed."""
        self.updates.insert(0, update)
        self.stir()

    def _wanted(self, kind: str) -> bool:
        if self.allowed is None:
            return kind not in ON_REQUEST
        return kind in self.allowed

    def stir(self) -> None:
        """Wake whoever waits for news."""
        waking = asyncio.ensure_future(self._wake())
        self._stirring.add(waking)
        waking.add_done_callback(self._stirring.discard)

    async def _wake(self) -> None:
        async with self._news:
            self._news.notify_all()

    def waiting(self) -> list[Json]:
        """Return the updates that wait, oldest first; what is older than 24 hours is gone."""
        oldest = self.clock() - KEPT
        self.updates = [update for update in self.updates if update["_at"] > oldest]
        return self.updates

    async def get_updates(
        self, offset: int, limit: int, seconds: int, allowed: list[str] | None
    ) -> list[Json]:
        """Return updates from `offset` on, waiting for the first; confirms all before it."""
        if self.webhook.get("url"):
            raise ApiError(
                409,
                "Conflict: can't use getUpdates method while webhook is active; "
                "use deleteWebhook to delete the webhook first",
            )
        if allowed is not None:
            self.allowed = frozenset(allowed) if allowed else None
        self.polls += 1
        mine = self.polls
        await self._confirm(offset)
        try:
            async with asyncio.timeout(seconds):
                await self._wait_for_news(mine)
        except TimeoutError:
            return []
        if mine != self.polls:
            raise ApiError(
                409,
                "Conflict: terminated by other getUpdates request; "
                "make sure that only one bot instance is running",
            )
        found = [update for update in self.waiting() if update["update_id"] >= offset]
        return [_bare(update) for update in found[: max(1, min(limit, MOST_UPDATES))]]

    async def _confirm(self, offset: int) -> None:
        if offset > 0:
            self.updates = [one for one in self.waiting() if one["update_id"] >= offset]
            self.confirmed = max(self.confirmed, offset - 1)
        elif offset < 0:
            self.updates = self.waiting()[offset:]
        async with self._news:
            self._news.notify_all()

    async def _wait_for_news(self, mine: int) -> None:
        ended = self._ended
        async with self._news:
            await self._news.wait_for(
                lambda: bool(self.waiting()) or mine != self.polls or ended != self._ended
            )

    def end_polls(self) -> None:
        """Let a waiting getUpdates end without news, as it does when its time is over."""
        self._ended += 1
        self.stir()

    def renumber(self, first: int) -> None:
        """Number updates from here on, as Telegram may after a week without any."""
        self._last_update = first - 1

    async def until_confirmed(self, update: int) -> None:
        """Return when the bot has confirmed an update."""
        async with self._news:
            await self._news.wait_for(lambda: self.confirmed >= update)

    async def until(self, condition: Callable[[], object]) -> None:
        """Return when a condition holds that a call of the bot brings about."""
        async with self._news:
            await self._news.wait_for(condition)

    def release(self) -> None:
        """End every waiting getUpdates."""
        self.polls += 1
        self.stir()

    def confirm_by_hook(self, update: int) -> None:
        """Count an update as confirmed that a webhook answered with 200."""
        self.updates = [one for one in self.updates if one["update_id"] != update]
        self.confirmed = max(self.confirmed, update)
        self.stir()

    # --------------------------------------------------------------------------- messages

    def message(self, chat: Chat, author: Json, **fields: object) -> Json:
        """Write a message into a chat and return it as the Bot API shows it."""
        made: Json = {
            "message_id": chat.next_id(),
            "date": stamp(self.clock()),
            "chat": chat.json(),
            **author,
            **fields,
        }
        chat.messages[made["message_id"]] = made
        return made

    def allowed_now(self, chat: Chat, seat: Seat) -> frozenset[str]:
        """Return what somebody may do here at this moment."""
        if seat.is_staff:
            return frozenset(PERMISSIONS)
        self.settle(seat)
        own = seat.allowed if seat.status == "restricted" else frozenset(PERMISSIONS)
        return chat.allowed & own

    def settle(self, seat: Seat) -> None:
        """Let go of a restriction or ban whose time is over."""
        if seat.until is not None and seat.until <= self.clock():
            gone = seat.status == "kicked" or not seat.is_member
            seat.status, seat.until = ("left" if gone else "member"), None
            seat.allowed = ORDINARY


def _bare(update: Json) -> Json:
    return {key: value for key, value in update.items() if key != "_at"}
