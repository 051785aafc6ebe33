"""What is known of people and channels, and forgetting people; nothing is changed in Slack."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from adapters.slack.api import SlackError, in_words
from adapters.slack.archiving import is_archived
from adapters.slack.holds import Hold, Holds
from adapters.slack.locks import Locks
from adapters.slack.restricting import is_restricted
from adapters.slack.workspaces import Workspaces
from bot.domain import (
    ArchiveChannel,
    Effect,
    LockChannel,
    Member,
    UnarchiveChannel,
    UnlockChannel,
    Untimeout,
)
from bot.errors import NetworkError


class Knowing:
    """Answers questions about every workspace."""

    def __init__(self, workspaces: Workspaces, holds: Holds, locks: Locks) -> None:
        self._workspaces = workspaces
        self._locks = locks
        self._holds = holds

    async def find_member(self, place: str, member: str) -> Member | None:
        """Return somebody of the workspace; raises NetworkError where Slack cannot be asked."""
        try:
            workspace = await self._workspaces.get(place)
            return await workspace.find_member(member) if workspace is not None else None
        except SlackError as error:
            raise NetworkError(in_words(error)) from None

    async def kept_about(self, place: str, member: str) -> Mapping[str, Sequence[Any]]:
        """Return what is kept about somebody: their time-out, and what Slack said of them."""
        known = self._workspaces.here(place)
        profile = known.people.known(member) if known is not None else None
        team = known.team if known is not None else place
        hold = self._holds.of(team, member)
        locked = [{"locked": channel} for channel in self._locks.naming(team, member)]
        kept: dict[str, list[Any]] = {
            "profile": [asdict(profile) | {"titles": list(profile.titles)}] if profile else [],
            "measures": [*([_plain(hold)] if hold else []), *locked],
        }
        return {kind: values for kind, values in kept.items() if values}

    async def forget(self, place: str, member: str) -> None:
        """Forget what Slack said of somebody; a time-out stays, so that they are let back in."""
        known = self._workspaces.here(place)
        if known is not None:
            known.people.forget(member)

    def owners(self) -> tuple[str, ...]:
        """Return who may close accounts, as far as they were met."""
        spaces = list(self._workspaces.known.values())
        return spaces[0].people.owners() if len(spaces) == 1 else ()

    async def is_so(self, place: str, effect: Effect) -> bool | None:
        """Return whether carrying an effect out would change nothing, None where unknown."""
        try:
            workspace = await self._workspaces.get(place)
            if workspace is None:
                return None
            match effect:
                case Untimeout(member=member):
                    return self._holds.of(workspace.team, member) is None
                case LockChannel(channel=channel):
                    return await is_restricted(workspace, self._locks, channel)
                case UnlockChannel(channel=channel):
                    locked = await is_restricted(workspace, self._locks, channel)
                    return None if locked is None else not locked
                case ArchiveChannel(channel=channel):
                    return await is_archived(workspace, channel)
                case UnarchiveChannel(channel=channel):
                    return not await is_archived(workspace, channel)
        except (SlackError, NetworkError):
            return None
        return None


def _plain(hold: Hold) -> dict[str, object]:
    return asdict(hold) | {"until": hold.until.isoformat(), "channels": list(hold.channels)}
