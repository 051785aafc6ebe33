"""Evenhand on Discord, end to end: the real library and core, and a Discord of our own.

The fake server runs in the same process and takes its share of the processor. Every message that
breaks a rule is followed to its end, and so is every one that breaks none.

    python -m benchmarks.discord_network --seconds 60 --missed 5000
"""

import argparse
import asyncio
import sqlite3
import statistics
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from benchmarks.discord_neighbours import Watch
from benchmarks.figures import Figure, at_most, table, told
from tests.integration.discord.whole import Whole

#: A hundred messages a second in fifty rooms, one in twenty of them a breach.
A_SECOND, SECONDS, ROOMS, BREACH = 100, 15, 50, 20
MISSED, AUTHORS = 5_000, 200
NAME = "Kettle Works"
#: Seconds that anything may take before the benchmark gives up.
PATIENCE = 240.0
#: Seconds in which what was missed is to be read back and acted on.
MOST_SECONDS = 60
_SETTLED = "select count(*) from events where state = 1 and message is not null"


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """What became of the messages of a gap; each breach is to be gone once, all else to stand."""

    missed: int
    breaches: int
    judged: int
    gone: int
    asked_twice: int
    wrongly_gone: int
    seconds: float

    @property
    def is_whole(self) -> bool:
        """Whether each was judged and each breach was taken down once, and nothing else."""
        done = (self.judged, self.gone) == (self.missed, self.breaches)
        return done and not self.asked_twice and not self.wrongly_gone


async def steady(whole: Whole, seconds: int) -> list[float]:
    """Return how long breaches stood, in seconds, in an even stream of messages."""
    guild, watch = whole.servers[NAME], Watch(whole)
    rooms = [whole.fake.world.channel(guild, f"room-{n}") for n in range(ROOMS)]
    people = [whole.fake.people.join(guild, f"Person {n}") for n in range(AUTHORS)]
    start = time.perf_counter()
    for number in range(A_SECOND * seconds):
        await asyncio.sleep(max(0.0, start + number / A_SECOND - time.perf_counter()))
        user, room = people[number % len(people)], rooms[number % ROOMS]
        message = whole.fake.people.say(guild, room, user, _text(number))
        if _is_breach(number):
            watch.since[message["id"]] = time.perf_counter()
    await watch.until_all_are_gone(whole)
    return watch.took


def _is_breach(number: int) -> bool:
    return number % BREACH == 0


def _text(number: int) -> str:
    if _is_breach(number):
        return f"have a pebble {number}"
    return f"nothing but talk, line {number}"


async def catch_up(whole: Whole, missed: int) -> Gap:
    """Return what became of messages that were missed, from a start to the last deletion."""
    guild, room = whole.servers[NAME], whole.room()
    people = [whole.fake.people.join(guild, f"Missed {n}") for n in range(AUTHORS)]
    before = Watch(whole)
    first = whole.fake.people.say(guild, room, people[0], "a pebble before the gap")
    before.since[first["id"]] = time.perf_counter()
    await before.until_all_are_gone(whole)
    await whole.sleep()
    judged = _judged(whole)
    watch, said = Watch(whole), []
    for number in range(missed):
        user = people[number % len(people)]
        message = whole.fake.people.say(guild, room, user, _text(number), heard=False)
        said.append(message["id"])
    asked = len(whole.fake.requests)
    start = time.perf_counter()
    watch.since.update((id, start) for number, id in enumerate(said) if _is_breach(number))
    breaches = set(watch.since)
    await whole.wake()
    await watch.until_all_are_gone(whole)
    took = time.perf_counter() - start
    await whole.sleep()
    return _gap(whole, said, breaches, asked, took, _judged(whole) - judged)


def _gap(
    whole: Whole, said: Sequence[str], breaches: set[str], asked: int, took: float, judged: int
) -> Gap:
    """Return what stands and what does not, and how often each deletion was asked for."""
    standing = set(whole.fake.world.messages[whole.room()["id"]])
    deletions: Counter[str] = Counter()
    for one in whole.fake.requests[asked:]:
        if one.method == "DELETE" and "/messages/" in one.path and one.status == 204:
            deletions[one.path.rpartition("/")[2]] += 1
        if one.path.endswith("/bulk-delete"):
            deletions.update(one.body["messages"])
    return Gap(
        missed=len(said),
        breaches=len(breaches),
        judged=judged,
        gone=len(breaches - standing),
        asked_twice=sum(count > 1 for id, count in deletions.items() if id in breaches),
        wrongly_gone=len(set(said) - breaches - standing),
        seconds=took,
    )


def _judged(whole: Whole) -> int:
    """Return how many messages are settled in the database."""
    with closing(sqlite3.connect(whole.folder / "data" / "evenhand.db")) as database:
        (count,) = database.execute(_SETTLED).fetchone()
    return int(count)


def _percentile(values: Sequence[float], percent: int) -> float:
    return statistics.quantiles(values, n=100)[percent - 1] * 1000


async def measure(folder: Path, seconds: int, missed: int) -> list[Figure]:
    """Return all figures."""
    whole = Whole(folder)
    whole.patience = PATIENCE
    await whole.start()
    took = await steady(whole, seconds)
    gap = await catch_up(whole, missed)
    await whole.fake.stop()
    what = f"Discord: message to deleted, {A_SECOND}/s in {ROOMS} rooms"
    name = f"Discord: {gap.missed:,} missed messages"
    return [
        told(f"{what}, p50 of {len(took)}", f"{_percentile(took, 50):.0f} ms"),
        told(f"{what}, p99 of {len(took)}", f"{_percentile(took, 99):.0f} ms"),
        at_most(f"{name}, to the last of {gap.breaches} deletions", gap.seconds, MOST_SECONDS, "s"),
        Figure(
            what=f"{name}: judged, taken down, asked for twice, wrongly taken down",
            value=f"{gap.judged:,}, {gap.gone}, {gap.asked_twice}, {gap.wrongly_gone}",
            want=f"{gap.missed:,}, {gap.breaches}, 0, 0",
            met=gap.is_whole,
        ),
    ]


def figures(seconds: int = SECONDS, missed: int = MISSED) -> list[Figure]:
    """Measure everything."""
    with tempfile.TemporaryDirectory() as folder:
        return asyncio.run(measure(Path(folder), seconds, missed))


def main() -> int:
    """Print the figures; 1 where a bar is missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=int, default=SECONDS, help="of the even stream")
    parser.add_argument("--missed", type=int, default=MISSED, help="messages of the gap")
    args = parser.parse_args()
    found = figures(args.seconds, args.missed)
    print(table(found))
    return 1 if any(figure.met is False for figure in found) else 0


if __name__ == "__main__":
    sys.exit(main())
