"""The whole of Evenhand in this process, on a Telegram of our own and a database on disk."""

import asyncio
from collections.abc import Callable
from pathlib import Path

from bot.bootstrap import build
from bot.settings import Settings
from tests.fakes.telegram.chats import RIGHTS, Chat, Person
from tests.fakes.telegram.humans import Humans
from tests.fakes.telegram.server import FakeTelegram
from tests.fakes.telegram.wire import Json

GROUP, OFFICE = -1_001_234_567_890, -1_009_876_543_210
RULES = f"""\
version: 1
community: Kettle Works
rules: [Be kind.]
rules_url: https://kettle.example/rules
places:
  telegram: "{GROUP}"
team:
  moderators: [Moderator]
  leave_alone: [Administrator]
  alerts_to: "{OFFICE}"
policies:
  - name: No pebbles
    kind: words
    when:
      words: ["pebble*"]
    then:
      - [delete, warn, timeout: 1 hour, alert team]
    forget_after: 30 days
  - name: At the door
    kind: door
"""


class Whole:
    """Evenhand with its real core: a group, the team's office, and Mara, who moderates."""

    def __init__(self, folder: Path, *rules: str) -> None:
        self.rules = rules or (RULES,)
        self.folder = folder
        self.telegram = FakeTelegram()
        self.cloud = self.telegram.cloud
        self.people = Humans(self.telegram)
        self.group = self.cloud.group(GROUP, "Kettle Works")
        self.office = self.cloud.group(OFFICE, "Office")
        self.mara = self.cloud.person("Mara", started=True)
        self._stop = asyncio.Event()
        self._running: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Open the fake, write the rules, and start Evenhand."""
        await self.telegram.start()
        (self.folder / "rules").mkdir()
        for number, rules in enumerate(self.rules):
            file = self.folder / "rules" / f"{number}.yaml"
            file.write_text(rules, encoding="utf-8")
        await self.wake()
        rights = frozenset(RIGHTS)
        for chat in (self.group, self.office):
            self.people.bring(chat, self.owner(chat), self.mara)
        owner = self.owner(self.group)
        self.people.change(self.group, owner, self.mara, status="administrator", rights=rights)

    @staticmethod
    def owner(chat: Chat) -> Person:
        """Return who owns a group."""
        return next(seat.person for seat in chat.seats.values() if seat.status == "creator")

    async def wake(self) -> None:
        """Start Evenhand and wait until it listens."""
        environ = {
            "EVENHAND_DATA": str(self.folder / "data"),
            "EVENHAND_RULES": str(self.folder / "rules"),
            "EVENHAND_LOBBY": "off",
            "EVENHAND_TELEGRAM_TOKEN": self.telegram.token,
            "EVENHAND_TELEGRAM_API": self.telegram.url,
        }
        process = await build(Settings.from_environ(environ), environ)
        self._stop.clear()
        polls = self.cloud.polls
        self._running = asyncio.create_task(process.run(self._stop))
        await self.until(lambda: self.cloud.polls > polls)

    async def sleep(self) -> None:
        """Stop Evenhand in good order."""
        self._stop.set()
        if self._running is not None:
            await self._running

    async def close(self) -> None:
        """Stop everything."""
        await self.sleep()
        await self.telegram.stop()

    async def until(self, fits: Callable[[], object]) -> None:
        """Return once something is so on the fake."""
        async with asyncio.timeout(60):
            await self.cloud.until(fits)

    def comes(self, name: str, *, started: bool = True) -> Person:
        """Let somebody come in."""
        person = self.cloud.person(name, started=started)
        self.people.join(self.group, person, service=False)
        return person

    def says(self, person: Person, text: str, **more: object) -> int:
        """Let somebody write in the group."""
        return self.people.say(self.group, person, text, **more)[0]

    def lines(self, chat: Chat) -> list[str]:
        """Return what stands in a chat."""
        return [one["text"] for one in chat.messages.values() if "text" in one]

    def private(self, person: Person) -> Chat:
        """Return somebody's private chat with the bot."""
        return self.cloud.chat(person.id)

    def with_button(self, chat: Chat, label: str) -> Json:
        """Return the newest message with a button."""
        return [one for one in chat.messages.values() if label in str(one.get("reply_markup"))][-1]

    def press(self, chat: Chat, person: Person, label: str) -> str:
        """Press the newest button with this label."""
        message = self.with_button(chat, label)["message_id"]
        return self.people.press(chat, person, message, label)
