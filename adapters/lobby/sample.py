"""A sample evening: people who are not there talk, by the same door as everybody else."""

import asyncio
import json
import logging
import secrets
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

from adapters.lobby.asked import Asked, Trouble
from adapters.lobby.guests import Guests
from adapters.lobby.hearing import Hearing
from adapters.lobby.records import Json, Person
from bot.errors import NetworkError, StoreBusy, StoreError

log = logging.getLogger(__name__)

EVENING = Path(__file__).parent / "sample" / "evening.json"
#: How many times faster than life the evening may be played.
SLOWEST, FASTEST = 1.0, 60.0
#: At this speed the whole evening takes about a minute.
USUAL = 30.0
_TRIES, _PAUSE = 5, 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One thing that happens in the evening; `at` is seconds after its beginning."""

    at: float
    who: str
    channel: str = "general"
    says: str = ""
    does: str = "says"
    id: str = ""
    re: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Evening:
    """Who is there, with the days since they came, and what happens, in order."""

    people: Mapping[str, tuple[str, int]] = field(default_factory=dict)
    lines: tuple[Line, ...] = ()


def load_evening(path: Path = EVENING) -> Evening:
    """Return the evening that a file tells of."""
    data: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    people = {who: (each["name"], int(each["days"])) for who, each in data["people"].items()}
    return Evening(people=people, lines=tuple(Line(**line) for line in data["lines"]))


class Stage:
    """Plays an evening at the speed that a visitor sets; one at a time."""

    def __init__(
        self,
        guests: Guests,
        hearing: Hearing,
        tell: Callable[[Json], None],
        evening: Evening,
        seconds: Callable[[], float] = time.monotonic,
    ) -> None:
        self._guests = guests
        self._hearing = hearing
        self._tell = tell
        self._evening = evening
        self._seconds = seconds
        self._task: asyncio.Task[None] | None = None
        self._changed = asyncio.Event()
        self._going = asyncio.Event()
        self._speed = USUAL
        self._done = 0
        self._run = ""

    @property
    def state(self) -> Json:
        """What pages show of it."""
        return {
            "playing": self._task is not None,
            "paused": self._task is not None and not self._going.is_set(),
            "speed": self._speed,
            "done": self._done,
            "total": len(self._evening.lines),
        }

    def play(self, speed: float) -> None:
        """Begin, or go on after a pause."""
        self._speed = _within(speed)
        self._changed.set()
        self._going.set()
        if self._task is None:
            self._done, self._run = 0, secrets.token_hex(3)
            self._task = asyncio.create_task(self._play())
        self._show()

    def pause(self) -> None:
        """Hold on until `play`."""
        self._going.clear()
        self._changed.set()
        self._show()

    def set_speed(self, speed: float) -> None:
        """Go on at another speed."""
        self._speed = _within(speed)
        self._changed.set()
        self._show()

    async def stop(self) -> None:
        """End it; everybody it brought goes home."""
        task, self._task = self._task, None
        if task is not None:
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task
        await self.send_home()
        self._show()

    async def send_home(self) -> None:
        """Take the people of any sample evening out of the room."""
        guests = [p for p in self._guests.room.people.values() if p.sample and p.here]
        if guests:
            await self._guests.room.commit(*(replace(guest, here=False) for guest in guests))

    def _show(self) -> None:
        self._tell({"t": "sample", **self.state})

    async def _play(self) -> None:
        at = 0.0
        try:
            for line in self._evening.lines:
                await self._wait(line.at - at)
                at = line.at
                await self._perform(line)
                self._done += 1
                self._show()
            self._task = None
            await self.send_home()
        except (NetworkError, StoreError) as error:
            log.warning("the sample evening ended early: %s", error)
        finally:
            if self._task is asyncio.current_task():
                self._task = None
            self._show()

    async def _wait(self, rest: float) -> None:
        while rest > 0:
            await self._going.wait()
            self._changed.clear()
            began, speed = self._seconds(), self._speed
            with suppress(TimeoutError):
                await asyncio.wait_for(self._changed.wait(), rest / speed)
            rest -= max((self._seconds() - began) * speed, 0.001)

    async def _perform(self, line: Line) -> None:
        for _ in range(_TRIES):
            try:
                return await self._once(line)
            except Trouble as trouble:
                # A time-out or a closed channel holds for these people as for everybody.
                return log.debug("sample line %s was refused: %s", line.id, trouble.code)
            except StoreBusy:
                await asyncio.sleep(_PAUSE)

    async def _once(self, line: Line) -> None:
        person = self._guests.room.people.get(self._id(line.who))
        if line.does == "joins" or person is None:
            person = await self._bring(line)
        if not person.here:
            return
        if line.does == "leaves":
            await self._guests.leave(person)
        elif line.does == "reports":
            asked = Asked(id=self._key(line), message=self._message(line.re), reason=line.says)
            await self._hearing.report(person, asked)
        elif line.does == "says":
            await self._hearing.say(person, self._asked(line))

    def _asked(self, line: Line) -> Asked:
        return Asked(
            id=self._key(line),
            channel=line.channel,
            text=line.says,
            reply_to=self._message(line.re) if line.re else None,
        )

    async def _bring(self, line: Line) -> Person:
        name, days = self._evening.people[line.who]
        now = self._guests.room.now
        person = Person(
            id=self._id(line.who),
            name=self._own_name(name),
            joined_at=now - timedelta(days=days),
            sample=True,
        )
        if line.does == "joins":
            return await self._guests.let_in(person)
        # Whoever has been here for long does not come in again.
        await self._guests.room.commit(person)
        return person

    def _own_name(self, name: str) -> str:
        taken = {p.name.casefold() for p in self._guests.room.people.values() if p.here}
        tries = (name, *(f"{name}-{number}" for number in range(2, 100)))
        return next(each for each in tries if each.casefold() not in taken)

    def _id(self, who: str) -> str:
        return f"sample-{self._run}-{who}"

    def _key(self, line: Line) -> str:
        return line.id or f"line-{self._evening.lines.index(line):04}"

    def _message(self, id: str) -> str:
        author = next((line.who for line in self._evening.lines if line.id == id), "")
        return f"{self._id(author)}-{id}"


def _within(speed: float) -> float:
    return min(FASTEST, max(SLOWEST, speed))
