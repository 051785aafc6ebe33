"""What moderators do by Discord's own means, read from the audit log, live and after a gap."""

import asyncio
import logging
from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import discord

from adapters.discord import reading
from adapters.discord.directory import Directory
from adapters.discord.inbound import Inbound
from adapters.discord.notebook import Notebook
from adapters.discord.paging import in_time
from adapters.discord.problems import Busy, No, Refusal, Unclear
from adapters.discord.rest import Rest
from bot.domain import Event, Member, MemberModerated

log = logging.getLogger(__name__)
Action = discord.AuditLogAction
_DID: Mapping[Action, str] = {
    Action.kick: "kick",
    Action.ban: "ban",
    Action.unban: "unban",
    Action.message_delete: "delete_message",
}
#: Entries that are read back at most.
MOST_READ = 500


class AuditLog:
    """Makes events of what people did by hand; what Evenhand did itself is known already."""

    def __init__(
        self,
        rest: Rest,
        directory: Directory,
        inbound: Inbound,
        notebook: Notebook,
        put: Callable[[Event], None],
        report: Callable[[str], None],
    ) -> None:
        self._rest = rest
        self._directory = directory
        self._inbound = inbound
        self._notebook = notebook
        self._put = put
        self._report = report
        self._tasks: set[asyncio.Task[None]] = set()
        self._turns: defaultdict[int, asyncio.Lock] = defaultdict(asyncio.Lock)

    def hear(self, entry: discord.AuditLogEntry) -> None:
        """Begin to pass one entry on."""
        if self._did(entry):
            task = asyncio.create_task(self._pass_on_in_turn(entry))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    async def _pass_on_in_turn(self, entry: discord.AuditLogEntry) -> None:
        # In order: what was taken in last says from where on is read back.
        async with self._turns[entry.guild.id]:
            await self._pass_on(entry)

    async def stop(self) -> None:
        """Give up what is under way; it is read back at the next start."""
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def taken(self, event: Event) -> None:
        """Remember that an entry was taken in."""
        if isinstance(event, MemberModerated) and event.id.isdigit():
            page = self._notebook.page("audit")
            page[event.place] = str(max(int(event.id), int(page.get(event.place, "0"))))
            self._notebook.changed()

    async def read_back(self, guild: discord.Guild, since: datetime) -> int:
        """Pass on what was done since a moment; returns how much that was."""
        if not guild.me.guild_permissions.view_audit_log:
            return 0
        after = self._notebook.page("audit").get(str(guild.id)) or reading.id_at(since)
        count = 0
        looked_at = 0
        entries = guild.audit_logs(
            after=discord.Object(int(after)), oldest_first=True, limit=MOST_READ
        )
        async for entry in in_time(entries):
            looked_at += 1
            if self._did(entry):
                await self._pass_on(entry)
                count += 1
        if looked_at == MOST_READ:
            self._report(
                f"{guild.name} has more than {MOST_READ} new entries in its audit log; what "
                "moderators did after those was not read back."
            )
        return count

    def _did(self, entry: discord.AuditLogEntry) -> str:
        """Return what somebody did to a member, empty for what does not concern the house."""
        if self._inbound.here(entry.guild.id) is None or entry.user_id == self._inbound.mine:
            return ""
        if entry.action is Action.member_update and hasattr(entry.after, "timed_out_until"):
            return "timeout" if entry.after.timed_out_until is not None else "untimeout"
        if entry.action is Action.member_role_update:
            return "remove_role" if _taken(entry) else ""
        return _DID.get(entry.action, "")

    async def _pass_on(self, entry: discord.AuditLogEntry) -> None:
        event = await self._event(entry)
        if event is None:
            return
        first, *others = _taken(entry) or [""]
        self._put(replace(event, role=first))
        for number, role in enumerate(others, 1):
            self._put(replace(event, id=f"{event.id}-{number}", role=role))

    async def _event(self, entry: discord.AuditLogEntry) -> MemberModerated | None:
        here = self._inbound.here(entry.guild.id)
        target = getattr(entry.target, "id", None)
        if here is None or target is None or entry.user_id is None:
            return None
        until = getattr(entry.after, "timed_out_until", None)
        return MemberModerated(
            id=str(entry.id),
            at=entry.created_at.astimezone(UTC),
            member=await self.person(here["place"], str(target)),
            by=await self.person(here["place"], str(entry.user_id)),
            did=self._did(entry),
            until=until.astimezone(UTC) if until is not None else None,
            reason=entry.reason or "",
            **here,
        )

    async def person(self, place: str, id: str) -> Member:
        """Return somebody as they are now; who is gone has a name and no roles.

        Who cannot be looked up now is known by their id: what was done to them is not forgotten.
        """
        try:
            found = await self._directory.member(place, id)
            if found is not None:
                return found
            known: dict[str, Any] = await self._rest.get(f"/users/{id}")
        except (Busy, No, Refusal, Unclear) as problem:
            log.info("%s cannot be looked up: %s", id, problem)
            return Member(id=id, name=id)
        return reading.stranger(known)


def _taken(entry: discord.AuditLogEntry) -> list[str]:
    """Return the names of the roles that were taken from somebody."""
    roles = getattr(entry.before, "roles", None) or []
    return [role.name for role in roles if isinstance(role, discord.Role)]
