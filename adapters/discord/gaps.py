"""What was said while nobody listened, read back room by room, oldest first."""

import asyncio
import logging
from collections.abc import Callable, Coroutine, Iterable
from datetime import UTC, datetime, timedelta
from typing import Any

import discord

from adapters.discord import sdk
from adapters.discord.directory import Directory
from adapters.discord.inbound import Inbound
from adapters.discord.lanes import TOGETHER, Lanes
from adapters.discord.notebook import Notebook
from adapters.discord.paging import PAGE_LIMIT, in_time
from adapters.discord.problems import Busy, No, Refusal, Unclear
from adapters.discord.reading import id_at
from bot.domain import Event, Member, MessagePosted

log = logging.getLogger(__name__)
#: Messages that are read back in one room at most, and how old they may be.
MOST_READ = 5_000
OLDEST = timedelta(hours=24)
#: Messages from before a gap that are looked through for later edits.
LOOKED_AT = 50
#: Tries to look somebody up.
TRIES = 5
#: Rooms of one server that are read at the same time.
AT_ONCE = 4
Readable = discord.TextChannel | discord.VoiceChannel | discord.StageChannel | discord.Thread


class Gaps:
    """Remembers the last message of each room that was taken in, and reads what came after."""

    def __init__(
        self,
        notebook: Notebook,
        directory: Directory,
        inbound: Inbound,
        lanes: Lanes,
        report: Callable[[str], None],
    ) -> None:
        self._notebook = notebook
        self._directory = directory
        self._inbound = inbound
        self._lanes = lanes
        self._report = report

    def taken(self, event: Event) -> None:
        """Remember that an event was taken in."""
        if isinstance(event, MessagePosted):
            self._seen(event.channel, event.id)

    def _seen(self, channel: str, message: str) -> None:
        seen = self._notebook.page("seen")
        if int(message) > int(seen.get(channel, "0")):
            seen[channel] = message
            self._notebook.changed()

    def awake(self, places: set[str]) -> None:
        """Remember that nothing of these places is missed up to now."""
        page = self._notebook.page("awake")
        now = datetime.now(UTC).isoformat()
        page.update(dict.fromkeys(places, now))
        self._notebook.changed()

    def last_awake(self, guild: discord.Guild) -> datetime | None:
        """Return until when nothing of a server was missed, None before the first meeting."""
        known = self._notebook.page("awake").get(str(guild.id))
        return datetime.fromisoformat(known) if known else None

    async def read_back(self, guild: discord.Guild) -> int:
        """Hand over what was missed in a server; returns how many messages that were."""
        since = self.last_awake(guild)
        rooms: list[Readable] = [
            *guild.text_channels,
            *guild.voice_channels,
            *guild.stage_channels,
            *guild.threads,
        ]
        if since is None:
            # A first meeting: what was said before is none of our business.
            for room in rooms:
                if room.last_message_id:
                    self._seen(str(room.id), str(room.last_message_id))
            return 0
        turn = asyncio.Semaphore(AT_ONCE)
        counts = await _together(self._read(room, since, turn) for room in rooms)
        if sum(counts):
            log.info("%d messages of %s were read back", sum(counts), guild.name)
        return sum(counts)

    async def _read(self, room: Readable, since: datetime, turn: asyncio.Semaphore) -> int:
        seen = int(self._notebook.page("seen").get(str(room.id), id_at(since)))
        if (room.last_message_id or 0) <= seen:
            return 0
        after = max(seen, int(id_at(datetime.now(UTC) - OLDEST)))
        async with turn:
            if after > seen:
                self._report(
                    f"What was said in #{room.name} more than 24 hours ago was not read back."
                )
            try:
                await self._hand_over_edits(room, after, since)
                return await self._hand_over(room, after)
            except discord.Forbidden:
                self._report(
                    f"#{room.name} could not be read back: give me 'View Channel' and 'Read "
                    "Message History' there."
                )
            except discord.HTTPException as error:
                self._report(f"#{room.name} could not be read back ({error.status}).")
            return 0

    async def _hand_over(self, room: Readable, after: int) -> int:
        count, last = 0, after
        batch: list[Event] = []
        authors: dict[int, Member] = {}
        history = room.history(after=discord.Object(after), oldest_first=True, limit=MOST_READ + 1)
        async for message in in_time(history):
            if count == MOST_READ:
                self._report(
                    f"More than {MOST_READ} messages came in #{room.name} while I was away; what "
                    "came after them was not read back."
                )
                break
            event = self._inbound.posted(message, await self._author(message, authors))
            if event is not None:
                batch.append(event)
            if len(batch) == TOGETHER:
                await self._lanes.deliver(batch)
                batch = []
            count, last = count + 1, message.id
        await self._lanes.deliver(batch)
        self._seen(str(room.id), str(last))
        return count

    async def _hand_over_edits(self, room: Readable, before: int, since: datetime) -> None:
        """Hand over what became of the last messages before the gap, where somebody changed them.

        Only rooms in which something was said meanwhile are looked at.
        """
        authors: dict[int, Member] = {}
        history = room.history(before=discord.Object(before + 1), limit=LOOKED_AT)
        async for message in in_time(history):
            if message.edited_at is None or message.edited_at < since:
                continue
            event = self._inbound.edited(message, await self._author(message, authors))
            if event is not None:
                await self._lanes.deliver([event])

    async def _author(self, message: discord.Message, known: dict[int, Member]) -> Member | None:
        """Return who wrote a message, with the roles of now; history itself tells no roles."""
        author, guild = message.author, message.guild
        if isinstance(author, discord.Member) or message.webhook_id or guild is None:
            return None
        if author.id not in known:
            found = await self._look_up(str(guild.id), str(author.id))
            known[author.id] = found or sdk.member_of(author, None)
        return known[author.id]

    async def _look_up(self, place: str, member: str) -> Member | None:
        """Return a member; waits for Discord's limits, or the team would be without its roles."""
        for _ in range(TRIES):
            try:
                return await self._directory.member(place, member, in_no_hurry=True)
            except Busy as busy:
                await asyncio.sleep(min(busy.retry_after, PAGE_LIMIT))
            except Unclear:
                continue
            except (No, Refusal):
                return None
        return None


async def _together(work: Iterable[Coroutine[Any, Any, int]]) -> list[int]:
    """Return what comes of all; where one fails, the others are given up."""
    tasks = [asyncio.create_task(one) for one in work]
    try:
        return await asyncio.gather(*tasks)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
