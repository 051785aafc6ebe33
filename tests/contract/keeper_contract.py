"""What every adapter promises that keeps something about people itself."""

import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Protocol

import pytest

from bot.domain import Effect, Outcome, OutcomeState, SendDirect, Timeout
from bot.ports import Adapter, Keeper
from tests.contract.adapter_contract import Bench

WORDS, TOLD = "The tarpaulin is mine.", "Your tarpaulin is fine."


class KeeperBench(Bench, Protocol):
    """A network whose adapter keeps things in a folder."""

    async def perform(self, action: Effect, key: str = "") -> Outcome:
        """Order something."""
        ...


class KeeperContract:
    """The promises; `bench` is given by each network's tests."""

    @pytest.fixture
    async def bench(self, tmp_path: Path) -> KeeperBench:
        raise NotImplementedError

    @pytest.fixture
    async def open_bench(self, bench: KeeperBench) -> AsyncIterator[KeeperBench]:
        await bench.start()
        yield bench
        await bench.stop()

    async def test_somebody_is_forgotten_on_the_disk_too(
        self, open_bench: KeeperBench, tmp_path: Path
    ) -> None:
        rude, ann = await open_bench.join("Rudebert"), await open_bench.join("Annegret")
        for member in (rude, ann):
            await open_bench.say(member, WORDS + member)
            told = await open_bench.perform(
                SendDirect(member=member, text=TOLD + member, channel=open_bench.channel)
            )
            assert told.state is OutcomeState.DONE
        keeper = _keeper(open_bench.adapter)
        theirs = await keeper.kept_about(open_bench.place, ann)
        await keeper.forget(open_bench.place, rude)
        left = json.dumps(dict(await keeper.kept_about(open_bench.place, rude)), default=str)
        for trace in (WORDS, TOLD):
            assert trace not in left, left
            assert trace + rude not in written(tmp_path)
        assert await keeper.kept_about(open_bench.place, ann) == theirs

    async def test_what_is_kept_can_be_handed_over(self, open_bench: KeeperBench) -> None:
        ann = await open_bench.join("Annegret")
        await open_bench.say(ann, WORDS)
        kept = await _keeper(open_bench.adapter).kept_about(open_bench.place, ann)
        assert set(kept) <= {"profile", "messages", "waiting", "measures"}
        assert json.loads(json.dumps(kept)) == {kind: list(all) for kind, all in kept.items()}

    async def test_forgetting_again_or_somebody_unknown_is_fine(
        self, open_bench: KeeperBench
    ) -> None:
        ann = await open_bench.join("Annegret")
        keeper = _keeper(open_bench.adapter)
        for member in (ann, ann, "nobody-with-this-id"):
            await keeper.forget(open_bench.place, member)
        assert await keeper.kept_about(open_bench.place, "nobody-with-this-id") == {}

    async def test_another_place_is_none_of_its_business(self, open_bench: KeeperBench) -> None:
        ann = await open_bench.join("Annegret")
        await open_bench.say(ann, WORDS)
        keeper = _keeper(open_bench.adapter)
        before = await keeper.kept_about(open_bench.place, ann)
        await keeper.forget("another-place", ann)
        after = await keeper.kept_about(open_bench.place, ann)
        assert after.get("messages") == before.get("messages")

    async def test_a_time_out_outlives_forgetting(self, open_bench: KeeperBench) -> None:
        rude = await open_bench.join("Rudebert")
        action = Timeout(member=rude, seconds=3600, reason="rule 2")
        assert (await open_bench.perform(action)).state is OutcomeState.DONE
        keeper = _keeper(open_bench.adapter)
        before = await keeper.kept_about(open_bench.place, rude)
        await keeper.forget(open_bench.place, rude)
        after = await keeper.kept_about(open_bench.place, rude)
        assert after.get("measures") == before.get("measures")


def _keeper(adapter: Adapter) -> Keeper:
    kept: object = adapter
    assert isinstance(kept, Keeper)
    return kept


def written(folder: Path) -> str:
    """Return everything that stands in the files of a folder."""
    files = sorted(file for file in folder.rglob("*") if file.is_file())
    return "\n".join(file.read_bytes().decode("utf-8", "replace") for file in files)
