"""How long a bad message stands: from Telegram's telling to its deletion, at a steady pace.

python -m tests.integration.telegram.pace 100 20     (messages a second, seconds)
"""

import asyncio
import os
import statistics
import sys
import tempfile
import time
from pathlib import Path

from tests.fakes.telegram.humans import Humans
from tests.fakes.telegram.server import FakeTelegram

ROOT = Path(__file__).resolve().parents[3]
GROUP = -1_001_234_567_890
PEOPLE = 200
RULES = f"""\
version: 1
community: Kettle Works
places:
  telegram: "{GROUP}"
limits:
  deletions_per_hour: 100000
policies:
  - name: No pebbles
    kind: words
    when:
      words: ["pebble*"]
    then: [delete]
"""


async def pace(folder: Path, per_second: int, seconds: int) -> list[float]:
    """Return the milliseconds that each bad message stood."""
    telegram = FakeTelegram()
    people, cloud = Humans(telegram), telegram.cloud
    group = cloud.group(GROUP, "Kettle Works")
    crowd = [cloud.person(f"P{number}", started=True) for number in range(PEOPLE)]
    await telegram.start()
    (folder / "community.yaml").write_text(RULES, encoding="utf-8")
    environ = {
        **os.environ,
        "EVENHAND_DATA": str(folder / "data"),
        "EVENHAND_RULES": str(folder / "community.yaml"),
        "EVENHAND_LOBBY": "off",
        "EVENHAND_TELEGRAM_TOKEN": telegram.token,
        "EVENHAND_TELEGRAM_API": telegram.url,
    }
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", "run", cwd=ROOT, env=environ, stdout=asyncio.subprocess.DEVNULL
    )
    try:
        await cloud.until(lambda: cloud.polls > 0)
        # The first message of all wakes what is loaded on demand; it is not counted.
        people.say(group, crowd[0], "a pebble to begin with")
        await cloud.until(lambda: len(telegram.of("deleteMessage")) == 1)
        said: dict[str, float] = {}
        began = time.monotonic()
        for number in range(per_second * seconds):
            bad = number % 10 == 0
            text = f"line {number} {'pebble' if bad else ''}"
            message, _ = people.say(group, crowd[number % PEOPLE], text)
            if bad:
                said[str(message)] = time.monotonic()
            await asyncio.sleep(max(0.0, began + (number + 1) / per_second - time.monotonic()))
        await cloud.until(lambda: len(telegram.of("deleteMessage")) > len(said))
        gone = {call.sent["message_id"]: call.at for call in telegram.of("deleteMessage")}
        return [(gone[id] - at) * 1000 for id, at in said.items()]
    finally:
        process.terminate()
        await process.wait()
        await telegram.stop()


async def _main(per_second: int, seconds: int) -> str:
    with tempfile.TemporaryDirectory() as folder:
        stood = sorted(await pace(Path(folder), per_second, seconds))
    p99 = stood[int(len(stood) * 0.99) - 1]
    return f"{len(stood)} deletions: p50 {statistics.median(stood):.0f} ms, p99 {p99:.0f} ms"


if __name__ == "__main__":
    print(asyncio.run(_main(int(sys.argv[1]), int(sys.argv[2]))))  # noqa: T201  # it is run by hand
