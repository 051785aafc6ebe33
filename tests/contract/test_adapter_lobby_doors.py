"""Who may come in by which door, and what the lobby's pages carry."""

import asyncio
import json
import re
from collections.abc import AsyncIterator
from pathlib import Path

import aiohttp
import pytest

from adapters.lobby.adapter import Address, LobbyAdapter
from adapters.lobby.hub import FRAMES_WAITING, Viewer
from bot.domain import MemberJoined, Reply
from bot.errors import NetworkError, UsageError
from tests.contract.fake_house import FakeHouse
from tests.contract.lobby_bench import LobbyBench
from tests.support.patience import PATIENCE


@pytest.fixture
async def lobby(tmp_path: Path) -> AsyncIterator[LobbyBench]:
    bench = LobbyBench(tmp_path)
    await bench.start()
    yield bench
    await bench.stop()


async def test_whoever_starts_it_is_told_the_address_and_the_seat(lobby: LobbyBench) -> None:
    opened, seat = lobby.house.announced
    port = lobby.adapter.address.port
    assert opened == f"Open http://127.0.0.1:{port}/"
    assert re.fullmatch(
        rf"Moderator's seat \(works once\): http://127\.0\.0\.1:{port}/seat/[\w-]{{32}}", seat
    )


async def test_the_seat_works_once(lobby: LobbyBench) -> None:
    link = lobby.seat_link
    mara = await lobby.enter("Mara", seat=True)
    assert (await mara.until("welcome"))["me"]["staff"]
    async with lobby.session.get(link) as used:
        assert used.status == 410
        assert "This link has been used" in await used.text()
    late = await lobby.page()
    assert (await late.ask("join", token=late.token, name="Eve", seat=True))["error"] == "seat_used"


async def test_looking_at_the_seats_link_does_not_use_it_up(lobby: LobbyBench) -> None:
    for _ in range(3):
        async with lobby.session.get(lobby.seat_link, allow_redirects=False) as answer:
            assert answer.status == 303
            cookie = answer.headers["Set-Cookie"]
            assert "HttpOnly" in cookie
            assert "SameSite=Strict" in cookie


async def test_a_name_that_is_refused_leaves_the_seat_free(lobby: LobbyBench) -> None:
    await lobby.enter("Ann")
    async with lobby.session.get(lobby.seat_link, allow_redirects=False):
        page = await lobby.page()
    refused = await page.ask("join", token=page.token, name="ann", seat=True)
    assert refused["error"] == "name_taken"
    assert (await page.ask("join", token=page.token, name="Mara", seat=True))["ok"]


async def test_somebody_with_a_seat_can_invite_and_nobody_else(lobby: LobbyBench) -> None:
    mara, ann = await lobby.enter("Mara", seat=True), await lobby.enter("Ann")
    assert (await ann.ask("invite"))["error"] == "team_only"
    link = (await mara.ask("invite"))["link"]
    async with lobby.session.get(link, allow_redirects=False) as answer:
        assert answer.status == 303
    page = await lobby.page(ann.token)
    assert (await page.ask("hello", token=ann.token)) | {"id": ""} == {
        "t": "ack",
        "id": "",
        "ok": True,
        "known": True,
        "seat": True,
    }
    assert (await page.ask("seat"))["ok"]
    assert (await page.until("welcome"))["me"]["staff"]


NAMES = [
    # what is typed, what is said about it
    ("", "name_empty"),
    ("\u200b\u202e", "name_empty"),
    ("Evenhand", "name_team"),
    ("E v e n h a n d", "name_team"),
    ("Mоderator", "name_team"),  # a Cyrillic o
    ("M0derator", "name_team"),
    ("mara", "name_team"),
    ("Mara.", "name_team"),
    ("ANN", "name_taken"),
    ("Änn", "name_taken"),
    ("Jürgen Groß", None),
]


@pytest.mark.parametrize(("typed", "error"), NAMES)
async def test_names_are_clean_and_nobodys_else(
    lobby: LobbyBench, typed: str, error: str | None
) -> None:
    await lobby.enter("Mara", seat=True)
    await lobby.enter("Ann")
    page = await lobby.page()
    assert (await page.ask("join", token=page.token, name=typed)).get("error") == error


