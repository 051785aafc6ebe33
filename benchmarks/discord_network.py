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

from benchmarks.discord_neighbours import (
    Neighbours,
    Watch,
    beside_bad_servers,
    neighbours_figures,
)
from benchmarks.figures import Figure, at_most, table, told
from tests.integration.discord.whole import Whole

#: A hundred messages a second in fifty rooms, one in twenty of them a breach.
A_SECOND, SECONDS, ROOMS, BREACH = 100, 15, 50, 20
MISSED = 5_000
SERVERS, MEMBERS = 20, 1_000
NAME = "Kettle Works"
#: Seconds that anything may take before the benchmark gives up.
PATIENCE = 240.0


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
    watch, start = Watch(whole), time.perf_counter()
    watch.since[last["id"]] = start
    await whole.wake()
    await watch.until_all_are_gone(whole)
    return time.perf_counter() - start


async def many_servers(folder: Path) -> tuple[float, float, list[Neighbours]]:
    """Return seconds to start, megabytes after it, and how neighbours fare beside a bad server."""
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
    fared = await beside_bad_servers(whole)
    await whole.close()
    return took, grown, fared


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
    started, grown, fared = await many_servers(folder / "many")
    what = f"Discord: message to deleted, {A_SECOND}/s in {ROOMS} rooms"
    return [
        told(f"{what}, p50", f"{_percentile(took, 50):.0f} ms"),
        told(f"{what}, p99", f"{_percentile(took, 99):.0f} ms"),
        at_most(f"Discord: {MISSED:,} missed messages read back", gap, 60, "s"),
        told(f"Discord: start with {SERVERS} servers of {MEMBERS:,}", f"{started:.1f} s"),
        told("Discord: memory that this takes, with the fake's own", f"{grown:.0f} MB"),
        *neighbours_figures(fared),
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
