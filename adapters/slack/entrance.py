"""How Slack gets in: through a door of ours, or over a socket that we open."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from adapters.slack.door import Door
from adapters.slack.settings import SlackSettings
from adapters.slack.socket import Socket

if TYPE_CHECKING:
    from slack_bolt.async_app import AsyncApp
    from slack_bolt.oauth.async_oauth_flow import AsyncOAuthFlow


@dataclass(frozen=True, slots=True, kw_only=True)
class Entrance:
    """An open way in; `lost` ends with NetworkError when Slack will never come again."""

    lost: "asyncio.Future[None]"
    port: int = 0


@asynccontextmanager
async def entrance(
    settings: SlackSettings, app: "AsyncApp", flow: "AsyncOAuthFlow | None"
) -> AsyncIterator[Entrance]:
    """Let Slack in for as long as the block runs; raises NetworkError where that cannot be."""
    if not settings.over_http:
        socket = Socket(app, settings.app_token)
        try:
            await socket.open()
            yield Entrance(lost=socket.lost)
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
