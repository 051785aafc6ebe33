"""How Slack gets in: through a door of ours, or over a socket that we open."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from adapters.slack.door import Door
from adapters.slack.settings import SlackSettings
from adapters.slack.socket import Socket
from bot.ports import Clock

if TYPE_CHECKING:
    from slack_bolt.async_app import AsyncApp
    from slack_bolt.oauth.async_oauth_flow import AsyncOAuthFlow


def fine() -> str:
    """Return that nothing stands in the way."""
    return ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entrance:
    """An open way in; `lost` ends with NetworkError when Slack will never come again.

    `trouble` says what stands in the way of hearing at this moment, empty for nothing.
    """

    lost: "asyncio.Future[None]"
    trouble: Callable[[], str] = fine
    port: int = 0


@asynccontextmanager
async def entrance(
    settings: SlackSettings,
    app: "AsyncApp",
    flow: "AsyncOAuthFlow | None",
    back: Callable[[datetime], None],
    clock: Clock,
) -> AsyncIterator[Entrance]:
    """Let Slack in for as long as the block runs; raises NetworkError where that cannot be.

    `back` hears since when the link was broken, once it is there again.
    """
    if not settings.over_http:
        socket = Socket(app, settings.app_token, back=back, clock=clock)
        try:
            await socket.open()
            yield Entrance(lost=socket.lost, trouble=socket.trouble)
        finally:
            await socket.close()
        return
    door = Door(settings, app, flow)
    await door.open()
    never: asyncio.Future[None] = asyncio.get_running_loop().create_future()
    try:
        yield Entrance(lost=never, port=door.port)
    finally:
        never.cancel()
        await door.close()
