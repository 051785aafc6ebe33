"""Delivering by webhook, one update after the other, each until it is answered with 200."""

import asyncio
from contextlib import suppress
from urllib.parse import urlsplit

import aiohttp

from tests.fakes.telegram.cloud import Cloud

#: Seconds between two tries; Telegram waits longer and longer, tests do not.
_AGAIN = 0.02
_PATIENCE = 5.0


class Hooks:
    """Calls the webhook; `reach` stands for the host of its address, which tests have not."""

    def __init__(self, cloud: Cloud) -> None:
        self.reach = ""
        self.answers: list[int] = []
        self._cloud = cloud
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Deliver from now on."""
        if self._task is None:
            self._task = asyncio.create_task(self._deliver())

    async def stop(self) -> None:
        """Deliver nothing any more."""
        if self._task is not None:
            self._task.cancel()
            with suppress(asyncio.CancelledError):
                await self._task
            self._task = None

    async def _deliver(self) -> None:
        timeout = aiohttp.ClientTimeout(total=_PATIENCE)
        async with aiohttp.ClientSession(timeout=timeout) as session:
            while True:
                await self._cloud.until(lambda: self._cloud.waiting() and self._url)
                update = self._cloud.waiting()[0]
                body = {key: value for key, value in update.items() if key != "_at"}
                if await self._call(session, body) == 200:
                    self._cloud.confirm_by_hook(update["update_id"])
                else:
                    await asyncio.sleep(_AGAIN)

    @property
    def _url(self) -> str:
        url = self._cloud.webhook.get("url", "")
        return f"{self.reach}{urlsplit(url).path}" if url and self.reach else ""

    async def _call(self, session: aiohttp.ClientSession, body: object) -> int:
        headers = {}
        if self._cloud.webhook.get("secret_token"):
            headers["X-Telegram-Bot-Api-Secret-Token"] = self._cloud.webhook["secret_token"]
        try:
            async with session.post(self._url, json=body, headers=headers) as answer:
                self.answers.append(answer.status)
                return answer.status
        except (aiohttp.ClientError, TimeoutError):
            self.answers.append(0)
            return 0
