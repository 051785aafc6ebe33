"""A real Evenhand process at a pretended Slack, killed again and again while people write."""

import asyncio
import os
import signal
import sys
import time
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from tests.fakes.slack import SECRET, Channel, FakeSlack, Message
from tests.support.patience import PATIENCE
from tests.support.ports import free_port

ROOT = Path(__file__).resolve().parents[3]
RULES = """\
version: 1
community: Kettle Works
language: en
places:
  slack: "T0KETTLE01"
team:
  moderators: [Owner]
  alerts_to: "#mod-alerts"
limits:
  deletions_per_hour: 10000
policies:
  - name: No pebbles
    kind: words
    when:
      words: ["pebble*"]
    then:
      - [delete, warn]
    forget_after: 30 days
"""
#: Slack waits 0, 60 and 300 s before it brings something again; here a second each, for so long.
PAUSES = (0.0, 0.6, *(1.0 for _ in range(600)))


@dataclass
class Result:
    """What came of it: messages that nobody judged, and words that were said twice."""

    lost: list[str] = field(default_factory=list)
    doubled: list[str] = field(default_factory=list)
    waits: list[float] = field(default_factory=list)
    kills: int = 0


class Soak:
    """One workspace, one folder, one process after the other."""

    def __init__(self, data: Path, *, over_socket: bool = False) -> None:
        self.data = data
        self.over_socket = over_socket
        self.slack = FakeSlack(socket=over_socket)
        self.slack.pauses = PAUSES
        self.slack.limits = True
        self.space = self.slack.workspace()
        self.admin = self.slack.admin_token(self.space).value
        self.room = self._room("help")
        self.alerts = self._room("mod-alerts")
        self.port = free_port()
        self.slack.app_url = f"http://127.0.0.1:{self.port}/slack/events"
        self.process: asyncio.subprocess.Process | None = None
        self.result = Result()
        #: How many messages Slack was told were taken in.
        self.taken = 0

    def _room(self, name: str) -> Channel:
        room = self.space.add_channel(name)
        room.members |= {self.space.bot.id, self.space.owner.id}
        return room

    def environ(self) -> dict[str, str]:
        """Return what the process is told."""
        team = self.space.team
        reached = (
            {"EVENHAND_SLACK_APP_TOKEN": f"xapp-{team}-app"}
            if self.over_socket
            else {"EVENHAND_SLACK_SIGNING_SECRET": SECRET}
        )
        return {
            **os.environ,
            **reached,
            "EVENHAND_DATA": str(self.data),
            "EVENHAND_RULES": str(self.data / "community.yaml"),
            "EVENHAND_LOBBY": "off",
            "EVENHAND_LOG_LEVEL": "error",
            "EVENHAND_SLACK_BOT_TOKEN": f"xoxb-{team}-bot",
            "EVENHAND_SLACK_USER_TOKEN": self.admin,
            "EVENHAND_SLACK_PORT": str(self.port),
            "EVENHAND_SLACK_API_URL": self.slack.api_url,
        }

    async def start(self) -> None:
        """Start the process."""
        self.data.mkdir(parents=True, exist_ok=True)
        (self.data / "community.yaml").write_text(RULES, encoding="utf-8")
        self.process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "bot", "run", cwd=ROOT, env=self.environ()
        )

    async def answering(self) -> None:
        """Return once the process has taken something in since it was started."""
        before = self.taken
        async with asyncio.timeout(PATIENCE):
            while self.taken == before:  # noqa: ASYNC110  # it happens in another process
                await asyncio.sleep(0.02)

    async def kill(self) -> None:
        """Kill the process without a warning."""
        if self.process is not None and self.process.returncode is None:
            self.process.send_signal(signal.SIGKILL)
            await self.process.wait()
            self.result.kills += 1

    async def end(self) -> None:
        """End everything."""
        if self.process is not None and self.process.returncode is None:
            self.process.terminate()
            await self.process.wait()
        await self.slack.stop()

    # ------------------------------------------------------------------------------ people

    def talk(self, number: int) -> tuple[Message, "asyncio.Task[bool]"]:
        """Let somebody new write something that breaks a rule."""
        user = self.space.add_user(f"Guest {number}")
        self.room.members.add(user.id)
        message, told = self.slack.say(self.space, self.room, user.id, f"a pebble, no {number}")
        began = time.monotonic()
        told.add_done_callback(lambda _: self._took(began))
        return message, told

    def _took(self, began: float) -> None:
        self.taken += 1
        self.result.waits.append(time.monotonic() - began)

    async def calm(self, messages: list[Message], longest: float) -> None:
        """Return when every message has gone and everybody was told, or it took too long."""
        async with asyncio.timeout(longest):
            while not self._all_done(messages):  # noqa: ASYNC110  # it happens in another process
                await asyncio.sleep(0.1)

    def _all_done(self, messages: list[Message]) -> bool:
        gone = all(message.ts not in self.room.messages for message in messages)
        return gone and not any(self._silent(message) for message in messages)

    def _silent(self, message: Message) -> bool:
        return not self.space.im(message.user).messages

    def judge(self, messages: list[Message]) -> Result:
        """Return what was lost and what was doubled."""
        result = self.result
        for message in messages:
            if message.ts in self.room.messages or self._silent(message):
                result.lost.append(message.text)
        rooms = (*self.space.channels.values(),)
        keys = Counter(
            str(said.metadata["event_payload"]["order"])
            for room in rooms
            for said in room.messages.values()
            if said.metadata
        )
        result.doubled += [key for key, count in keys.items() if count > 1]
        for message in messages:
            if len(self.space.im(message.user).messages) > 1:
                result.doubled.append(f"{message.text}: told twice")
        return result


async def soak(data: Path, *, kills: int, people: int, over_socket: bool = False) -> Result:
    """Let people write while the process is killed so many times; return what came of it."""
    run = Soak(data, over_socket=over_socket)
    await run.slack.start()
    try:
        await run.start()
        messages: list[Message] = []
        for turn in range(kills + 1):
            for number in range(people):
                messages.append(run.talk(turn * people + number)[0])
                await asyncio.sleep(0.05)
            if turn < kills:
                # A different moment each time: while it starts, hears, judges, acts.
                if turn % 5:
                    await run.answering()
                await asyncio.sleep(0.23 * (turn % 7))
                await run.kill()
                await run.start()
        with suppress(TimeoutError):
            await run.calm(messages, 300)
        return run.judge(messages)
    finally:
        await run.end()
