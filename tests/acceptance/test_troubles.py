"""What the world does to the real process: it says so, loses nothing, and goes on where it can."""

import asyncio
import json
import sys
from collections.abc import AsyncIterator
from contextlib import suppress
from pathlib import Path

import aiohttp
import pytest

from tests.acceptance.crowd import Crowd, check, evening
from tests.acceptance.running_house import House
from tests.support.patience import PATIENCE

pytestmark = [pytest.mark.acceptance, pytest.mark.slow]


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    house = House(tmp_path / "data")
    await house.open()
    yield house
    await house.kill()


async def health(house: House) -> tuple[int, dict[str, str]]:
    address = f"http://127.0.0.1:{house.port}/healthz"
    async with aiohttp.ClientSession() as session, session.get(address) as answer:
        return answer.status, await answer.json()


async def until_health(house: House, status: int) -> str:
    """Return what health says once it has this status."""
    async with asyncio.timeout(PATIENCE):
        while True:
            found, parts = await health(house)
            if found == status:
                return parts["status"]
            await asyncio.sleep(0.05)


async def join(house: House) -> dict[str, object]:
    """Return what somebody hears who wants to come in."""
    frame = {"t": "join", "id": "join-bea-01", "token": "x" * 32, "name": "Bea"}
    async with (
        aiohttp.ClientSession() as session,
        session.ws_connect(f"http://127.0.0.1:{house.port}/ws") as page,
    ):
        await page.send_str(json.dumps(frame))
        answer: dict[str, object] = {}
        while answer.get("t") != "ack":
            answer = await page.receive_json()
        return answer


def allow_files_of(house: House, size: int) -> None:
    """Let no file of the process grow beyond so many bytes, -1 for any; a disk without room."""
    import resource

    resource.prlimit(house.process.pid, resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux limits a process from outside")
async def test_a_disk_without_room_shows_in_health_and_it_goes_on_once_there_is(
    house: House,
) -> None:
    crowd = Crowd(house)
    crowd.will_say(evening(1))
    assert await crowd.talk()
    allow_files_of(house, 1)
    assert (await join(house))["error"] == "busy"
    assert "check the disk" in await until_health(house, 503)
    allow_files_of(house, -1)
    crowd.will_say(evening(2))
    assert await crowd.talk()
    assert await until_health(house, 200) == "ok"
    await house.quiet()
    check(crowd)


async def test_a_deleted_database_ends_it_with_one_sentence(house: House) -> None:
    (house.data / "evenhand.db").unlink()
    # It may have noticed by itself before anybody asks.
    with suppress(aiohttp.ClientError):
        assert (await health(house))[0] == 503
    assert await house.ended() == 3
    sentence = (
        f"evenhand run: the database {house.data / 'evenhand.db'} was deleted or replaced while it "
        "was in use; stop Evenhand, put the file back (or a backup) and start again\n"
    )
    assert house.errors.decode() == sentence


async def test_who_speaks_to_it_meanwhile_hears_a_calm_word(house: House) -> None:
    heard: dict[str, object] = {}
    while not heard:
        (house.data / "evenhand.db").rename(house.data / "elsewhere.db")
        # It may have noticed by itself and be gone, and then nobody can say a word any more.
        with suppress(aiohttp.ClientError, ConnectionError, TypeError):
            heard = await join(house)
        assert await house.ended() == 3
        assert "Traceback" not in house.errors.decode()
        (house.data / "elsewhere.db").rename(house.data / "evenhand.db")
        await house.open()
    assert heard["error"] == "busy"
    assert (await join(house))["ok"]
