"""What the lobby still knows after it was ended in the middle of something."""

import json
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from adapters.lobby import journal as journal_module
from adapters.lobby.adapter import Address, LobbyAdapter
from bot.domain import (
    Ban,
    DeleteMessage,
    Kick,
    LockChannel,
    MemberLeft,
    MessagePosted,
    OutcomeState,
    Reply,
    Timeout,
)
from bot.errors import NetworkError
from tests.contract.lobby_bench import LobbyBench, new_id


@pytest.fixture
async def lobby(tmp_path: Path) -> AsyncIterator[LobbyBench]:
    bench = LobbyBench(tmp_path)
    await bench.start()
    yield bench
    await bench.stop()


def killed(lobby: LobbyBench, folder: Path) -> LobbyBench:
    """Return a lobby on what is on the disk at this moment, as after a kill."""
    folder.mkdir()
    (folder / "lobby.jsonl").write_bytes((lobby.folder / "lobby.jsonl").read_bytes())
    after = LobbyBench(folder)
    after.house = lobby.house
    return after


async def test_a_room_comes_back_whole(lobby: LobbyBench, tmp_path: Path) -> None:
    ann, bob = await lobby.enter("Ann"), await lobby.enter("Bob")
    await ann.say("hello")
    gone = (await bob.say("you are all idiots"))["message"]
    await lobby.perform(DeleteMessage(channel="general", message=gone))
    await lobby.perform(Timeout(member=bob.me, seconds=600, reason="rule 2"))
    await lobby.perform(LockChannel(channel="help"))
    after = killed(lobby, tmp_path / "after")
    await after.start()
    page = await after.page(bob.token)
    assert (await page.ask("hello", token=bob.token))["known"]
    welcome = await page.until("welcome")
    assert [(p["text"], p["removed"]) for p in welcome["posts"]] == [
        ("hello", ""),
        ("", "policy:Rule 2"),
    ]
    assert welcome["me"]["timeout_reason"] == "rule 2"
    assert [hall["locked"] for hall in welcome["halls"]] == [False, True]
    await after.stop()


async def test_what_was_acknowledged_is_on_the_disk(lobby: LobbyBench) -> None:
    ann = await lobby.enter("Ann")
    await ann.say("hello")
    assert "hello" in (lobby.folder / "lobby.jsonl").read_text()


async def test_an_order_repeated_after_a_kill_changes_nothing(
    lobby: LobbyBench, tmp_path: Path
) -> None:
    first = await lobby.perform(Reply(channel="general", text="hello"), key="d1:0")
    after = killed(lobby, tmp_path / "after")
    assert await after.perform(Reply(channel="general", text="hello"), key="d1:0") == first
    await after.start()
    page = await after.enter("Ann")
    assert [post["text"] for post in page.posts()] == ["hello"]
    await after.stop()


async def test_a_message_known_to_the_house_alone_is_shown_when_it_comes_again(
    lobby: LobbyBench, tmp_path: Path
) -> None:
    ann, id = await lobby.enter("Ann"), new_id()
    before = (lobby.folder / "lobby.jsonl").read_bytes()
    await ann.say("hello", id=id)
    after = killed(lobby, tmp_path / "after")
    (after.folder / "lobby.jsonl").write_bytes(before)
    await after.start()
    page = await after.page(ann.token)
    await page.ask("hello", token=ann.token)
    assert (await page.say("hello", id=id))["ok"]
    assert len(lobby.house.of(MessagePosted)) == 1
    assert [post["text"] for post in page.posts()] == ["hello"]
    await after.stop()


async def test_a_message_removed_while_nobody_knew_it_comes_back_removed(
    lobby: LobbyBench, tmp_path: Path
) -> None:
    ann, id = await lobby.enter("Ann"), new_id()
    await lobby.perform(DeleteMessage(channel="general", message=f"{ann.me}-{id}"))
    after = killed(lobby, tmp_path / "after")
    await after.start()
    page = await after.page(ann.token)
    await page.ask("hello", token=ann.token)
    await page.say("you are all idiots", id=id)
    assert [(p["text"], p["removed"]) for p in page.posts()] == [("", "policy:Rule 2")]
    await after.stop()


@pytest.mark.parametrize("cls", [Kick, Ban])
async def test_the_house_hears_of_a_leaving_that_a_kill_kept_from_it(
    lobby: LobbyBench, tmp_path: Path, cls: type[Kick | Ban]
) -> None:
    ann = await lobby.enter("Ann")
    lobby.house.busy = 1_000
    await lobby.perform(cls(member=ann.me))
    after = killed(lobby, tmp_path / "after")
    after.house.busy = 0
    await after.start()
    assert (await after.house.until(MemberLeft)).member.id == ann.me
    await after.stop()


async def test_a_last_line_that_was_cut_off_is_dropped(lobby: LobbyBench, tmp_path: Path) -> None:
    ann = await lobby.enter("Ann")
    await ann.say("hello")
    whole = (lobby.folder / "lobby.jsonl").read_bytes()
    for cut in (1, 20, len(whole.splitlines()[-1])):
        after = killed(lobby, tmp_path / f"after-{cut}")
        (after.folder / "lobby.jsonl").write_bytes(whole[:-cut])
        await after.start()
        page = await after.page(ann.token)
        assert (await page.ask("hello", token=ann.token))["known"]
        assert page.posts() == []
        assert (await page.say("again"))["ok"]
        await after.stop()
        lines = (after.folder / "lobby.jsonl").read_text().splitlines()
        assert all(json.loads(line) for line in lines)


BROKEN = [b"{nonsense\n", b'[{"is": "dragon"}]\n', b'[{"is": "person"}]\n', b"5\n", b"\xff\n"]


@pytest.mark.parametrize("line", BROKEN)
async def test_a_broken_line_is_named_and_nothing_is_thrown_away(
    tmp_path: Path, line: bytes
) -> None:
    path = tmp_path / "lobby.jsonl"
    path.write_bytes(b"[]\n" + line + b"[]\n")
    adapter = LobbyAdapter(Address(port=0), tmp_path)
    outcome = await LobbyBench(tmp_path).perform(Reply(channel="general", text="hello"))
    assert outcome.state is OutcomeState.FAILED
    with pytest.raises(NetworkError, match=r"Line 2 of the lobby's journal"):
        await adapter.find_member("lobby", "p-1")
    assert path.read_bytes() == b"[]\n" + line + b"[]\n"


async def test_two_copies_on_one_folder_are_refused(lobby: LobbyBench) -> None:
    second = LobbyAdapter(Address(port=0), lobby.folder)
    with pytest.raises(NetworkError, match="Another Evenhand keeps the lobby"):
        await second.listen(lobby.house)


async def test_a_long_journal_is_written_anew_and_loses_nothing(
    lobby: LobbyBench, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(journal_module, "COMPACT_AFTER", 20)
    ann = await lobby.enter("Ann")
    for number in range(25):
        await lobby.perform(Reply(channel="general", text=f"line {number}"), key=f"k{number}")
    assert len((lobby.folder / "lobby.jsonl").read_text().splitlines()) <= 21
    after = killed(lobby, tmp_path / "after")
    await after.start()
    page = await after.page(ann.token)
    await page.ask("hello", token=ann.token)
    assert [post["text"] for post in page.posts()] == [f"line {n}" for n in range(25)]
    repeated = await after.perform(Reply(channel="general", text="line 3"), key="k3")
    assert repeated.state is OutcomeState.DONE
    assert len(page.posts()) == 25
    await after.stop()
