"""The whole of Evenhand in this process, on a Discord of our own and a database on disk."""

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import Any

from bot.bootstrap import build
from bot.settings import Settings
from tests.fakes.discord import FakeDiscord, Json
from tests.support.patience import PATIENCE

RULES = """\
version: 1
community: {name}
language: en
places:
  discord: "{place}"
team:
  moderators: [Moderator]
  alerts_to: "#mod-alerts"
limits:
  deletions_per_hour: 100000
  timeouts_per_day: 100000
policies:
  - name: No pebbles
    kind: words
    when:
      words: ["pebble*"]
    then:
      - [delete, warn, timeout: 1 hour]
    forget_after: 30 days
"""


class Whole:
    """Evenhand with its real core; `servers` are the fake's servers by name."""

    def __init__(
        self, folder: Path, names: tuple[str, ...] = ("Kettle Works",), rules: str = RULES
    ) -> None:
        self.rules = rules
        self.fake = FakeDiscord()
        self.folder = folder
        self.patience = PATIENCE
        self.said: list[str] = []
        self.servers: dict[str, Json] = {}
        for name in names:
            guild = self.servers[name] = self.fake.world.guild(name)
            self.fake.world.channel(guild, "mod-alerts")
            self.fake.world.role(guild, "Moderator", at=1)
        self._stop = asyncio.Event()
        self._running: asyncio.Task[None] | None = None
        self._seen = asyncio.Condition()

    async def start(self) -> None:
        """Open the fake, write the rules, and start Evenhand."""
        await self.fake.start()
        await self.wake()

    def environ(self) -> dict[str, str]:
        """Write the rules, and return what Evenhand reads."""
        rules = self.folder / "rules"
        rules.mkdir(exist_ok=True)
        for number, (name, guild) in enumerate(self.servers.items()):
            text = self.rules.format(name=name, place=guild["id"])
            (rules / f"{number}.yaml").write_text(text, encoding="utf-8")
        return {
            "EVENHAND_DATA": str(self.folder / "data"),
            "EVENHAND_RULES": str(rules),
            "EVENHAND_LOBBY": "off",
            "EVENHAND_DISCORD_TOKEN": self.fake.token,
            "EVENHAND_DISCORD_API": self.fake.api,
        }

    async def wake(self) -> None:
        """Start Evenhand and wait until it listens."""
        environ = self.environ()
        process = await build(Settings.from_environ(environ), environ, self.said.append)
        self._stop.clear()
        self._running = asyncio.create_task(process.run(self._stop))
        await self.until_offered()

    async def until_offered(self) -> None:
        """Return once Evenhand has looked after its commands, which it does last."""
        looks = len(self.fake.asked("GET", "/commands")) + len(self.servers)
        await self.until(
            lambda: (
                len(self.fake.asked("GET", "/commands")) >= looks
                and all(self._is_offered(guild) for guild in self.servers.values())
            )
        )

    def _is_offered(self, guild: Json) -> bool:
        """Return whether everything is offered in a server; its menus come last."""
        offered = self.fake.world.commands.get(guild["id"], {}).values()
        return any(one["name"] == "History" for one in offered)

    async def sleep(self) -> None:
        """Stop Evenhand in good order."""
        self._stop.set()
        if self._running is not None:
            await self._running

    async def close(self) -> None:
        """Stop everything."""
        await self.sleep()
        await self.fake.stop()

    def room(self, name: str = "general", server: str = "Kettle Works") -> Json:
        """Return a channel by its name."""
        channels: dict[str, Json] = self.servers[server]["channels"]
        return next(one for one in channels.values() if one["name"] == name)

    def lines(self, channel: Any) -> list[str]:
        """Return what stands in a channel."""
        return [one["content"] for one in self.fake.world.messages[channel["id"]].values()]

    def private(self, user: Json) -> list[str]:
        """Return what somebody was told in private."""
        for channel in self.fake.world.direct.values():
            if channel["recipients"][0]["id"] == user["id"]:
                return self.lines(channel)
        return []

    async def until(self, fits: Callable[[], bool]) -> None:
        """Return once something is so on the fake; looked at after each of its requests."""
        async with asyncio.timeout(self.patience):
            while not fits():
                await self.fake.server.asked_again()
