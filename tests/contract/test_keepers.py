"""What each network's adapter keeps about people can be named, and forgotten for good."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from adapters.lobby.adapter import LobbyAdapter
from adapters.telegram.notebook import Notebook
from bot.domain import Ban, Kick, Reply, Timeout
from bot.errors import NetworkError
from tests.contract.discord_bench import DiscordBench
from tests.contract.keeper_contract import KeeperBench, KeeperContract, written
from tests.contract.lobby_bench import LobbyBench
from tests.contract.slack_bench import SlackBench
from tests.contract.telegram_bench import TelegramBench


class TestLobby(KeeperContract):
    @pytest.fixture
    async def bench(self, tmp_path: Path) -> AsyncIterator[KeeperBench]:
        bench = LobbyBench(tmp_path)
        yield bench
        await bench.stop()


class TestDiscord(KeeperContract):
    @pytest.fixture
    async def bench(self, tmp_path: Path) -> AsyncIterator[KeeperBench]:
        bench = DiscordBench(tmp_path)
        await bench.open()
        yield bench
        await bench.close()


class TestSlack(KeeperContract):
    @pytest.fixture
    async def bench(self, tmp_path: Path) -> AsyncIterator[KeeperBench]:
        bench = SlackBench(tmp_path, org=True)
        await bench.open()
        yield bench
        await bench.close()


class TestTelegram(KeeperContract):
    @pytest.fixture
    async def bench(self, tmp_path: Path) -> AsyncIterator[KeeperBench]:
        bench = TelegramBench(tmp_path)
        await bench.open()
        yield bench
        await bench.shut()


@pytest.fixture
async def lobby(tmp_path: Path) -> AsyncIterator[LobbyBench]:
    bench = LobbyBench(tmp_path)
    await bench.start()
    yield bench
    await bench.stop()


async def test_whoever_left_the_lobby_leaves_nothing(lobby: LobbyBench, tmp_path: Path) -> None:
    rude, ann = await lobby.enter("Rudebert"), await lobby.enter("Annegret")
    await rude.say("The tarpaulin is mine.")
    await ann.say("@rudebert, no.")
    await lobby.perform(Reply(channel="mod-alerts", text='#1 · insult · @Rudebert · "tarpaulin"'))
    await rude.ask("leave")
    await lobby.adapter.forget("lobby", rude.me)
    assert await lobby.adapter.kept_about("lobby", rude.me) == {}
    left = written(tmp_path).casefold()
    for trace in (rude.me, "rudebert", "tarpaulin"):
        assert trace not in left, trace
    assert "@erased, no." in left
    await lobby.restart()
    assert await lobby.adapter.kept_about("lobby", rude.me) == {}


async def test_an_open_page_no_longer_shows_what_was_forgotten(lobby: LobbyBench) -> None:
    rude, ann = await lobby.enter("Rudebert"), await lobby.enter("Annegret")
    message = (await rude.say("The tarpaulin is mine."))["message"]
    await lobby.adapter.forget("lobby", rude.me)
    post = (await ann.until("post", id=message, removed="author"))["post"]
    assert (post["text"], post["name"]) == ("", "erased")


@pytest.mark.parametrize("action", [Ban, Timeout])
async def test_who_is_kept_out_of_the_lobby_stays_out_without_a_name(
    lobby: LobbyBench, tmp_path: Path, action: type[Ban | Timeout]
) -> None:
    rude = await lobby.enter("Rudebert")
    await lobby.perform(action(member=rude.me, seconds=600, reason="a tarpaulin"))
    await lobby.perform(Kick(member=rude.me, reason="a tarpaulin"))
    await lobby.adapter.forget("lobby", rude.me)
    left = written(tmp_path)
    assert "Rudebert" not in left
    assert "tarpaulin" not in left
    person = (await lobby.adapter.kept_about("lobby", rude.me))["profile"][0]
    assert person["name"] == "erased"
    assert person.get("banned", False) is (action is Ban)


async def test_what_a_running_lobby_keeps_can_be_read_from_beside(lobby: LobbyBench) -> None:
    ann = await lobby.enter("Annegret")
    await ann.say("hello")
    beside = LobbyAdapter(lobby.adapter.address, lobby.folder)
    kept = await beside.kept_about("lobby", ann.me)
    assert [one["text"] for one in kept["messages"]] == ["hello"]


async def test_a_journal_that_cannot_be_written_forgets_with_the_next_change(
    lobby: LobbyBench, tmp_path: Path
) -> None:
    rude = await lobby.enter("Rudebert")
    await rude.say("The tarpaulin is mine.")
    (tmp_path / "lobby.new").mkdir()
    with pytest.raises(NetworkError, match="cannot be written"):
        await lobby.adapter.forget("lobby", rude.me)
    assert "tarpaulin" in written(tmp_path)
    (tmp_path / "lobby.new").rmdir()
    await lobby.perform(Reply(channel="general", text="hello"))
    assert "tarpaulin" not in written(tmp_path)


async def test_what_was_noted_and_not_yet_written_is_forgotten_too(tmp_path: Path) -> None:
    book = Notebook(tmp_path / "telegram.jsonl", {})
    await book.put("tongue", "1", {"code": "de"})
    await book.put("tongue", "1", {"code": "fr"})
    book.note("tongue", "1", {"code": "en"})
    book.note("tongue", "2", {"code": "pt"})
    await book.forget(lambda _kind, key, entry: None if key == "1" else entry)
    await book.flush()
    assert written(tmp_path) == '["tongue", "2", {"code": "pt"}]\n'
    again = Notebook(tmp_path / "telegram.jsonl", {})
    assert again.get("tongue", "1") is None


async def test_a_notebook_that_cannot_be_written_says_so(tmp_path: Path) -> None:
    book = Notebook(tmp_path / "telegram.jsonl", {})
    await book.put("tongue", "1", {"code": "de"})
    (tmp_path / "telegram.new").mkdir()
    with pytest.raises(NetworkError, match="make room on the disk"):
        await book.forget(lambda _kind, _key, _entry: None)
