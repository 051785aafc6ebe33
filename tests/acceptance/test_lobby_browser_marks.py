"""Signs and pins in the lobby, in a real browser with a scripted house behind it."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import expect

from bot.domain import (
    AddReaction,
    CommandGiven,
    CommandSpec,
    Event,
    MessagePosted,
    PinMessage,
    RemoveReaction,
    Standing,
    UnpinMessage,
)
from tests.acceptance.chromium import Tabs, come_in, write
from tests.contract.fake_house import COMMANDS
from tests.contract.lobby_bench import LobbyBench

pytestmark = [
    pytest.mark.browser,
    pytest.mark.acceptance,
    pytest.mark.asyncio(loop_scope="session"),
]


@pytest_asyncio.fixture(loop_scope="session")
async def lobby(tmp_path: Path, tabs: Tabs) -> AsyncIterator[LobbyBench]:
    bench = LobbyBench(tmp_path)
    pins = (
        CommandSpec(name=name, help={"en": name, "de": name}, right=Standing.MODERATOR)
        for name in ("pin", "unpin")
    )
    bench.house.commands = (*COMMANDS, *pins)

    async def pin(event: Event) -> None:
        if isinstance(event, CommandGiven) and event.reply_to:
            effect = PinMessage if event.name == "pin" else UnpinMessage
            await bench.perform(effect(channel=event.channel, message=event.reply_to))

    bench.house.then = pin
    await bench.start()
    yield bench
    # A page whose lobby is gone looks for it, and the browser logs that as an error.
    await tabs.close()
    await bench.stop()


async def test_a_sign_stands_under_a_message_and_is_read_out(tabs: Tabs, lobby: LobbyBench) -> None:
    ann = await tabs.open(lobby.url())
    await come_in(ann, "Ann")
    await write(ann, "Where is the key?")
    asked = await lobby.house.until(MessagePosted)
    await lobby.perform(AddReaction(channel="general", message=asked.id, emoji="✅"))
    await expect(ann.locator(".signs")).to_have_text("Marked by Evenhand: ✅")
    await expect(ann.locator("#live")).to_contain_text("Marked by Evenhand: ✅")
    await lobby.perform(RemoveReaction(channel="general", message=asked.id, emoji="✅"))
    await expect(ann.locator(".signs")).to_have_count(0)


async def test_the_team_pins_a_message_from_its_menu_and_takes_it_off(
    tabs: Tabs, lobby: LobbyBench
) -> None:
    mara = await tabs.open(lobby.seat_link)
    await come_in(mara, "Mara")
    await write(mara, "We meet on Friday.")
    post = mara.locator("#log .post", has_text="We meet on Friday.")
    await post.click(button="right")
    await mara.get_by_role("menuitem", name="Pin", exact=True).click()
    await expect(post.locator(".pin")).to_have_text("pinned")
    await post.click(button="right")
    await mara.get_by_role("menuitem", name="Unpin").click()
    await expect(post.locator(".pin")).to_have_count(0)


async def test_members_find_no_pin_in_the_menu(tabs: Tabs, lobby: LobbyBench) -> None:
    ann = await tabs.open(lobby.url())
    await come_in(ann, "Ann")
    await write(ann, "Hello.")
    await ann.locator("#log .post", has_text="Hello.").click(button="right")
    await expect(ann.get_by_role("menuitem", name="Answer")).to_be_visible()
    await expect(ann.get_by_role("menuitem", name="Pin")).to_have_count(0)
