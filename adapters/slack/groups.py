"""The user groups of a workspace, which are its roles: read once, and again after Slack's news."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from adapters.slack.api import Api, SlackError
from bot.errors import NetworkError

Json = dict[str, Any]
#: Seconds for which the groups are believed without news, and until Slack is asked again.
BELIEVED, AGAIN = 3600.0, 5.0


@dataclass(slots=True)
class Group:
    """One user group; `handle` is what it is named by in messages."""

    id: str
    name: str
    handle: str
    users: list[str]
    enabled: bool = True


def group_of(said: Json) -> Group:
    """Return what a usergroup object of Slack's says."""
    return Group(
        id=str(said["id"]),
        name=str(said.get("name", "")),
        handle=str(said.get("handle", "")),
        users=list(said.get("users") or []),
        enabled=not said.get("date_delete"),
    )


@dataclass(slots=True)
class Groups:
    """Who is in which group; what was known last holds until Slack has said something newer.

    `moment` is how many seconds a message waits at most.
    """

    api: Api
    seconds: Callable[[], float]
    moment: float
    _known: dict[str, Group] | None = None
    _until: float = 0.0
    _reading: asyncio.Task[None] | None = None
    _stale: bool = True

    async def of(self, user: str) -> tuple[str, ...]:
        """Return the names of somebody's groups, in order of the alphabet.

        Raises SlackError and NetworkError where nobody has been able to tell so far.
        """
        await self._read()
        if self._known is None:
            raise NetworkError("Slack has not said yet which user groups there are.")
        return self._names(user)

    async def in_passing(self, user: str) -> tuple[str, ...]:
        """Return the same as far as it is known; nobody waits for longer than a moment."""
        if self._due():
            reading = self._begin()
            if self._known is None:
                await asyncio.wait([reading], timeout=self.moment)
        return self._names(user)

    def _names(self, user: str) -> tuple[str, ...]:
        groups = (self._known or {}).values()
        return tuple(sorted(one.name for one in groups if one.enabled and user in one.users))

    def forget(self) -> None:
        """Ask again when the groups are next needed."""
        self._stale = True

    def _due(self) -> bool:
        return self._stale or self.seconds() >= self._until

    async def _read(self) -> None:
        if self._due() or self._reading is not None:
            await asyncio.shield(self._begin())

    def _begin(self) -> asyncio.Task[None]:
        if self._reading is None:
            self._reading = asyncio.create_task(self._list())
            self._reading.add_done_callback(_let_be)
        return self._reading

    async def _list(self) -> None:
        self._stale = False
        try:
            answer = await self.api.call(
                "usergroups.list", include_users=True, include_disabled=True
            )
        except (SlackError, NetworkError) as error:
            self._put_off(error)
        else:
            found = (group_of(one) for one in answer.get("usergroups") or [])
            self._known = {group.id: group for group in found}
            self._until = self.seconds() + BELIEVED
        finally:
            self._reading = None

    def _put_off(self, error: SlackError | NetworkError) -> None:
        """Ask again soon, or much later where this plan or this token shows none at all."""
        if isinstance(error, SlackError) and error.wait is None:
            self._known = self._known or {}
            self._until = self.seconds() + BELIEVED
            return
        self._until = self.seconds() + (getattr(error, "wait", None) or AGAIN)
        if self._known is None:
            raise error

    async def change(self, role: str, member: str, *, inside: bool) -> bool:
        """Put somebody into a group or take them out; False where none has that name or handle."""
        self.forget()
        await self._read()
        wanted = role.removeprefix("@").casefold()
        groups = (self._known or {}).values()
        named = (one for one in groups if wanted in (one.name.casefold(), one.handle))
        group = next(named, None)
        if group is None:
            return False
        rest = [user for user in group.users if user != member] if group.enabled else []
        await self._set_users(group, [*rest, member] if inside else rest)
        return True

    async def _set_users(self, group: Group, users: list[str]) -> None:
        if not users:
            # Slack keeps no empty group: without members it can only be switched off.
            await self.api.call("usergroups.disable", usergroup=group.id)
        else:
            if not group.enabled:
                await self.api.call("usergroups.enable", usergroup=group.id)
            await self.api.call(
                "usergroups.users.update", usergroup=group.id, users=",".join(users)
            )
        group.users, group.enabled = users, bool(users)

    async def close(self) -> None:
        """Ask no more."""
        if self._reading is not None:
            self._reading.cancel()
            await asyncio.gather(self._reading, return_exceptions=True)


def _let_be(task: "asyncio.Task[None]") -> None:
    """Leave an error to whoever waits for the answer, if anybody does."""
    if not task.cancelled():
        task.exception()
