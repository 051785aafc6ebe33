"""How other servers fare on Discord while one of them is slow, hangs, or is at its rate limits.

The conditions take turns in short slices, in another order each round, so that whatever else the
machine does meanwhile falls on all of them alike; what is told is over all slices of each.

    python -m benchmarks.discord_neighbours --seconds 25 --rounds 4
"""

import argparse
import asyncio
import statistics
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.figures import Figure, at_most, table, told
from tests.fakes.discord import Json
from tests.integration.discord.whole import Whole

SERVERS = 20
#: Breaches a second over all neighbours, and in the bad server beside them.
A_SECOND, BAD_A_SECOND = 5, 1
#: Of each slice, and how often each condition has its turn.
SECONDS, ROUNDS, WARM_UP = 25.0, 4, 5.0
WELL = "all well"
#: Seconds that a slow server and one that hangs take for each answer.
SLOW, HANGS = 5.0, 25.0
#: The p99 of the others may worsen by so much.
MOST_WORSE = 20
PATIENCE = 240.0


class Watch:
    """Notes how long each breach stands; `since` holds those that still do."""

    def __init__(self, whole: Whole) -> None:
        self.took: list[float] = []
        self.since: dict[str, float] = {}
        self._world = whole.fake.world
        self._tell = whole.fake.world.tell
        whole.fake.world.tell = self._hear

    def _hear(self, guild: str, event: str, data: Json) -> None:
        if event == "MESSAGE_DELETE" and data["id"] in self.since:
            self.took.append(time.perf_counter() - self.since.pop(data["id"]))
        self._tell(guild, event, data)

    async def until_all_are_gone(self, whole: Whole) -> None:
        """Return when no breach stands any more; nothing is noted after that."""
        await whole.until(lambda: not self.since)
        self._world.tell = self._tell


@dataclass(slots=True, kw_only=True)
class Neighbours:
    """How long breaches stood in the other servers, in seconds, by what was wrong with one."""

    took: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))

    def percentile(self, what: str, percent: int) -> float:
        """Return a percentile in milliseconds."""
        return statistics.quantiles(self.took[what], n=100)[percent - 1] * 1000

    def worse(self, what: str) -> float:
        """Return by how many percent the 99th percentile is worse than with all well."""
        return (self.percentile(what, 99) / self.percentile(WELL, 99) - 1) * 100


def _slow(whole: Whole, guild: Json) -> None:
    _dawdle(whole, guild, SLOW)


def _hang(whole: Whole, guild: Json) -> None:
    _dawdle(whole, guild, HANGS)


def _dawdle(whole: Whole, guild: Json, seconds: float) -> None:
    whole.fake.troubles.slow_down(f"/guilds/{guild['id']}/", seconds)
    for room in guild["channels"].values():
        whole.fake.troubles.slow_down(f"/channels/{room['id']}/", seconds)


def _limit(whole: Whole, guild: Json) -> None:
    here = "/channels/{channel_id}/messages"
    for room in guild["channels"].values():
        whole.fake.limits.set("POST", here, 1, 5.0, major=room["id"])
        whole.fake.limits.set("DELETE", here + "/{message_id}", 1, 5.0, major=room["id"])


BADNESS: Mapping[str, Callable[[Whole, Json], None]] = {
    "slow": _slow,
    "hanging": _hang,
    "rate-limited": _limit,
}


async def beside_bad_servers(
    whole: Whole, seconds: float = SECONDS, rounds: int = ROUNDS
) -> Neighbours:
    """Return how all servers but the first fared; the first one is the bad one."""
    found = Neighbours()
    users = {name: whole.fake.people.join(guild, "Ann") for name, guild in whole.servers.items()}
    await _talk(whole, users, WARM_UP)
    conditions = [WELL, *BADNESS]
    for turn in range(rounds):
        for what in conditions[turn % len(conditions) :] + conditions[: turn % len(conditions)]:
            if what in BADNESS:
                BADNESS[what](whole, next(iter(whole.servers.values())))
            found.took[what] += await _talk(whole, users, seconds)
            whole.fake.troubles.stop_dawdling()
            whole.fake.limits.lift()
            await _until_the_bad_one_is_well(whole)
    return found


async def _until_the_bad_one_is_well(whole: Whole) -> None:
    """Return when nothing of one slice is left to be done in the next."""
    room = whole.room(server=next(iter(whole.servers)))
    await whole.until(lambda: not whole.lines(room))


async def _talk(whole: Whole, users: Mapping[str, Json], seconds: float) -> list[float]:
    """Return how long breaches stood in all servers but the first, which has some of its own."""
    first, *others = whole.servers
    watch = Watch(whole)
    start = time.perf_counter()
    for number in range(int(A_SECOND * seconds)):
        await asyncio.sleep(max(0.0, start + number / A_SECOND - time.perf_counter()))
        message = _breach(whole, others[number % len(others)], users, number)
        watch.since[message["id"]] = time.perf_counter()
        if number % (A_SECOND // BAD_A_SECOND) == 0:
            _breach(whole, first, users, number)
    await watch.until_all_are_gone(whole)
    return watch.took


def _breach(whole: Whole, name: str, users: Mapping[str, Json], number: int) -> Json:
    guild, room = whole.servers[name], whole.room(server=name)
    return whole.fake.people.say(guild, room, users[name], f"have a pebble {number}")


def neighbours_figures(fared: Neighbours) -> list[Figure]:
    """Return the percentiles with all well, and by how much each badness worsens the 99th."""
    what = f"Discord: {SERVERS - 1} servers, all well, of {len(fared.took[WELL])} deletions"
    found = [told(f"{what}: p{n}", f"{fared.percentile(WELL, n):.0f} ms") for n in (50, 99)]
    for what in BADNESS:
        name = f"Discord: p99 of {SERVERS - 1} servers, the {SERVERS}th {what}: worse by"
        found.append(at_most(name, fared.worse(what), MOST_WORSE, "%"))
    return found


async def measure(folder: Path, seconds: float, rounds: int) -> list[Figure]:
    """Return the figures of servers with nobody in them but who talks."""
    whole = Whole(folder, tuple(f"Server {n}" for n in range(SERVERS)))
    whole.patience = PATIENCE
    await whole.start()
    fared = await beside_bad_servers(whole, seconds, rounds)
    await whole.close()
    return neighbours_figures(fared)


def figures(seconds: float = SECONDS, rounds: int = ROUNDS) -> list[Figure]:
    """Measure everything."""
    with tempfile.TemporaryDirectory() as folder:
        return asyncio.run(measure(Path(folder), seconds, rounds))


def main() -> int:
    """Print the figures; 1 where a bar is missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=SECONDS, help="of each slice")
    parser.add_argument("--rounds", type=int, default=ROUNDS, help="slices of each condition")
    args = parser.parse_args()
    found = figures(args.seconds, args.rounds)
    print(table(found))
    return 1 if any(figure.met is False for figure in found) else 0


if __name__ == "__main__":
    sys.exit(main())
