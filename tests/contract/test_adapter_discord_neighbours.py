"""What one server does to the others on Discord: nothing, whatever is wrong with it."""

import asyncio
import itertools
from collections.abc import AsyncIterator, Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from adapters.discord.lanes import Lanes
from adapters.discord.rest import Rest
from adapters.discord.settings import DiscordSettings
from bot.domain import Event, MessagePosted, OutcomeState, Reply, SendDirect
from tests.contract.discord_bench import DiscordBench
from tests.fakes.discord import TOKEN, Json, Trouble
from tests.support.patience import PATIENCE
from tests.support.running import beside, turns

DONE, REFUSED = OutcomeState.DONE, OutcomeState.REFUSED


@pytest.fixture
async def bench(tmp_path: Path) -> AsyncIterator[DiscordBench]:
    bench = DiscordBench(tmp_path)
    await bench.open()
    yield bench
    bench.fake.troubles.let_go.set()
    await bench.close()


def other_server(bench: DiscordBench) -> Json:
    """Add a second server that is served, too."""
    guild = bench.fake.world.guild("Pans & Sons")
    bench.house.places = {**bench.house.places, guild["id"]: "pans-sons"}
    return guild


def room_of(guild: Json) -> Json:
    room: Json = next(iter(guild["channels"].values()))
    return room