async def test_coming_in_twice_is_coming_in_once(lobby: LobbyBench) -> None:
    ann = await lobby.enter("Ann")
    again = await lobby.page(ann.token)
    assert (await again.ask("join", token=ann.token, name="Other"))["ok"]
    assert (await again.until("welcome"))["me"]["name"] == "Ann"
    assert len(lobby.house.of(MemberJoined)) == 1


async def test_a_strangers_page_gets_nothing(lobby: LobbyBench) -> None:
    page = await lobby.page()
    assert (await page.ask("hello", token=page.token))["known"] is False
    for asked in ("say", "command", "press", "report", "invite", "sample", "complete"):
        assert (await page.ask(asked, text="hello"))["error"] == "stranger"
    await lobby.perform(Reply(channel="general", text="hello"))
    assert page.frames == []


BAD_FRAMES = [
    "",
    "[]",
    "null",
    "{",
    '"say"',
    '{"t": ["say"]}',
    '{"t": {}}',
    '{"t": "hello", "token": 5}',
    '{"t": "hello", "token": "short"}',
    "[" * 5_000,
    '{"t": "say", "id": 7, "text": "x"}',
    '{"t": "say", "id": "../../etc", "text": "x"}',
    '{"t": "say", "id": "message-x", "text": ["x"]}',
    '{"t": "say", "id": "message-x", "text": "\\ud800", "channel": 9}',
    '{"t": "sample", "id": "message-x", "do": "play", "speed": "fast"}',
    '{"t": "sample", "id": "message-x", "do": "dance", "speed": 1}',
]


@pytest.mark.parametrize("frame", BAD_FRAMES)
async def test_a_frame_that_makes_no_sense_harms_nobody(lobby: LobbyBench, frame: str) -> None:
    ann = await lobby.enter("Ann")
    await ann.socket.send_str(frame)
    assert (await ann.say("still here"))["ok"]


async def test_half_characters_and_control_codes_do_not_pass(lobby: LobbyBench) -> None:
    ann = await lobby.enter("Ann")
    raw = json.dumps({"t": "say", "id": "message-x", "text": "a\x00b\ud800c\x1b[31m"})
    await ann.socket.send_str(raw)
    shown = await ann.until("post")
    assert shown["post"]["text"] == "ab\ufffdc[31m"


async def test_a_text_that_is_too_long_is_refused_and_4000_fit(lobby: LobbyBench) -> None:
    ann = await lobby.enter("Ann")
    assert (await ann.say("ä" * 4_001))["error"] == "too_long"
    assert (await ann.say("ä" * 4_000))["ok"]


