"""Ends time-outs when their time has come, also those that ended while nobody was here."""

import asyncio
import logging
import time

from adapters.slack import removal
from adapters.slack.api import SlackError
from adapters.slack.holds import Hold, Holds
from adapters.slack.workspaces import Workspaces
from bot.errors import NetworkError
from bot.ports import Clock

log = logging.getLogger(__name__)
#: Seconds between looks at whose time-out has ended, and until the next where Slack said no.
ROUND, LATER = 1.0, 30.0


async def let_back_in(workspaces: Workspaces, holds: Holds, clock: Clock) -> None:
    """Let people back in, each workspace for itself, until cancelled."""
    later: dict[str, float] = {}
    while True:
        now = time.monotonic()
        due: dict[str, list[Hold]] = {}
        for hold in holds.due(clock.now()):
            if later.get(hold.team, 0.0) <= now:
                due.setdefault(hold.team, []).append(hold)
        released = (_release(workspaces, holds, team, ended) for team, ended in due.items())
        for team, done in zip(due, await asyncio.gather(*released), strict=True):
            later[team] = 0.0 if done else time.monotonic() + LATER
        await asyncio.sleep(ROUND)


async def _release(workspaces: Workspaces, holds: Holds, team: str, ended: list[Hold]) -> bool:
    """Let people of one workspace back in; False where Slack has to be asked again later."""
    workspace = workspaces.known.get(team)
    if workspace is None:
        return True
    for hold in ended:
        try:
            await removal.release(workspace, holds, hold.member)
        except (SlackError, NetworkError) as error:
            log.warning("somebody's time-out could not be ended yet: %s", error)
            return False
    return True
