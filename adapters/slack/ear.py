"""Takes in what Slack brings: the house has it before Slack hears that it arrived."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from adapters.slack import hearing, news
from adapters.slack.api import SlackError
from adapters.slack.asked import Asking, Tell
from adapters.slack.gaps import Heard
from adapters.slack.holds import Holds
from adapters.slack.homes import Homes
from adapters.slack.locks import Locks
from adapters.slack.where import NETWORK, Where
from adapters.slack.workspace import Workspace
from bot.errors import NetworkError, StoreBusy, StoreError
from bot.ports import House

Json = dict[str, Any]
log = logging.getLogger(__name__)
#: Events of the app itself, not of people.
_ENDINGS = ("app_uninstalled", "tokens_revoked")


class Ear:
    """Listens for one house to the workspaces given by their team's id."""

    def __init__(
        self,
        house: House,
        workspaces: Mapping[str, Workspace],
        holds: Holds,
        locks: Locks,
        *,
        ended: Callable[[str, str], Awaitable[None]],
        tell: Tell,
        heard: Heard,
        homes: Homes,
        held_back: Callable[[], None],
        expects: Callable[[str], bool],
    ) -> None:
        self._house = house
        self._workspaces = workspaces
        self._holds = holds
        self._locks = locks
        self._ended = ended
        self._heard = heard
        self._homes = homes
        self._held_back = held_back
        self._expects = expects
        self._asking = Asking(house, tell)
        self._strangers: set[str] = set()

    def introduce(self) -> None:
        """Say at once which workspaces no policy file is for."""
        for team in self._workspaces:
            if self._place(team) is None:
                self._warn(team)

    async def take(self, body: Json) -> Json | None:
        """Take one request in and return what Slack is answered beside the acknowledgement.

        Raises StoreError where it was not taken in: then it must not be acknowledged.
        """
        where = self._where(body)
        if where is None:
            return None
        if body.get("type") == "app_rate_limited":
            log.warning("Slack holds events of %s back, there are too many", where.workspace.team)
            self._held_back()
            return None
        if body.get("type") == "event_callback":
            await self._event(where, body)
            return None
        answer = await self._asking.take(where, body)
        self._homes.stir()
        return answer

    def _where(self, body: Json) -> Where | None:
        for team in _teams(body):
            workspace = self._workspaces.get(team)
            place = self._place(team) if workspace is not None else None
            if workspace is not None and place is not None:
                community = self._house.places[place]
                return Where(workspace=workspace, place_id=place, community=community)
            if workspace is None and self._expects(team):
                raise StoreBusy(f"the Slack workspace {team} is not connected yet")
        self._warn(next(iter(_teams(body)), ""))
        return None

    def _place(self, team: str) -> str | None:
        """Return what policy files call a workspace; one alone needs no name."""
        if team in self._house.places:
            return team
        alone = NETWORK in self._house.places and len(self._workspaces) == 1
        return NETWORK if alone else None

    def _warn(self, team: str) -> None:
        if team not in self._strangers and len(self._strangers) < 1000:
            self._strangers.add(team)
            log.warning(
                "no policy file is for the Slack workspace %s; name it under places: slack: %s",
                team,
                team,
            )

    async def _event(self, where: Where, envelope: Json) -> None:
        inner = envelope.get("event")
        kind = inner.get("type") if isinstance(inner, dict) else None
        if not isinstance(inner, dict) or not isinstance(kind, str):
            return
        if kind in _ENDINGS:
            await self._let_go(where.workspace, inner, kind)
            return
        try:
            news.learn(where.workspace, inner)
        except (KeyError, TypeError, ValueError, AttributeError):
            log.warning("news of Slack's could not be read", exc_info=True)
        match kind:
            case "app_home_opened":
                await self._homes.opened(where, str(inner.get("user", "")))
            case "message" if inner.get("channel_type") == "im":
                await self._asking.direct(where, inner)
            case _:
                await self._pass_on(where, inner, envelope)
                if kind == "message" and not inner.get("subtype"):
                    channel = str(inner.get("channel", ""))
                    self._heard.note(where.workspace.team, channel, inner.get("ts"))
        if kind == "member_joined_channel":
            await self._keep_out(where.workspace, inner)
        if kind == "channel_id_changed":
            await self._renamed(where.workspace, inner)

    async def _renamed(self, workspace: Workspace, inner: Json) -> None:
        """Go on under the new id of a channel, as it gets one where it is shared.

        Raises StoreError where that cannot be written down: then it has to be told again.
        """
        old, new = str(inner.get("old_channel_id", "")), str(inner.get("new_channel_id", ""))
        if not old or not new:
            return
        workspace.rooms.forget(old)
        self._heard.renamed(workspace.team, old, new)
        try:
            await self._holds.renamed(workspace.team, old, new)
            await self._locks.renamed(workspace.team, old, new)
        except NetworkError as error:
            raise StoreError(str(error)) from None

    async def _let_go(self, workspace: Workspace, inner: Json, kind: str) -> None:
        """Let go of what was taken from us: an admin's token alone, or the whole workspace."""
        tokens = inner.get("tokens")
        if kind == "tokens_revoked" and isinstance(tokens, dict) and not tokens.get("bot"):
            log.warning("an admin of %s took their token back", workspace.name or workspace.team)
            workspace.admin = None
            return
        await self._ended(workspace.team, kind)

    async def _pass_on(self, where: Where, inner: Json, envelope: Json) -> None:
        """Make an event of it and let the house have it, in the channel's order."""
        async with where.workspace.lane(str(inner.get("channel") or "")):
            try:
                event = await hearing.event_of(where, envelope)
            except (KeyError, TypeError, ValueError, AttributeError):
                log.warning("an event of Slack's could not be read", exc_info=True)
                return
            if event is None:
                return
            # Begun within the lane, so in order; waited for outside it, so that one write to the
            # disk serves many.
            taking = asyncio.create_task(self._receive(event))
        await taking

    async def _receive(self, event: Any) -> None:
        await self._house.receive(event)

    async def _keep_out(self, workspace: Workspace, inner: Json) -> None:
        from adapters.slack.removal import keep_out

        channel, user = str(inner.get("channel", "")), str(inner.get("user", ""))
        try:
            await keep_out(workspace, self._holds, user, channel)
        except (SlackError, NetworkError, StoreError) as error:
            log.warning("somebody in a time-out came back to a channel: %s", error)


def _teams(body: Json) -> list[str]:
    """Return the workspaces that a request may be for, ours first where a channel is shared."""
    given = body.get("authorizations")
    ours = given if isinstance(given, list) else []
    installed = [str(one.get("team_id") or "") for one in ours if isinstance(one, dict)]
    named = body.get("team") or {}
    team = named.get("id") if isinstance(named, dict) else named
    user = body.get("user")
    home = user.get("team_id") if isinstance(user, dict) else None
    teams = [*installed, body.get("team_id"), team, home, body.get("context_team_id")]
    return list(dict.fromkeys(str(one) for one in teams if one))
