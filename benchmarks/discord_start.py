"""How long Evenhand takes to look after many Discord servers, and how much memory.

It runs as a process of its own, so that its memory is its own: it starts, meets all servers, and
offers its commands in each. Members come as from Discord: 250 of a large server at the start.

    python -m benchmarks.discord_start --servers 20 --members 1000
"""

import argparse
import asyncio
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import psutil

from benchmarks.figures import Figure, at_most, table, told
from tests.integration.discord.apart import Apart

SERVERS, MEMBERS = 20, 1_000
#: Seconds that a start may take before the benchmark gives up.
PATIENCE = 240.0
MEBIBYTE = 1024 * 1024
#: The bar for memory after a start without a model, in megabytes.
MOST_MEMORY = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Start:
    """Seconds until every server is looked after, and the megabytes that are in use then.

    `let_in` seconds of them passed before the gateway was reached: Python's own start, mostly.
    """

    seconds: float
    let_in: float
    memory: float

    def __str__(self) -> str:
        """Say how long it took, and how much of that was Discord's part."""
        return f"{self.seconds:.1f} s, of it {self.seconds - self.let_in:.1f} s on the gateway"


async def measure(folder: Path, servers: int, members: int) -> Sequence[Start]:
    """Return what the first start took, which puts all commands there, and the second one."""
    whole = Apart(folder, tuple(f"Server {number}" for number in range(servers)))
    whole.patience = PATIENCE
    for guild in whole.servers.values():
        for number in range(members - 2):  # the owner and Evenhand are there already
            whole.fake.world.member(guild, whole.fake.world.user(f"Person {number}")["id"])
    await whole.fake.start()
    try:
        return [await _start(whole), await _start(whole)]
    finally:
        await whole.kill()
        await whole.fake.stop()


async def _start(whole: Apart) -> Start:
    environ = whole.environ()
    begun = time.perf_counter()
    await whole.begin(environ)
    async with asyncio.timeout(PATIENCE):
        await whole.fake.gateway.connected()
    let_in = time.perf_counter() - begun
    await whole.until_offered()
    took = time.perf_counter() - begun
    assert whole.process is not None
    memory = psutil.Process(whole.process.pid).memory_info().rss / MEBIBYTE
    await whole.end()
    return Start(seconds=took, let_in=let_in, memory=memory)


def figures(servers: int = SERVERS, members: int = MEMBERS) -> list[Figure]:
    """Return both starts and the memory after the second."""
    with tempfile.TemporaryDirectory() as folder:
        first, again = asyncio.run(measure(Path(folder), servers, members))
    what = f"Discord: {servers} servers of {members:,} members"
    return [
        told(f"{what}: first start, with all commands", str(first)),
        told(f"{what}: start", str(again)),
        at_most(f"{what}: memory after it", again.memory, MOST_MEMORY, "MB"),
    ]


def main() -> int:
    """Print the figures; 1 where a bar is missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--servers", type=int, default=SERVERS)
    parser.add_argument("--members", type=int, default=MEMBERS, help="of each server")
    args = parser.parse_args()
    found = figures(args.servers, args.members)
    print(table(found))
    return 1 if any(figure.met is False for figure in found) else 0


if __name__ == "__main__":
    sys.exit(main())
