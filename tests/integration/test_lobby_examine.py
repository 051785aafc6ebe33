"""The lobby says before it opens whether it can, on real sockets of this machine."""

import socket
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from aiohttp import web

from adapters.lobby.adapter import Address, LobbyAdapter
from bot.ports import Examiner
from tests.support.patience import PATIENCE


@pytest.fixture
def taken() -> Iterator[int]:
    """A port on which somebody listens who never answers."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]


@pytest.fixture
async def ours() -> AsyncIterator[int]:
    """A port on which Evenhand answers."""

    async def healthz(_request: web.Request) -> web.Response:
        return web.json_response({"status": "ok", "network lobby": "ok"})

    app = web.Application()
    app.router.add_get("/healthz", healthz)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    yield runner.addresses[0][1]
    await runner.cleanup()


def lobby(data: Path, port: int = 0, host: str = "127.0.0.1") -> LobbyAdapter:
    return LobbyAdapter(Address(host=host, port=port), data)


async def test_a_free_port_is_well_and_stays_free(tmp_path: Path) -> None:
    adapter = lobby(tmp_path)
    assert isinstance(adapter, Examiner)
    for _ in range(2):
        (found,) = await adapter.examine()
        assert (found.ok, found.what) == (True, "a port on 127.0.0.1 is free")
    assert list(tmp_path.iterdir()) == []


async def test_a_port_that_another_holds_is_told(
    tmp_path: Path, taken: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("adapters.lobby.doorstep.PATIENCE", 0.05)
    (found,) = await lobby(tmp_path, taken).examine()
    assert (found.ok, found.what) == (False, f"port {taken} on 127.0.0.1 is in use")
    assert "EVENHAND_PORT" in found.mend


async def test_a_port_that_evenhand_holds_is_well(
    tmp_path: Path, ours: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("adapters.lobby.doorstep.PATIENCE", PATIENCE)
    (found,) = await lobby(tmp_path, ours).examine()
    assert (found.ok, found.what) == (True, f"Evenhand listens on 127.0.0.1, port {ours}, already")


@pytest.mark.parametrize(
    "host",
    [
        # an address of another machine
        "192.0.2.1",
        # no address at all
        "no.such.host.invalid",
    ],
)
async def test_an_address_that_is_not_ours_is_told(tmp_path: Path, host: str) -> None:
    (found,) = await lobby(tmp_path, 8480, host).examine()
    assert not found.ok
    assert f"it cannot listen on {host}, port 8480" in found.what
    assert "EVENHAND_HOST" in found.mend
