"""One workspace: its tokens at work, its people and its channels."""

import asyncio
import logging
from collections.abc import Callable
from dataclasses import dataclass, field

import aiohttp

from adapters.slack.api import Api, SlackError, in_words
from adapters.slack.pace import Pace
from adapters.slack.people import People
from adapters.slack.rooms import Rooms
from bot.domain import Member
from bot.errors import NetworkError

log = logging.getLogger(__name__)


@dataclass(slots=True)
class Workspace:
    """One workspace that the app is installed in; `admin` is there with a user token only."""

    team: str
    api: Api
    people: People
    rooms: Rooms
    admin: Api | None = None
    name: str = ""
    bot_user: str = ""
    bot_id: str = ""
    _lanes: dict[str, asyncio.Lock] = field(default_factory=dict)

    def is_us(self, user: str, bot: str = "") -> bool:
        """Return whether something comes from our own app."""
        return (bool(user) and user == self.bot_user) or (bool(bot) and bot == self.bot_id)

    def lane(self, channel: str) -> asyncio.Lock:
        """Return what keeps the events of one channel in order."""
        return self._lanes.setdefault(channel, asyncio.Lock())

    async def find_member(self, id: str) -> Member | None:
        """Return somebody who is in the workspace; raises SlackError, and NetworkError."""
        return await self.people.member(id)


async def _ask_for_scopes(admin: Api, team: str) -> None:
    """Learn what an admin's token is for; one that does not work takes nothing else with it."""
    try:
        await admin.call("auth.test")
    except SlackError as error:
        log.warning("the admin's token for the Slack workspace %s: %s", team, in_words(error))
    except NetworkError as error:
        log.warning("what the admin's token for %s may do is not known yet: %s", team, error)


async def connect(
    token: str,
    user_token: str,
    *,
    url: str,
    pace: Pace,
    session: aiohttp.ClientSession,
    seconds: Callable[[], float],
    moment: float,
) -> Workspace:
    """Return the workspace that a token is for; raises SlackError, and NetworkError.

    `moment` is how many seconds a message waits at most to learn who wrote it and where.
    """
    first = Api(token, url=url, team="", pace=pace, session=session)
    said = await first.call("auth.test")
    team = str(said.get("team_id", ""))
    api = Api(token, url=url, team=team, pace=pace, session=session)
    api.scopes = first.scopes
    admin = None
    if user_token:
        # An admin's calls are counted by themselves, as Slack counts them.
        admin = Api(user_token, url=url, team=f"{team} admin", pace=pace, session=session)
        await _ask_for_scopes(admin, team)
    return Workspace(
        team=team,
        name=str(said.get("team", "")),
        api=api,
        admin=admin,
        people=People(api, seconds, team, moment),
        rooms=Rooms(api, seconds, moment),
        bot_user=str(said.get("user_id", "")),
        bot_id=str(said.get("bot_id", "")),
    )
