"""How other servers fare on Discord while one of them is slow, hangs, or is at its rate limits.

Every round measures them with all well and with each kind of badness in turn, so that whatever
else the machine does meanwhile falls on all of them alike.

    python -m benchmarks.discord_neighbours --seconds 30 --rounds 3
"""

import argparse
import asyncio
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.figures import Figure, at_most, table, told
from tests.fakes.discord import Json
from tests.integration.discord.whole import Whole

SERVERS = 20
#: Breaches a second over all neighbours, and in the bad server beside them.
A_SECOND, BAD_A_SECOND = 5, 1
SECONDS, ROUNDS = 30.0, 3
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

    took: dict[str, list[float]] = field(default_factory=dict)

    def p99(self, what: str) -> float:
        """Return the 99th percentile in milliseconds."""
        return statistics.quantiles(self.took[what], n=100)[98] * 1000


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
) -> list[Neighbours]:
    """Return how all servers but the first fared, for each round; the first one is the bad one."""
    found: list[Neighbours] = []
    users = {name: whole.fake.people.join(guild, "Ann") for name, guild in whole.servers.items()}
    for _ in range(rounds):
        one = Neighbours()
        one.took["all well"] = await _talk(whole, users, seconds)
        for what, begin in BADNESS.items():
            begin(whole, next(iter(whole.servers.values())))
            one.took[what] = await _talk(whole, users, seconds)
            whole.fake.troubles.stop_dawdling()
            whole.fake.limits.lift()
        found.append(one)
    return found


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


def neighbours_figures(fared: Sequence[Neighbours]) -> list[Figure]:
    """Return the p99 with all well, and by how much each badness worsens it: the median round."""
    well = statistics.median(one.p99("all well") for one in fared)
    found = [told(f"Discord: p99 of {SERVERS - 1} servers, all well", f"{well:.0f} ms")]
    for what in BADNESS:
        worse = statistics.median((one.p99(what) / one.p99("all well") - 1) * 100 for one in fared)
        name = f"Discord: p99 of {SERVERS - 1} servers, the {SERVERS}th {what}: worse by"
        found.append(at_most(name, worse, MOST_WORSE, "%"))
    return found


async def measure(folder: Path, seconds: float, rounds: int) -> list[Figure]:
    """Return the figures of servers with nobody in them but who talks."""
    whole = Whole(folder, tuple(f"Server {n}" for n in range(SERVERS)))
    whole.patience = PATIENCE
    await whole.start()
    fared = await beside_bad_servers(whole, seconds, rounds)
    await whole.close()
    return neighbours_figures(fared)


def main() -> int:
    """Print the figures; 1 where a bar is missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=SECONDS, help="of each condition")
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        found = asyncio.run(measure(Path(folder), args.seconds, args.rounds))
    print(table(found))
    return 1 if any(figure.met is False for figure in found) else 0


if __name__ == "__main__":
    sys.exit(main())
