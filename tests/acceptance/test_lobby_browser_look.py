"""The lobby for everybody: by keyboard, on a phone, in both languages, light and dark."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from playwright.async_api import Page, expect

from bot.domain import Ban, Button, MessagePosted, Reply, SendDirect, Timeout
from tests.acceptance.chromium import PHONE, Tabs, come_in, write
from tests.acceptance.page_checks import CONTRASTS, NAMELESS, SMALL
from tests.contract.lobby_bench import LobbyBench

pytestmark = [
    pytest.mark.browser,
    pytest.mark.acceptance,
    pytest.mark.asyncio(loop_scope="session"),
]


@pytest_asyncio.fixture(loop_scope="session")
async def lobby(tmp_path: Path, tabs: Tabs) -> AsyncIterator[LobbyBench]:
    bench = LobbyBench(tmp_path)
    await bench.start()
    yield bench
    # A page whose lobby is gone looks for it, and the browser logs that as an error.
    await tabs.close()
    await bench.stop()


async def note_to(lobby: LobbyBench, page: Page) -> str:
    """Send a private note to whoever sits at a page, and return their id."""
    await write(page, "hello")
    id = (await lobby.house.until(MessagePosted)).member.id
    buttons = (Button(id="why:1", label="Why?"), Button(id="undo:1", label="Undo", style="danger"))
    await lobby.perform(SendDirect(member=id, text="A word with you.", buttons=buttons))
    await expect(page.locator("#log .private")).to_be_visible()
    return id


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("language", ["en-GB", "de-DE"])
async def test_everything_can_be_read_and_has_a_name(
    tabs: Tabs, lobby: LobbyBench, dark: bool, language: str
) -> None:
    page = await tabs.open(lobby.seat_link, dark=dark, language=language)
    await expect(page.locator("#name")).to_be_focused()
    assert await page.evaluate(CONTRASTS) == []
    assert await page.evaluate(NAMELESS) == []
    await page.locator("#name").fill("Mara")
    await page.keyboard.press("Enter")
    id = await note_to(lobby, page)
    ann = await lobby.enter("Ann")
    gone = (await ann.say("something"))["message"]
    await ann.ask("remove", message=gone)
    await lobby.perform(Timeout(member=id, seconds=600, reason="rule 2"))
    await page.locator("#text").press_sequentially("/")
    await expect(page.get_by_role("option").first).to_be_visible()
    assert await page.evaluate(CONTRASTS) == []
    assert await page.evaluate(NAMELESS) == []
    assert await page.evaluate(SMALL) == []
    shown = await page.locator("body").inner_text()
    assert not [key for key in ("door_", "e_", "undefined", "{", "}") if key in shown.split()]


async def test_a_phones_width_shows_all_and_scrolls_one_way(tabs: Tabs, lobby: LobbyBench) -> None:
    page = await tabs.open(lobby.url(), size=PHONE, language="de-DE")
    width = "() => document.documentElement.scrollWidth"
    assert await page.evaluate(width) <= 320
    await page.get_by_label("Dein Name hier").fill("Donaudampfschiff-Kapitän")
    await page.keyboard.press("Enter")
    await note_to(lobby, page)
    await write(page, "Donaudampfschifffahrtsgesellschaftskapitänsmütze" * 3)
    assert await page.evaluate(width) <= 320
    for name in ("Senden", "#general", "#help"):
        await expect(page.get_by_role("button", name=name)).to_be_in_viewport()
    await page.get_by_role("button", name="Leute und mehr").click()
    await expect(page.get_by_role("button", name="Abspielen")).to_be_in_viewport()
    assert await page.evaluate(width) <= 320
    await page.get_by_role("button", name="Zurück zum Gespräch").click()
    await expect(page.locator("#text")).to_be_in_viewport()


async def test_everything_is_done_by_keyboard(tabs: Tabs, lobby: LobbyBench) -> None:
    page = await tabs.open(lobby.url())
    await expect(page.locator("#name")).to_be_focused()
    await page.keyboard.type("Ann")
    await page.keyboard.press("Enter")
    await expect(page.locator("#text")).to_be_focused()
    await page.keyboard.type("hello there")
    await page.keyboard.press("Shift+Enter")
    await page.keyboard.type("two lines")
    await page.keyboard.press("Enter")
    words = page.locator("#log .words")
    await expect(words).to_have_text(["hello there\ntwo lines"])
    await expect(page.locator("#log .pending")).to_have_count(0)
    await expect(page.locator("#text")).to_be_focused()
    await page.keyboard.press("Shift+Tab")
    await expect(page.locator("#log")).to_be_focused()
    await page.keyboard.press("ArrowUp")
    await expect(page.locator("#log .post")).to_be_focused()
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("menuitem", name="Answer")).to_be_focused()
    await page.keyboard.press("Escape")
    await expect(page.locator("#log .post")).to_be_focused()
    await page.keyboard.press("Enter")
    await page.keyboard.press("Enter")
    await expect(page.locator("#text")).to_be_focused()
    await expect(page.locator("#replying-to")).to_have_text("Answer to Ann")
    await page.keyboard.press("Escape")
    await expect(page.locator("#replying")).to_be_hidden()


async def test_the_focus_can_always_be_seen(tabs: Tabs, lobby: LobbyBench) -> None:
    page = await tabs.open(lobby.url())
    await come_in(page, "Ann")
    await note_to(lobby, page)
    outline = "() => getComputedStyle(document.activeElement).outlineStyle"
    seen: list[Any] = []
    for _ in range(20):
        await page.keyboard.press("Tab")
        tag = await page.evaluate("() => document.activeElement.tagName")
        if tag != "BODY":
            seen.append(await page.evaluate(outline))
    assert len(seen) > 8
    assert set(seen) == {"solid"}


async def test_the_language_changes_at_once_and_stays(tabs: Tabs, lobby: LobbyBench) -> None:
    page = await tabs.open(lobby.url())
    await come_in(page, "Ann")
    await page.get_by_role("button", name="Die Seite auf Deutsch zeigen").click()
    await expect(page.get_by_role("button", name="Senden")).to_be_visible()
    await expect(page.locator("html")).to_have_attribute("lang", "de")
    await expect(page.locator("#log .empty")).to_contain_text("Noch hat niemand etwas gesagt.")
    await page.reload()
    await expect(page.get_by_role("button", name="Senden")).to_be_visible()


async def test_light_and_dark_follow_the_device_until_told_otherwise(
    tabs: Tabs, lobby: LobbyBench
) -> None:
    page = await tabs.open(lobby.url(), dark=True)
    paper = "() => getComputedStyle(document.body).backgroundColor"
    dark = await page.evaluate(paper)
    switch = page.locator("#theme")
    await switch.click()
    await expect(switch).to_have_text("Light or dark: Light")
    light = await page.evaluate(paper)
    await switch.click()
    assert await page.evaluate(paper) == dark != light


async def test_an_end_that_is_not_today_has_its_date_and_how_long_it_is(
    tabs: Tabs, lobby: LobbyBench
) -> None:
    page = await tabs.open(lobby.url())
    await come_in(page, "Ann")
    await write(page, "hello")
    id = (await lobby.house.until(MessagePosted)).member.id
    until = datetime.now(UTC) + timedelta(days=2, minutes=30)
    await lobby.perform(Ban(member=id, seconds=174_600, until=until, reason="rule 2"))
    end = page.locator("#out-until")
    await expect(end).to_contain_text(str(until.year))
    await expect(end).to_contain_text("2 days")
    await expect(end).to_contain_text("left")


async def test_nothing_moves_for_whoever_wants_calm(tabs: Tabs, lobby: LobbyBench) -> None:
    page = await tabs.open(lobby.url(), calm=True)
    moving = """() => [...document.querySelectorAll("*")].filter((each) => {
      const style = getComputedStyle(each);
      return style.transitionDuration !== "0s" || style.animationName !== "none";
    }).length"""
    assert await page.evaluate(moving) == 0


HOSTILE = [
    "<img src=x onerror=alert(1)><script>alert(2)</script>",
    '"><svg onload=alert(3)> &lt;b&gt; &amp;',
    "javascript:alert(4) [click](http://evil.example) http://evil.example/x",
    "\u202eesrever\u202c \u200b\u200b \ufeff",
    "a" + "\u0301" * 3_000,
    "{name} {__class__} ${x} %s",
]


async def test_what_people_write_stays_text(tabs: Tabs, lobby: LobbyBench) -> None:
    page = await tabs.open(lobby.url())
    await come_in(page, "Ann")
    ann = await lobby.enter("Bob")
    for text in HOSTILE:
        assert (await ann.say(text))["ok"]
    await lobby.perform(Reply(channel="general", text=f"Bob wrote: {HOSTILE[2]}"))
    await expect(page.locator("#log .words")).to_have_count(len(HOSTILE) + 1)
    inside = "() => document.querySelectorAll('#log img, #log script, #log svg, #log a').length"
    assert await page.evaluate(inside) == 0
    shown = await page.locator("#log .words").all_inner_texts()
    assert shown[0] == HOSTILE[0]


async def test_a_published_answer_may_carry_a_link(tabs: Tabs, lobby: LobbyBench) -> None:
    page = await tabs.open(lobby.url())
    await come_in(page, "Ann")
    await write(page, "hello")
    message = (await lobby.house.until(MessagePosted)).id
    text = "See https://kettle.example/help (checked in March)."
    await lobby.perform(Reply(channel="general", message=message, text=text))
    link = page.locator("#log .words a")
    await expect(link).to_have_attribute("href", "https://kettle.example/help")
    await expect(link).to_have_attribute("rel", "noopener noreferrer nofollow")


async def test_a_busy_house_is_told_and_the_message_arrives(tabs: Tabs, lobby: LobbyBench) -> None:
    page = await tabs.open(lobby.url())
    await come_in(page, "Ann")
    lobby.house.busy = 10_000
    await write(page, "hello")
    await expect(page.locator("#log .pending")).to_contain_text("Not taken in yet, trying again")
    lobby.house.busy = 0
    await expect(page.locator("#log .pending")).to_have_count(0)
    await expect(page.locator("#log .words")).to_have_text(["hello"])
    assert len(lobby.house.of(MessagePosted)) == 1


async def test_a_line_that_was_lost_comes_back_and_nothing_is_lost_or_doubled(
    tabs: Tabs, lobby: LobbyBench
) -> None:
    page = await tabs.open(lobby.url())
    await come_in(page, "Ann")
    await write(page, "before")
    await expect(page.locator("#log .words")).to_have_text(["before"])
    await lobby.restart()
    await expect(page.locator("#connection")).to_have_text("Connected")
    await write(page, "after")
    await expect(page.locator("#log .words")).to_have_text(["before", "after"])
    lobby.house.gate.clear()
    lobby.house.knocked.clear()
    await write(page, "in between")
    await lobby.house.knocked.wait()
    await lobby.restart()
    lobby.house.gate.set()
    await expect(page.locator("#log .words")).to_have_text(["before", "after", "in between"])
    await expect(page.locator("#log .pending")).to_have_count(0)
    said = [event.text for event in lobby.house.of(MessagePosted)]
    assert said == ["before", "after", "in between"]


async def test_a_sample_evening_is_played_held_and_stopped(tabs: Tabs, lobby: LobbyBench) -> None:
    page = await tabs.open(lobby.url())
    await come_in(page, "Ann")
    await page.locator("#speed").fill("10")
    await expect(page.locator("#speed-shown")).to_have_text("10×, about 3 minutes")
    await page.get_by_role("button", name="Play it").click()
    await expect(page.locator("#log .words").nth(2)).to_be_visible()
    await page.get_by_role("button", name="Pause").click()
    await expect(page.get_by_role("button", name="Go on")).to_be_visible()
    await expect(page.locator("#people li")).not_to_have_count(1)
    await page.get_by_role("button", name="Stop").click()
    await expect(page.get_by_role("button", name="Play it")).to_be_visible()
    await expect(page.locator("#people li")).to_have_count(1)


async def test_every_button_says_what_it_does(tabs: Tabs, lobby: LobbyBench) -> None:
    page = await tabs.open(lobby.url())
    await come_in(page, "Ann")
    nameless = """() => [...document.querySelectorAll("button")]
      .filter((each) => !each.textContent.trim() && !each.getAttribute("aria-label"))
      .map((each) => each.outerHTML)"""
    assert await page.evaluate(nameless) == []


async def test_whoever_reads_further_up_is_told_of_new_messages(
    tabs: Tabs, lobby: LobbyBench
) -> None:
    page = await tabs.open(lobby.url())
    await come_in(page, "Ann")
    bob = await lobby.enter("Bob")
    for number in range(20):
        await bob.say(f"{number} of many long lines " * 20)
    await expect(page.locator("#log .words")).to_have_count(20)
    await page.locator("#log").evaluate("log => { log.scrollTop = 0; }")
    await bob.say("the last one")
    await page.get_by_role("button", name="New messages below").click()
    await expect(page.get_by_text("the last one")).to_be_in_viewport()
