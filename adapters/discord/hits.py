"""What Discord's own AutoMod did, told to the house: by our rules, and by those of people."""

import asyncio
import hashlib
from collections.abc import Awaitable, Callable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import discord

from adapters.discord.automod import AutoMod
from adapters.discord.directory import Directory
from adapters.discord.inbound import Inbound
from adapters.discord.problems import Busy, No, Refusal, Unclear
from bot.domain import Event, Member, MemberModerated, MessagePrevented

#: What AutoMod does to people; its alerts are not about anybody.
_DID: Mapping[discord.AutoModRuleActionType, str] = {
    discord.AutoModRuleActionType.block_message: "delete_message",
    discord.AutoModRuleActionType.timeout: "timeout",
}
_AUTOMOD = Member(id="automod", name="AutoMod", bot=True)
#: Several rules may find the same message; within so long, the same words are the same message.
SAME_MESSAGE = timedelta(seconds=5)
_MOST_KNOWN = 2_000
Person = Callable[[str, str], Awaitable[Member]]


class Hits:
    """Makes events of AutoMod's deeds; `person` looks somebody up."""

    def __init__(
        self,
        automod: AutoMod,
        directory: Directory,
        inbound: Inbound,
        person: Person,
        put: Callable[[Event], None],
        *,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._automod = automod
        self._directory = directory
        self._inbound = inbound
        self._person = person
        self._put = put
        self._now = now
        self._tasks: set[asyncio.Task[None]] = set()
        self._lately: dict[tuple[str, ...], tuple[datetime, str]] = {}

    def hear(self, execution: discord.AutoModAction) -> None:
        """Begin to pass on what AutoMod did."""
        here = self._inbound.here(execution.guild_id)
        if here is None or execution.action.type not in _DID:
            return
        policy = self._automod.policy_of(here["place"], str(execution.rule_id))
        if policy is None:
            work = self._by_others(execution, here, self._now())
        else:
            work = self._by_us(execution, here, policy, self._now())
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def stop(self) -> None:
        """Give up what is under way."""
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _by_us(
        self, execution: discord.AutoModAction, here: dict[str, Any], policy: str, now: datetime
    ) -> None:
        channel = str(execution.channel_id or "")
        self._put(
            MessagePrevented(
                id=self._id(execution, policy, now),
                at=now,
                channel=channel,
                channel_name=await self._room_name(here["place"], channel),
                member=await self._person(here["place"], str(execution.user_id)),
                policy=policy,
                text=execution.content,
                found=execution.matched_content or "",
                listed=execution.matched_keyword or "",
                **here,
            )
        )

    def _id(self, execution: discord.AutoModAction, policy: str, now: datetime) -> str:
        """Return an id for a message that has none: the same for what is told of it twice."""
        where = (str(execution.guild_id), str(execution.channel_id), str(execution.user_id))
        told = (*where, policy, execution.content)
        if len(self._lately) >= _MOST_KNOWN:
            self._lately.clear()
        at, id = self._lately.get(told, (now, ""))
        if not id or now - at >= SAME_MESSAGE:
            stamp = f"{int(now.timestamp() * 1000)}\n" + "\n".join(told)
            id = "prevented-" + hashlib.sha256(stamp.encode()).hexdigest()[:20]
            self._lately[told] = (now, id)
        return id

    async def _by_others(
        self, execution: discord.AutoModAction, here: dict[str, Any], now: datetime
    ) -> None:
        did, span = _DID[execution.action.type], execution.action.duration
        about = execution.message_id or execution.alert_system_message_id or int(now.timestamp())
        self._put(
            MemberModerated(
                id=f"automod-{execution.rule_id}-{did}-{execution.user_id}-{about}",
                at=now,
                member=await self._person(here["place"], str(execution.user_id)),
                by=_AUTOMOD,
                did=did,
                until=now + span if did == "timeout" and span is not None else None,
                reason=execution.matched_keyword or execution.rule_trigger_type.name,
                **here,
            )
        )

    async def _room_name(self, place: str, channel: str) -> str:
        """Return what people call a room; a thread goes by the room it hangs on."""
        try:
            rooms = (await self._directory.place(place)).rooms
        except (Busy, No, Refusal, Unclear):
            return ""
        room = rooms.get(channel)
        if room is not None and room.is_thread:
            room = rooms.get(room.parent or "", room)
        return room.name if room is not None else ""