async def test_a_hundred_requests_that_hang_in_one_server_hold_up_no_other(
    bench: DiscordBench, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("adapters.discord.rest.CALL_LIMIT", 10 * PATIENCE)
    monkeypatch.setattr("adapters.discord.buckets.PER_SECOND", 10_000)
    quick = other_server(bench)
    await bench.start()
    path = f"/channels/{bench.channel}/messages"
    bench.fake.troubles.add(Trouble(method="POST", path=path, hang=True), times=150)
    hanging = [
        asyncio.create_task(bench.perform(Reply(channel=bench.channel, text=f"hi {number}")))
        for number in range(150)
    ]
    async with asyncio.timeout(PATIENCE):
        while len(bench.fake.asked("POST", path)) < 150:
            await bench.fake.server.asked_again()
        bench.place = quick["id"]
        said = await bench.perform(Reply(channel=room_of(quick)["id"], text="hi"))
    assert said.state is DONE
    assert not any(task.done() for task in hanging)
    for task in hanging:
        task.cancel()
    await asyncio.gather(*hanging, return_exceptions=True)


async def test_a_server_at_its_limits_keeps_no_other_waiting(bench: DiscordBench) -> None:
    quick = other_server(bench)
    await bench.start()
    here = "/channels/{channel_id}/messages"
    bench.fake.limits.set("POST", here, 1, 3_600.0, major=bench.channel)
    first = await bench.perform(Reply(channel=bench.channel, text="one"))
    late = await bench.perform(Reply(channel=bench.channel, text="two"))
    assert (first.state, late.state) == (DONE, OutcomeState.FAILED)
    bench.slept.clear()
    bench.place = quick["id"]
    for number in range(20):
        said = await bench.perform(Reply(channel=room_of(quick)["id"], text=f"hi {number}"))
        assert said.state is DONE
    assert bench.slept == []


async def test_a_server_with_many_closed_doors_silences_no_other(
    bench: DiscordBench, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("adapters.discord.parking.MOST_CLOSED_HERE", 3)
    quick = other_server(bench)
    await bench.start()
    shut = [await bench.join(f"Shut {number}") for number in range(5)]
    bench.fake.world.closed_to_words.update(shut)
    told = [await bench.perform(SendDirect(member=who, text="a word")) for who in shut]
    assert {one.state for one in told} == {REFUSED}
    assert [one.detail.startswith("Many people here took no") for one in told] == [
        *(False, False, False),
        *(True, True),
    ]
    bench.place = quick["id"]
    ann = bench.fake.people.join(quick, "Ann")["id"]
    assert (await bench.perform(SendDirect(member=ann, text="a word"))).state is DONE


async def test_a_server_whose_audit_log_hangs_is_let_go_on_and_holds_up_no_other(
    bench: DiscordBench, monkeypatch: pytest.MonkeyPatch
) -> None:
    quick = other_server(bench)
    await bench.start()
    ann = bench.user(await bench.join("Ann"))
    await bench.say(ann["id"], "before")
    path = f"/guilds/{bench.place}/audit-logs"
    bench.fake.troubles.add(Trouble(method="GET", path=path, hang=True), times=9)
    await bench.stop()
    monkeypatch.setattr("adapters.discord.paging.PAGE_LIMIT", 1.0)
    bench._adapter = None
    bench.task = asyncio.create_task(bench.adapter.listen(bench.house))
    async with asyncio.timeout(PATIENCE):
        await bench.fake.gateway.connected()
        ben = bench.fake.people.join(quick, "Ben")
        there = bench.fake.people.say(quick, room_of(quick), ben, "elsewhere")
        here = bench.fake.people.say(bench.guild, bench.room, ann, "here")
        await bench.house.until_id(there["id"])
        await bench.house.until_id(here["id"])


# --------------------------------------------------------------------------- before the house


async def some_message(bench: DiscordBench) -> MessagePosted:
    await bench.start()
    await bench.say(await bench.join("Ann"), "a message")
    return bench.house.of(MessagePosted)[0]


async def test_a_flood_in_one_place_takes_no_room_from_the_others(
    bench: DiscordBench, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("adapters.discord.lanes.MOST", 10)
    known = await some_message(bench)
    taken: list[Event] = []
    free = asyncio.Event()

    async def receive(event: Event) -> bool:
        await free.wait()
        return True

    lanes = Lanes(receive, taken=taken.append)
    for number in range(50):
        lanes.put(replace(known, id=f"flood {number}", place="flooded"))
    for number in range(4):
        lanes.put(replace(known, id=f"calm {number}", place="calm"))
    assert lanes.overflowing == {"flooded"}
    free.set()
    await turns()
    assert [event.id for event in taken if event.place == "calm"] == [
        f"calm {number}" for number in range(4)
    ]
    assert len(taken) == 14
    # What was left out is read back; after that there is room again.
    assert lanes.overflown() == {"flooded"}
    lanes.begin_anew("flooded")
    lanes.release("flooded")
    lanes.put(replace(known, id="later", place="flooded"))
    await turns()
    assert taken[-1].id == "later"


async def test_a_place_that_cannot_be_taken_in_holds_up_no_other(bench: DiscordBench) -> None:
    known = await some_message(bench)
    taken: list[str] = []

    async def receive(event: Event) -> bool:
        if event.place == "stuck":
            await asyncio.Event().wait()
        return True

    lanes = Lanes(receive, taken=lambda event: taken.append(event.id))
    for number in range(100):
        lanes.put(replace(known, id=f"stuck {number}", place="stuck"))
        lanes.put(replace(known, id=f"calm {number}", place="calm"))
    await turns()
    assert taken == [f"calm {number}" for number in range(100)]
    await lanes.stop()


# ---------------------------------------------------------------------- one limit over all routes


class Time:
    """A clock of its own: whoever sleeps goes on in the order of waking, without waiting."""

    def __init__(self) -> None:
        self.now = 0.0
        self._sleeping: list[tuple[float, int, asyncio.Event]] = []
        self._numbers = itertools.count()

    def seconds(self) -> float:
        return self.now

    async def sleep(self, seconds: float) -> None:
        awake = asyncio.Event()
        self._sleeping.append((self.now + seconds, next(self._numbers), awake))
        await awake.wait()

    async def pass_until(self, task: asyncio.Task[object]) -> None:
        """Let time pass until a task is done."""
        while not task.done():
            await turns(10)
            if not task.done() and self._sleeping:
                first = min(self._sleeping)
                self._sleeping.remove(first)
                self.now = max(self.now, first[0])
                first[2].set()


class Line(Rest):
    """The way to Discord with a clock of its own; `sent` names whose requests went out."""

    def __init__(self, time: Time, takes: float) -> None:
        settings = DiscordSettings(token=TOKEN)
        super().__init__(settings, seconds=time.seconds, sleep=time.sleep)
        self._time = time
        self.takes = takes
        self.sent: list[str] = []

    async def _send(
        self, method: str, path: str, *args: object
    ) -> tuple[int, Mapping[str, str], str]:
        self.sent.append(path.split("/")[1])
        await self._time.sleep(self.takes)
        return 204, {}, ""

    async def without_end(self, whose: str, *, urgent: bool = False) -> None:
        """Ask for one thing after the other, as an outbox does, or whoever reads back much."""
        while True:
            await self.request("PUT", f"/{whose}", urgent=urgent, in_no_hurry=not urgent)


async def asked(line: Line, time: Time, *, urgent: bool) -> tuple[float, int]:
    """Return how long a calm server's request waited, and how many others overtook it."""
    before, begun = len(line.sent), time.now
    task = asyncio.create_task(line.request("PUT", "/calm", urgent=urgent))
    await time.pass_until(task)
    return round(time.now - begun - line.takes, 6), line.sent.index("calm", before) - before


@pytest.mark.parametrize("urgent", [True, False])
async def test_servers_that_read_back_much_and_a_raid_keep_no_other_waiting(urgent: bool) -> None:
    time = Time()
    line = Line(time, takes=0.1)
    async with beside(
        line.without_end("raid", urgent=True),
        *(line.without_end("gap") for _ in range(12)),
    ):
        for _ in range(20):
            assert (await asked(line, time, urgent=urgent))[0] == 0
            await time.pass_until(asyncio.create_task(time.sleep(0.37)))
    assert line.sent.count("gap") > 100


async def test_at_the_limit_over_all_servers_they_take_turns() -> None:
    time = Time()
    line = Line(time, takes=0.001)
    async with beside(*(line.without_end(f"raid{n}", urgent=True) for n in range(3))):
        waits = [await asked(line, time, urgent=True) for _ in range(50)]
    # Each of the three goes once before it at most, and none of them twice.
    assert max(overtaken for _, overtaken in waits[1:]) <= 3
