"""The real process, as a new user meets it: `evenhand run`, a browser, and the starter rules."""

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Page, expect

from tests.acceptance.chromium import PHONE, Tabs, come_in, write
from tests.support.patience import PATIENCE

pytestmark = [
    pytest.mark.browser,
    pytest.mark.acceptance,
    pytest.mark.asyncio(loop_scope="session"),
]

ROOT = Path(__file__).resolve().parents[2]


@dataclass
class Evenhand:
    """One running Evenhand on a folder of its own."""

    data: Path
    port: str = "0"
    said: list[str] = field(default_factory=list)

    async def start(self) -> None:
        """Start it, and return when it has said where it is."""
        self.said.clear()
        own = {"EVENHAND_DATA": str(self.data), "EVENHAND_PORT": self.port}
        self.process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "bot", "run"),
            cwd=ROOT,
            env=os.environ | own,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.STDOUT,
        )
        assert self.process.stdout is not None
        async with asyncio.timeout(PATIENCE):
            while not any("/seat/" in line for line in self.said):
                line = (await self.process.stdout.readline()).decode()
                assert line, f"it ended: {self.said}"
                self.said.append(line.strip())
        self.port = self.url.rstrip("/").rpartition(":")[2]

    @property
    def url(self) -> str:
        """The address that it said to open."""
        return next(line.split()[-1] for line in self.said if line.startswith("Open http"))

    @property
    def seat(self) -> str:
        """The link to the moderator's seat."""
        return next(line.split()[-1] for line in self.said if "/seat/" in line)

    async def end(self, how: signal.Signals) -> int:
        """End it, and return its exit code."""
        if self.process.returncode is None:
            self.process.send_signal(how)
        async with asyncio.timeout(PATIENCE):
            await self.process.communicate()
        return self.process.returncode or 0


@pytest_asyncio.fixture(loop_scope="session")
async def evenhand(tmp_path: Path, tabs: Tabs) -> AsyncIterator[Evenhand]:
    evenhand = Evenhand(tmp_path / "data")
    await evenhand.start()
    yield evenhand
    await tabs.close()
    await evenhand.end(signal.SIGKILL)


async def seated(tabs: Tabs, evenhand: Evenhand) -> Page:
    page = await tabs.open(evenhand.seat)
    await come_in(page, "Mara")
    return page


async def guest(tabs: Tabs, evenhand: Evenhand, name: str) -> Page:
    page = await tabs.open(evenhand.url)
    await come_in(page, name)
    return page


async def test_an_insult_is_removed_explained_alerted_and_taken_back(
    tabs: Tabs, evenhand: Evenhand
) -> None:
    mara, rolf = await seated(tabs, evenhand), await guest(tabs, evenhand, "Rolf")
    await write(rolf, "Good evening")
    await write(rolf, "you are all idiots")
    first = rolf.locator("#log .post").nth(1)
    await expect(first).to_contain_text("Removed · Keep insults out")
    await expect(rolf.locator("#log .private")).to_contain_text("it attacks a person")
    await expect(rolf.locator("#log .private").get_by_role("button")).to_have_text(
        ["Why?", "Appeal"]
    )
    await mara.get_by_role("button", name="#mod-alerts").click()
    card = mara.locator("#log .host").first
    await expect(card).to_contain_text("@Rolf in #general · first time")
    await card.get_by_role("button", name="Was right").click()
    await expect(card).to_contain_text("closed by @Mara: “was right”")
    await expect(card.get_by_role("button", name="Was right")).to_have_count(0)
    await card.get_by_role("button", name="Undo").click()
    await expect(first).to_contain_text("you are all idiots")
    await expect(card).to_contain_text("taken back by @Mara")
    await expect(rolf.locator("#log .private").last).to_contain_text("your message is back")


async def test_angry_criticism_stays(tabs: Tabs, evenhand: Evenhand) -> None:
    henning = await guest(tabs, evenhand, "Henning")
    await write(henning, "Der Deckel ist eine Fehlkonstruktion und der Service eine Katastrophe.")
    await write(henning, "you are all idiots")
    await expect(henning.locator("#log .removed")).to_have_count(1)
    await expect(henning.locator("#log .post").first).to_contain_text("Fehlkonstruktion")