async def test_a_flood_is_slowed_down(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # A slow machine would write no faster than is allowed.
    monkeypatch.setattr("adapters.lobby.hearing.PER_SECOND", 0.0)
    lobby = LobbyBench(tmp_path)
    await lobby.start()
    ann = await lobby.enter("Ann")
    answers = [await ann.say(f"line {number}") for number in range(45)]
    await lobby.stop()
    assert [answer.get("error") for answer in answers] == [None] * 30 + ["too_fast"] * 15


async def test_a_page_that_reads_too_slowly_is_let_go() -> None:
    cut: list[bool] = []
    viewer = Viewer(cut=lambda: cut.append(True))
    for _ in range(FRAMES_WAITING):
        viewer.show({"t": "post"})
    assert cut == []
    viewer.show({"t": "post"})
    assert cut == [True]


async def test_a_page_from_elsewhere_gets_no_line(lobby: LobbyBench) -> None:
    with pytest.raises(aiohttp.WSServerHandshakeError) as refused:
        await lobby.session.ws_connect(lobby.url("/ws"), origin="http://evil.example")
    assert refused.value.status == 403


@pytest.mark.parametrize("host", ["evil.example", "evil.example:80", "127.0.0.1.evil.example"])
async def test_a_foreign_name_for_this_machine_is_refused(lobby: LobbyBench, host: str) -> None:
    async with lobby.session.get(lobby.url(), headers={"Host": host}) as answer:
        assert answer.status == 403


async def test_the_page_runs_its_own_scripts_only(lobby: LobbyBench) -> None:
    async with lobby.session.get(lobby.url()) as answer:
        policy, page = answer.headers["Content-Security-Policy"], await answer.text()
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert not re.search(r"<script(?![^>]*src=)|\son\w+=|style=|javascript:|https?://", page)


@pytest.mark.parametrize(
    "path", ["/static/../server.py", "/static/%2e%2e/server.py", "/static/none.js", "/admin"]
)
async def test_nothing_else_is_served(lobby: LobbyBench, path: str) -> None:
    async with lobby.session.get(lobby.url(path)) as answer:
        assert answer.status == 404


async def test_files_are_asked_for_again_and_sent_only_when_new(lobby: LobbyBench) -> None:
    async with lobby.session.get(lobby.url("/static/lobby.js")) as answer:
        tag = answer.headers["ETag"]
        assert answer.headers["Cache-Control"] == "no-cache"
    headers = {"If-None-Match": tag}
    async with lobby.session.get(lobby.url("/static/lobby.js"), headers=headers) as answer:
        assert answer.status == 304


async def test_health_is_told_in_words_and_by_status(lobby: LobbyBench) -> None:
    async with lobby.session.get(lobby.url("/healthz")) as answer:
        assert (answer.status, await answer.json()) == (200, {"status": "ok"})
        assert answer.headers["Cache-Control"] == "no-store"
    lobby.house.state = {"status": "the database is away", "database": "busy"}
    async with lobby.session.get(lobby.url("/healthz")) as answer:
        assert answer.status == 503


async def test_a_port_in_use_is_told_with_the_way_to_mend_it(
    lobby: LobbyBench, tmp_path: Path
) -> None:
    port = lobby.adapter.address.port
    other = LobbyAdapter(Address(port=port), tmp_path / "other")
    with pytest.raises(NetworkError) as told:
        await other.listen(FakeHouse())
    assert str(told.value) == (
        f"Port {port} on 127.0.0.1 is in use; stop what listens there, or set EVENHAND_PORT to "
        "another port."
    )


async def test_a_lobby_that_no_rulebook_names_does_not_open(tmp_path: Path) -> None:
    adapter = LobbyAdapter(Address(port=0), tmp_path)
    with pytest.raises(NetworkError, match="No rulebook speaks of the lobby"):
        await adapter.listen(FakeHouse({"discord": "kettle-co"}))
    await adapter.close()


def test_the_lobby_can_be_left_off(tmp_path: Path) -> None:
    assert LobbyAdapter.configure({"EVENHAND_LOBBY": "off"}, tmp_path) is None


def test_the_lobby_listens_where_it_is_told(tmp_path: Path) -> None:
    adapter = LobbyAdapter.configure({}, tmp_path)
    assert adapter is not None
    assert adapter.address == Address(host="127.0.0.1", port=8480)
    environ = {"EVENHAND_HOST": "0.0.0.0", "EVENHAND_PORT": "9000"}
    adapter = LobbyAdapter.configure(environ, tmp_path)
    assert adapter is not None
    assert adapter.address.url() == "http://127.0.0.1:9000/"


@pytest.mark.parametrize(
    ("environ", "words"),
    [
        ({"EVENHAND_PORT": "http"}, "EVENHAND_PORT is 'http'"),
        ({"EVENHAND_PORT": "70000"}, "EVENHAND_PORT is '70000'"),
        ({"EVENHAND_LOBBY": "maybe"}, "EVENHAND_LOBBY is 'maybe'"),
    ],
)
def test_a_setting_without_sense_is_named(
    tmp_path: Path, environ: dict[str, str], words: str
) -> None:
    with pytest.raises(UsageError, match=words):
        LobbyAdapter.configure(environ, tmp_path)


async def test_closing_says_goodbye_to_open_pages_at_once(tmp_path: Path) -> None:
    bench = LobbyBench(tmp_path)
    await bench.start()
    pages = [await bench.enter(name) for name in ("Ann", "Bob", "Cem")]
    async with asyncio.timeout(PATIENCE):
        await bench.stop()
    assert {page.socket.close_code for page in pages} == {1001}
