"""The home tabs that people look at: shown when opened, and again when what they show has changed.

Slack tells when somebody opens the tab and never when they leave it, so it is kept right for an
hour. A round of looking asks Slack for nothing unless something is different.
"""

import asyncio
import json
import logging
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from adapters.slack import reading
from adapters.slack.api import SlackError
from adapters.slack.home import home, spelled
from adapters.slack.where import Where
from bot.errors import NetworkError, StoreError
from bot.ports import House

Json = dict[str, Any]
log = logging.getLogger(__name__)
#: Seconds for which an opened tab is kept right, and so many tabs at most.
LOOKED_AT, MOST = 3600.0, 200
#: Seconds that somebody's first look may take, so that Slack hears in time of what it told us.
IN_TIME = 2.0
#: Seconds between rounds after something happened, and where nothing seems to have.
CALM, EVERY = 3.0, 60.0


@dataclass(slots=True)
class _Shown:
    where: Where
    until: float
    view: str = ""


class Homes:
    """The home tabs of one house."""

    def __init__(self, house: House, seconds: Callable[[], float]) -> None:
        self._house = house
        self._seconds = seconds
        self._shown: OrderedDict[tuple[str, str], _Shown] = OrderedDict()
        self._stirred = asyncio.Event()

    def stir(self) -> None:
        """Say that something has happened, so that what is shown may be out of date."""
        self._stirred.set()

    def forget(self, team: str, user: str) -> None:
        """Forget what somebody was shown; their tab stays as it is until they open it again."""
        self._shown.pop((team, user), None)

    async def opened(self, where: Where, user: str) -> None:
        """Show somebody their tab; what goes wrong there costs nobody anything."""
        key = (where.workspace.team, user)
        shown = self._shown[key] = _Shown(where, self._seconds() + LOOKED_AT)
        self._shown.move_to_end(key)
        while len(self._shown) > MOST:
            self._shown.popitem(last=False)
        try:
            async with asyncio.timeout(IN_TIME):
                await self._show(shown, user)
        except (SlackError, NetworkError, StoreError, TimeoutError) as error:
            log.warning("the home tab is shown later: %s", str(error) or "it takes too long")
            self.stir()

    async def keep(self) -> None:
        """Keep the tabs right until cancelled."""
        while True:
            try:
                async with asyncio.timeout(EVERY):
                    await self._stirred.wait()
            except TimeoutError:
                pass
            self._stirred.clear()
            await self.look()
            await asyncio.sleep(CALM)

    async def look(self) -> None:
        """Show anew what has changed; what Slack's pace does not let through comes next time."""
        now = self._seconds()
        for key in [key for key, shown in self._shown.items() if shown.until <= now]:
            del self._shown[key]
        teams = dict.fromkeys(team for team, _ in self._shown)
        await asyncio.gather(*(self._look(team) for team in teams))

    async def _look(self, team: str) -> None:
        """Look at the tabs of one workspace; a slow one holds up no other."""
        for key, shown in [one for one in self._shown.items() if one[0][0] == team]:
            try:
                await self._show(shown, key[1])
            except SlackError as error:
                if error.wait is not None:
                    self._stirred.set()
                    return
                log.info("a home tab is not kept right any more: %s", error)
                self._shown.pop(key, None)
            except (NetworkError, StoreError) as error:
                log.info("the home tabs are shown later: %s", error)
                return

    async def _show(self, shown: _Shown, user: str) -> None:
        view = await self._view(shown.where, user)
        text = json.dumps(view)
        if text != shown.view:
            await shown.where.workspace.api.call("views.publish", user_id=user, view=view)
            shown.view = text

    async def _view(self, where: Where, user: str) -> Json:
        asker = await reading.asker(where, user)
        standing = self._house.standing(where.community, asker.member)
        try:
            seen = await self._house.overview(where.community, asker.member, asker.language)
        except StoreError as error:
            log.warning("what the home tab lists cannot be read: %s", error)
            seen = None
        if seen is not None:
            seen = spelled(seen, where.workspace.rooms.spelled)
        return home(self._house.commands, standing, asker.language, seen)