async def test_a_question_is_answered_in_its_language(tabs: Tabs, evenhand: Evenhand) -> None:
    ines = await guest(tabs, evenhand, "Ines")
    await ines.get_by_role("button", name="#help").click()
    await write(ines, "Can I still cancel my order?")
    answer = ines.locator("#log .host")
    await expect(answer).to_contain_text("Yes, within 24 hours")
    await expect(answer.get_by_role("button", name="Ask a person")).to_be_visible()
    await answer.get_by_role("button", name="Yes").click()
    await expect(ines.locator("#state")).to_have_text("")


async def test_a_moderator_silences_somebody_who_then_objects(
    tabs: Tabs, evenhand: Evenhand
) -> None:
    mara, rolf = await seated(tabs, evenhand), await guest(tabs, evenhand, "Rolf")
    await mara.locator("#text").press_sequentially("/time")
    await mara.keyboard.press("Tab")
    await mara.keyboard.type("@ro")
    await mara.keyboard.press("Tab")
    await mara.keyboard.type("10 minutes too loud")
    await mara.keyboard.press("Enter")
    await expect(rolf.locator("#state")).to_contain_text("Reason: too loud.")
    await write(rolf, "/appeal I was joking")
    # The house says it in several wordings; the command stands above each.
    await expect(rolf.locator("#log .private").last).to_contain_text("/appeal I was joking")
    await mara.get_by_role("button", name="#mod-alerts").click()
    await expect(mara.locator("#log")).to_contain_text("I was joking")


async def test_somebody_banned_objects_at_the_door_and_comes_back(
    tabs: Tabs, evenhand: Evenhand
) -> None:
    mara, rolf = await seated(tabs, evenhand), await guest(tabs, evenhand, "Rolf")
    await write(rolf, "Good evening")
    await write(mara, "/ban @Rolf selling tickets again")
    await expect(rolf.get_by_role("heading", name="You can't come in here")).to_be_visible()
    notes = rolf.locator("#out-notes li")
    await expect(notes).to_have_count(1)
    await expect(notes).to_contain_text("selling tickets again")
    await notes.get_by_role("button", name="Appeal").click()
    # The house says it in more than one way; this is in all of them.
    await expect(notes.last).to_contain_text("Until then")
    await mara.get_by_role("button", name="#mod-alerts").click()
    await expect(mara.locator("#log .host").last).to_contain_text("Rolf")
    await write(mara, "/unban @Rolf it was a mix-up")
    await rolf.get_by_role("button", name="Come back").click()
    await expect(rolf.locator("#me")).to_have_text("You are Rolf.")


async def test_a_phone_shows_what_happened(tabs: Tabs, evenhand: Evenhand) -> None:
    page = await tabs.open(evenhand.url, size=PHONE, dark=True, language="de-DE")
    await page.get_by_label("Dein Name hier").fill("Rolf")
    await page.keyboard.press("Enter")
    await write(page, "ihr seid alle Idioten")
    await expect(page.locator("#log .private")).to_be_in_viewport()
    assert await page.evaluate("() => document.documentElement.scrollWidth") <= 320


async def test_a_page_survives_a_kill_of_the_process(tabs: Tabs, evenhand: Evenhand) -> None:
    mara = await seated(tabs, evenhand)
    await write(mara, "before the kill")
    await expect(mara.locator("#log .words")).to_have_text(["before the kill"])
    await evenhand.end(signal.SIGKILL)
    await expect(mara.locator("#connection")).to_have_text("Connection lost, trying again …")
    await write(mara, "while it was gone")
    await evenhand.start()
    words = mara.locator("#log .words")
    await expect(words).to_have_text(["before the kill", "while it was gone"])
    await expect(mara.locator("#log .pending")).to_have_count(0)
    await expect(mara.get_by_role("button", name="#mod-alerts")).to_be_visible()


async def test_it_ends_in_time_with_pages_open(tabs: Tabs, evenhand: Evenhand) -> None:
    await guest(tabs, evenhand, "Ann")
    assert await evenhand.end(signal.SIGINT) == 0
