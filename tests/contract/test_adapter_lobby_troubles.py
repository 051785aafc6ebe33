"""While the house or the disk is in trouble, the lobby does nothing by halves and stays calm."""

import os
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

import adapters.lobby.adapter as lobby_module
from bot.domain import OutcomeState, Reply
from bot.errors import StoreError
from tests.contract.lobby_bench import LobbyBench, new_id


@pytest.fixture
async def lobby(tmp_path: Path) -> AsyncIterator[LobbyBench]:
    bench = LobbyBench(tmp_path)
    await bench.start()
    yield bench
    await bench.stop()


async def test_a_busy_house_makes_the_sender_try_again(lobby: LobbyBench) -> None:
    ann, id = await lobby.enter("Ann"), new_id()
    lobby.house.busy = 1
    refused = await ann.say("hello", id=id)
    assert (refused["ok"], refused["error"], refused["retry"]) == (False, "busy", True)
    assert (await ann.say("hello", id=id))["ok"]


async def test_a_house_whose_database_is_broken_takes_nothing_in_and_says_so_calmly(
    lobby: LobbyBench, caplog: pytest.LogCaptureFixture
) -> None:
    ann, id = await lobby.enter("Ann"), new_id()
    message = (await ann.say("hello"))["message"]
    lobby.house.broken = StoreError("the database was deleted")
    busy = {"ok": False, "error": "busy", "retry": True}
    async with lobby.session.get(lobby.seat_link, allow_redirects=False):
        mara = await lobby.page()
    answers = [
        await ann.say("are you there?", id=id),
        await ann.ask("edit", message=message, text="hi"),
        await ann.ask("remove", message=message),
        await ann.ask("command", text="/rules"),
        await mara.ask("join", token=mara.token, name="Mara", seat=True),
    ]
    assert [{key: answer.get(key) for key in busy} for answer in answers] == [busy] * 5
    assert [post["text"] for post in ann.posts()] == ["hello"]
    assert "Traceback" not in caplog.text
    lobby.house.broken = None
    assert (await ann.say("are you there?", id=id))["ok"]
    assert (await mara.ask("join", token=mara.token, name="Mara", seat=True))["ok"]


async def test_a_sample_evening_ends_early_where_nothing_is_taken_in(lobby: LobbyBench) -> None:
    page = await lobby.enter("Visitor")
    lobby.house.broken = StoreError("the database was deleted")
    await page.ask("sample", do="play", speed=60)
    assert (await page.until("sample", playing=False))["done"] == 0


async def test_a_full_disk_is_told_and_what_waited_is_written_later(
    lobby: LobbyBench, monkeypatch: pytest.MonkeyPatch
) -> None:
    ann = await lobby.enter("Ann")
    real, full = os.fsync, True

    def fsync(handle: int) -> None:
        if full:
            raise OSError(28, "No space left on device")
        real(handle)

    monkeypatch.setattr(os, "fsync", fsync)
    failed = await lobby.perform(Reply(channel="general", text="hello"), key="d1:0")
    assert (failed.state, failed.retry_after) == (OutcomeState.FAILED, 2.0)
    assert "No space left on device" in failed.detail
    assert (await ann.say("me too"))["retry"]
    await ann.settled()
    assert ann.posts() == []
    full = False
    done = await lobby.perform(Reply(channel="general", text="hello"), key="d1:0")
    assert done.state is OutcomeState.DONE
    assert [post["text"] for post in ann.posts()] == ["hello", "me too"] or await ann.until("post")
    lines = (lobby.folder / "lobby.jsonl").read_text().splitlines()
    assert sum('"hello"' in line for line in lines) == 1


async def health(lobby: LobbyBench) -> tuple[int, str]:
    async with lobby.session.get(lobby.url("/healthz")) as answer:
        return answer.status, (await answer.json())["status"]


async def test_a_full_disk_shows_in_health_until_there_is_room_and_what_waited_is_written(
    lobby: LobbyBench, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lobby_module, "_OWING", 0.01)
    ann = await lobby.enter("Ann")
    with monkeypatch.context() as full:

        def fsync(_handle: int) -> None:
            raise OSError(28, "No space left on device")

        full.setattr(os, "fsync", fsync)
        assert (await ann.say("hello"))["retry"]
        status, why = await health(lobby)
        assert status == 503
        assert "cannot be written (No space left on device); make room on the disk." in why
        assert ann.posts() == []
    assert (await ann.until("post"))["post"]["text"] == "hello"
    assert await health(lobby) == (200, "ok")
