"""One open page and the room, in conversation: frames in, acknowledgements and news out."""

import asyncio
import json
import logging
import time
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from aiohttp import WSMsgType, web

from adapters.lobby import seats
from adapters.lobby.asked import Asked, Pace, Trouble, asked_from, text_in
from adapters.lobby.guests import Guests
from adapters.lobby.hearing import Hearing
from adapters.lobby.hub import Hub, Viewer
from adapters.lobby.records import Json, Person
from adapters.lobby.sample import Stage
from bot.errors import NetworkError, StoreError

log = logging.getLogger(__name__)

#: Frames that one page may send at a stretch, and how many more each second.
BURST, PER_SECOND = 60.0, 20.0
#: Seconds that a page may take to accept one frame.
PATIENCE = 10.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Rooms:
    """Everything that a conversation needs; `invite` makes the address of a seat's token."""

    guests: Guests
    hearing: Hearing
    hub: Hub
    seats: seats.Seats
    stage: Stage
    open_stage: bool
    invite: Callable[[str], str]


async def converse(socket: web.WebSocketResponse, viewer: Viewer, rooms: Rooms, seat: str) -> None:
    """Talk with a page until it goes; `seat` is the seat's token that its cookie carries."""
    talk = Talk(viewer, rooms, seat)
    writing = asyncio.create_task(_write(socket, viewer))
    rooms.hub.add(viewer)
    try:
        async for message in socket:
            if message.type is WSMsgType.TEXT:
                await talk.hear(message.data)
    finally:
        rooms.hub.drop(viewer)
        writing.cancel()
        with suppress(asyncio.CancelledError):
            await writing


async def _write(socket: web.WebSocketResponse, viewer: Viewer) -> None:
    try:
        while True:
            frame = await viewer.frames.get()
            async with asyncio.timeout(PATIENCE):
                await socket.send_str(frame)
    except (TimeoutError, ConnectionError):
        viewer.cut()


