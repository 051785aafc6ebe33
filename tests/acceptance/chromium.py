"""A headless Chromium for tests, and pages that may not misbehave unseen."""

import os
import shutil
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from urllib.parse import urlsplit

import pytest
from playwright.async_api import (
    Browser,
    BrowserContext,
    Page,
    Playwright,
    ViewportSize,
    async_playwright,
)

from tests.support.patience import PATIENCE

FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    # A container gives little shared memory, and pages die without it.
    "--disable-dev-shm-usage",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
NONE = (
    "NO CHROMIUM HERE, SO THE LOBBY IS NOT TRIED IN A BROWSER; install Debian's `chromium`, or run "
    "`python -m playwright install chromium`"
)
DESK, PHONE = ViewportSize(width=1200, height=760), ViewportSize(width=320, height=640)


def find_chromium(playwright: Playwright) -> str | None:
    """Return a Chromium that is here: the system's, or Playwright's own, fetched if need be."""
    for name in ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable"):
        found = shutil.which(name)
        if found is not None:
            return found
    own = playwright.chromium.executable_path
    if not os.path.exists(own):
        fetch = [sys.executable, "-m", "playwright", "install", "chromium"]
        try:
            subprocess.run(fetch, check=True, capture_output=True, timeout=5 * PATIENCE)
        except (subprocess.SubprocessError, OSError):
            return None
    return own if os.path.exists(own) else None


@asynccontextmanager
async def launched() -> AsyncIterator[Browser]:
    """Give a browser, or skip the test in one loud line."""
    async with async_playwright() as playwright:
        path = find_chromium(playwright)
        if path is None:
            pytest.skip(NONE)
        browser = await playwright.chromium.launch(
            executable_path=path, args=list(FLAGS), timeout=2000 * PATIENCE
        )
        yield browser
        await browser.close()


@dataclass
class Tabs:
    """Open tabs of a browser; `faults` is what none of them may do."""

    browser: Browser
    faults: list[str] = field(default_factory=list)
    contexts: list[BrowserContext] = field(default_factory=list)

    async def close(self) -> None:
        """Close every tab; nothing is done a second time."""
        while self.contexts:
            await self.contexts.pop().close()

    async def open(
        self,
        url: str,
        *,
        size: ViewportSize = DESK,
        dark: bool = False,
        language: str = "en-GB",
        calm: bool = False,
    ) -> Page:
        """Open a tab as somebody else, on a device of this kind."""
        context = await self.browser.new_context(
            viewport=size,
            color_scheme="dark" if dark else "light",
            locale=language,
            reduced_motion="reduce" if calm else "no-preference",
        )
        self.contexts.append(context)
        context.set_default_timeout(PATIENCE * 1000)
        page = await context.new_page()
        home = urlsplit(url).netloc
        page.on("pageerror", lambda error: self.faults.append(f"script: {error}"))
        page.on("console", lambda said: self._heard(said.type, said.text))
        page.on("request", lambda request: self._asked(request.url, home))
        await page.goto(url)
        return page

    def _heard(self, kind: str, text: str) -> None:
        # A line that is cut on purpose is told by the browser, whatever the page does about it.
        if kind in ("error", "warning") and "WebSocket connection" not in text:
            self.faults.append(f"console {kind}: {text}")

    def _asked(self, url: str, home: str) -> None:
        if urlsplit(url).netloc != home and not url.startswith("data:"):
            self.faults.append(f"asked another host: {url}")


async def come_in(page: Page, name: str) -> None:
    """Give a name at the door."""
    await page.get_by_label("Your name here").fill(name)
    await page.keyboard.press("Enter")
    await page.locator("#text").wait_for(state="visible")


async def write(page: Page, text: str) -> None:
    """Write something and send it."""
    await page.locator("#text").fill(text)
    await page.locator("#composer [type=submit]").click()
