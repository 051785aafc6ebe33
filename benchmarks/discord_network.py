"""Evenhand on Discord, end to end: the real library and core, and a Discord of our own.

The fake server runs in the same process and takes its share of the processor.

    python -m benchmarks.discord_network
"""

import asyncio
import statistics
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

import psutil

from benchmarks.figures import Figure, at_most, table, told
from tests.fakes.discord import Json
from tests.integration.discord.whole import Whole

#: A hundred messages a second in fifty rooms, one in twenty of them a breach.
A_SECOND, SECONDS, ROOMS, BREACH = 100, 15, 50, 20
MISSED = 5_000
SERVERS, MEMBERS = 20, 1_000
#: Messages a second over all servers while one of them answers slowly, and how slowly.
NEIGHBOURS_A_SECOND, SLOWNESS = 3, 5.0
NAME = "Kettle Works"
#: Seconds that anything may take before the benchmark gives up.
PATIENCE = 240.0


class Watch:
    """Notes how long each breach stands; `since` holds those that still do."""

    def __init__(self, whole: Whole) -> None:
        self.took: list[float] = []
        self.since: dict[str, float] = {}
        self._tell = whole.fake.world.tell
        whole.fake.world.tell = self._hear

    def _hear(self, guild: str, event: str, data: Json) -> None:
        if event == "MESSAGE_DELETE" and data["id"] in self.since:
            self.took.append(time.perf_counter() - self.since.pop(data["id"]))
        self._tell(guild, event, data)

    async def until_all_are_gone(self, whole: Whole) -> None:
        """Return when no breach stands any more."""
        await whole.until(lambda: not self.since)


async def steady(whole: Whole) -> list[float]:
    """Return how long breaches stood, in seconds, in an even stream of messages."""
    guild, watch = whole.servers[NAME], Watch(whole)
    rooms = [whole.fake.world.channel(guild, f"room-{n}") for n in range(ROOMS)]
    people = [whole.fake.people.join(guild, f"Person {n}") for n in range(200)]
    start = time.perf_counter()
    for number in range(A_SECOND * SECONDS):
        await asyncio.sleep(max(0.0, start + number / A_SECOND - time.perf_counter()))
        breach = number % BREACH == 0
        text = f"have a pebble {number}" if breach else f"nothing but talk, line {number}"
        user, room = people[number % len(people)], rooms[number % ROOMS]
        message = whole.fake.people.say(guild, room, user, text)
        if breach:
            watch.since[message["id"]] = time.perf_counter()
    await watch.until_all_are_gone(whole)
    return watch.took


async def catch_up(whole: Whole) -> float:
    """Return the seconds from a start to the last of many messages that were missed."""
    guild, room = whole.servers[NAME], whole.room()
    user = whole.fake.people.join(guild, "Ann")
    watch = Watch(whole)
    first = whole.fake.people.say(guild, room, user, "a pebble before the gap")
    watch.since[first["id"]] = time.perf_counter()
    await watch.until_all_are_gone(whole)
    await whole.sleep()
    for number in range(MISSED - 1):
        whole.fake.people.say(guild, room, user, f"line {number}", heard=False)
    last = whole.fake.people.say(guild, room, user, "have a pebble", heard=False)
    start = time.perf_counter()
    watch.since[last["id"]] = start
    await whole.wake()
    await watch.until_all_are_gone(whole)
    return time.perf_counter() - start


async def neighbours(whole: Whole, seconds: float) -> list[float]:
    """Return how long breaches stood in all servers but the first."""
    names, watch = list(whole.servers)[1:], Watch(whole)
    users = {name: whole.fake.people.join(whole.servers[name], "Ann") for name in whole.servers}
    first = next(iter(whole.servers))
    start = time.perf_counter()
    for number in range(int(NEIGHBOURS_A_SECOND * seconds)):
        await asyncio.sleep(max(0.0, start + number / NEIGHBOURS_A_SECOND - time.perf_counter()))
        name = names[number % len(names)]
        guild, room = whole.servers[name], whole.room(server=name)
        message = whole.fake.people.say(guild, room, users[name], f"have a pebble {number}")
        watch.since[message["id"]] = time.perf_counter()
        whole.fake.people.say(
            whole.servers[first], whole.room(server=first), users[first], f"a pebble {number}"
        )
    await watch.until_all_are_gone(whole)
    return watch.took


async def many_servers(folder: Path) -> tuple[float, float, list[float], list[float]]:
    """Return seconds to start, megabytes after it, and times with all well and one slow."""
    whole = Whole(folder, tuple(f"Server {n}" for n in range(SERVERS)))
    whole.patience = PATIENCE
    for guild in whole.servers.values():
        for number in range(MEMBERS):
            whole.fake.world.member(guild, whole.fake.world.user(f"Person {number}")["id"])
    await whole.fake.start()
    before = psutil.Process().memory_info().rss
    start = time.perf_counter()
    await whole.wake()
    took = time.perf_counter() - start
    grown = (psutil.Process().memory_info().rss - before) / 1024 / 1024
    well = await neighbours(whole, 30)
    first = next(iter(whole.servers))
    for room in whole.servers[first]["channels"].values():
        whole.fake.troubles.slow_down(f"/channels/{room['id']}/", SLOWNESS)
    slow = await neighbours(whole, 30)
    whole.fake.troubles.stop_dawdling()
    await whole.close()
    return took, grown, well, slow


def _percentile(values: Sequence[float], percent: int) -> float:
    return statistics.quantiles(values, n=100)[percent - 1] * 1000


async def measure(folder: Path) -> list[Figure]:
    """Return all figures."""
    for name in ("one", "many"):
        (folder / name).mkdir()
    whole = Whole(folder / "one")
    whole.patience = PATIENCE
    await whole.start()
    took = await steady(whole)
    gap = await catch_up(whole)
    await whole.close()
    started, grown, well, slow = await many_servers(folder / "many")
    what = f"Discord: message to deleted, {A_SECOND}/s in {ROOMS} rooms"
    worse = (_percentile(slow, 99) / _percentile(well, 99) - 1) * 100
    return [
        told(f"{what}, p50", f"{_percentile(took, 50):.0f} ms"),
        told(f"{what}, p99", f"{_percentile(took, 99):.0f} ms"),
        at_most(f"Discord: {MISSED:,} missed messages read back", gap, 60, "s"),
        told(f"Discord: start with {SERVERS} servers of {MEMBERS:,}", f"{started:.1f} s"),
        told("Discord: memory that this takes, with the fake's own", f"{grown:.0f} MB"),
        told("Discord: p99 of 19 servers, all well", f"{_percentile(well, 99):.0f} ms"),
        at_most("Discord: p99 of 19 servers, the 20th slow: worse by", worse, 20, "%"),
    ]


def figures() -> list[Figure]:
    """Measure everything."""
    with tempfile.TemporaryDirectory() as folder:
        return asyncio.run(measure(Path(folder)))


def main() -> int:
    """Print the figures; 1 where a bar is missed."""
    found = figures()
    print(table(found))
    return 1 if any(figure.met is False for figure in found) else 0


if __name__ == "__main__":
    sys.exit(main())