class Talk:
    """What one page asks for, one frame after the other."""

    def __init__(self, viewer: Viewer, rooms: Rooms, seat: str) -> None:
        self._viewer = viewer
        self._rooms = rooms
        self._seat = seat
        self._pace = Pace(BURST, PER_SECOND, time.monotonic)
        self._strangers: dict[str, Callable[[Json], Awaitable[Json]]] = {
            "hello": self._hello,
            "join": self._join,
        }
        self._guests: dict[str, Callable[[Person, Json], Awaitable[Json]]] = {
            "say": self._say,
            "command": _passing(rooms.hearing.command),
            "edit": _passing(rooms.hearing.edit),
            "remove": _passing(rooms.hearing.remove),
            "press": _passing(rooms.hearing.press),
            "report": _passing(rooms.hearing.report),
            "complete": self._complete,
            "seat": self._take_seat,
            "invite": self._invite,
            "sample": self._sample,
            "leave": self._leave,
        }

    async def hear(self, raw: str) -> None:
        """Do what one frame asks, and acknowledge it or say what is in the way."""
        frame = _read(raw)
        try:
            if not self._pace.allows(""):
                raise Trouble("too_fast")
            answer = {"ok": True, **await self._answer(frame)}
        except Trouble as trouble:
            answer = {"ok": False, "error": trouble.code, **trouble.more}
        except (StoreError, NetworkError) as busy:
            log.warning("something was not taken in: %s", busy)
            answer = {"ok": False, "error": "busy", "retry": True}
        except Exception:
            # A page sends again what is not answered, so even a fault of ours needs an answer.
            log.exception("a page's frame could not be answered")
            answer = {"ok": False, "error": "unknown"}
        self._viewer.show({"t": "ack", "id": frame.get("id"), **answer})

    async def _answer(self, frame: Json) -> Json:
        kind = text_in(frame, "t")
        if kind in self._strangers:
            return await self._strangers[kind](frame)
        if kind not in self._guests:
            raise Trouble("bad_request")
        room = self._rooms.guests.room
        person = room.person(self._viewer.person)
        if person is None and kind == "press":
            # Whoever may not come in may still object.
            person = room.people.get(self._viewer.outside)
        if person is None:
            raise Trouble("stranger")
        return await self._guests[kind](person, frame)

    async def _hello(self, frame: Json) -> Json:
        token = frame.get("token")
        if not isinstance(token, str) or not seats.is_token(token):
            raise Trouble("bad_request")
        person = self._rooms.guests.room.people.get(seats.person_id(token))
        if person is None or not seats.proves(token, person.key):
            return {"known": False, "seat": self._seat_is_free}
        if person.is_banned(self._rooms.guests.room.now) or not person.here:
            return {"known": False, "out": self._rooms.hub.stand_outside(self._viewer, person)}
        self._rooms.hub.seat(self._viewer, person)
        return {"known": True, "seat": self._seat_is_free}

    @property
    def _seat_is_free(self) -> bool:
        return self._rooms.seats.is_free(self._seat)

    async def _join(self, frame: Json) -> Json:
        token = frame.get("token")
        if not isinstance(token, str) or not seats.is_token(token):
            raise Trouble("bad_request")
        wants_seat = frame.get("seat") is True
        if wants_seat and not self._rooms.seats.take(self._seat):
            raise Trouble("seat_used")
        try:
            person = await self._rooms.guests.join(token, text_in(frame, "name"), seat=wants_seat)
        except (Trouble, StoreError, NetworkError):
            if wants_seat:
                self._rooms.seats.give_back(self._seat)
            raise
        self._rooms.hub.seat(self._viewer, person)
        return {}

    async def _take_seat(self, person: Person, frame: Json) -> Json:
        if not self._rooms.seats.take(self._seat):
            raise Trouble("seat_used")
        try:
            await self._rooms.guests.take_seat(person)
        except NetworkError:
            self._rooms.seats.give_back(self._seat)
            raise
        return {}

    async def _say(self, person: Person, frame: Json) -> Json:
        return {"message": await self._rooms.hearing.say(person, asked_from(frame))}

    async def _complete(self, person: Person, frame: Json) -> Json:
        found = await self._rooms.guests.house.complete(
            self._rooms.guests.community,
            text_in(frame, "command"),
            text_in(frame, "parameter"),
            text_in(frame, "typed")[:100],
        )
        return {"items": list(found)}

    async def _invite(self, person: Person, frame: Json) -> Json:
        if not self._rooms.guests.is_staff(person):
            raise Trouble("team_only")
        return {"link": self._rooms.invite(self._rooms.seats.new())}

    async def _sample(self, person: Person, frame: Json) -> Json:
        if not self._rooms.open_stage and not self._rooms.guests.is_staff(person):
            raise Trouble("team_only")
        speed, do = frame.get("speed"), frame.get("do")
        if not isinstance(speed, int | float) or isinstance(speed, bool):
            raise Trouble("bad_request")
        match do:
            case "play":
                self._rooms.stage.play(speed)
            case "pause":
                self._rooms.stage.pause()
            case "speed":
                self._rooms.stage.set_speed(speed)
            case "stop":
                await self._rooms.stage.stop()
            case _:
                raise Trouble("bad_request")
        return {}

    async def _leave(self, person: Person, frame: Json) -> Json:
        await self._rooms.guests.leave(person)
        return {}


def _passing(
    act: Callable[[Person, Asked], Awaitable[None]],
) -> Callable[[Person, Json], Awaitable[Json]]:
    async def answer(person: Person, frame: Json) -> Json:
        await act(person, asked_from(frame))
        return {}

    return answer


def _read(raw: str) -> Json:
    try:
        frame: Any = json.loads(raw)
    except (ValueError, RecursionError):
        return {}
    return frame if isinstance(frame, dict) else {}
