"""What is put on messages in the lobby, and what becomes of it."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.domain import AddReaction, DeleteMessage, OutcomeState, PinMessage, RemoveReaction
from tests.contract.lobby_bench import LobbyBench

DONE, REFUSED = OutcomeState.DONE, OutcomeState.REFUSED


@pytest.fixture
async def lobby(tmp_path: Path) -> AsyncIterator[LobbyBench]:
    bench = LobbyBench(tmp_path)
    await bench.start()
    yield bench
    await bench.stop()


async def test_marks_outlast_a_restart_and_go_with_their_message(lobby: LobbyBench) -> None:
    ann = await lobby.join("Ann")
    message = await lobby.say(ann, "where is the key?")
    await lobby.perform(AddReaction(channel="general", message=message, emoji="✅"))
    await lobby.perform(AddReaction(channel="general", message=message, emoji="👀"))
    await lobby.perform(PinMessage(channel="general", message=message))
    await lobby.restart()
    page = await lobby.enter("Ben")
    post = page.posts()[-1]
    assert (post["signs"], post["pinned"]) == (["✅", "👀"], True)
    await lobby.perform(RemoveReaction(channel="general", message=message, emoji="✅"))
    await page.settled()
    assert page.posts()[-1]["signs"] == ["👀"]
    await lobby.perform(DeleteMessage(channel="general", message=message))
    gone = await page.until("post", id=message, pinned=False)
    assert gone["post"]["removed"]
    assert gone["post"]["signs"] == []
    pin = PinMessage(channel="general", message=message)
    assert (await lobby.perform(pin)).state is REFUSED


async def test_a_message_that_is_about_to_be_shown_is_marked_then(lobby: LobbyBench) -> None:
    ann = await lobby.join("Ann")
    lobby.house.gate.clear()
    saying = asyncio.create_task(lobby.say(ann, "where is the key?"))
    await lobby.house.knocked.wait()
    (coming,) = lobby.adapter._room._expected
    sign = AddReaction(channel="general", message=coming, emoji="✅")
    marking = asyncio.create_task(lobby.perform(sign))
    lobby.house.gate.set()
    assert await saying == coming
    assert (await marking).state is DONE
