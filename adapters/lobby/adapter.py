"""The lobby as an adapter: opens the room and its pages, and carries out orders there."""

import asyncio
import errno
import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from aiohttp import web

from adapters.lobby import forgetting
from adapters.lobby.doorstep import examine
from adapters.lobby.effects import CAN
from adapters.lobby.guests import NETWORK, PLACE, Guests
from adapters.lobby.hearing import Hearing
from adapters.lobby.hub import Hub
from adapters.lobby.perform import Performer
from adapters.lobby.room import Room
from adapters.lobby.sample import Stage, load_evening
from adapters.lobby.seats import Seats
from adapters.lobby.server import Pages, is_loopback
from adapters.lobby.standing import is_so
from adapters.lobby.talk import Rooms
from adapters.lobby.variables import HOST, PORT, VARIABLES
from bot.domain import Effect, EffectClass, Member, Order, Outcome
from bot.errors import NetworkError, UsageError
from bot.ports import Clock, Finding, House

__all__ = ["Address", "LobbyAdapter"]

#: Seconds that open pages and requests get to end when the lobby closes.
_GOODBYE = 1.0
log = logging.getLogger(__name__)

#: Seconds between looks at who has gone, and tries to tell the house.
_OWING = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """Where the lobby listens; port 0 takes any that is free."""

    host: str = HOST
    port: int = PORT

    def url(self, path: str = "/") -> str:
        """Return the address of a page as a person opens it."""
        host = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(self.host, self.host)  # noqa: S104  # read here, not bound
        shown = f"[{host}]" if ":" in host and not host.startswith("[") else host
        return f"http://{shown}:{self.port}{path}"


class _WallClock:
    def now(self) -> datetime:
        return datetime.now(UTC)


class LobbyAdapter:
    """One room with three channels, kept in `data` so that nothing is lost when it ends."""

    abilities = CAN
    variables = VARIABLES

    def __init__(self, address: Address, data: Path, clock: Clock | None = None) -> None:
        self.address = address
        self.opened = asyncio.Event()
        self._room = Room(data / "lobby.jsonl", clock or _WallClock())
        self._performer = Performer(self._room)

    @classmethod
    def configure(cls, environ: Mapping[str, str], data: Path) -> "LobbyAdapter | None":
        """Build the lobby from EVENHAND_LOBBY, EVENHAND_HOST and EVENHAND_PORT."""
        wanted = environ.get("EVENHAND_LOBBY", "on").strip().lower()
        if wanted not in ("on", "off"):
            raise UsageError(f"EVENHAND_LOBBY is '{wanted}'; write 'on' or 'off'.")
        if wanted == "off":
            return None
        host = environ.get("EVENHAND_HOST", "").strip() or HOST
        return cls(Address(host=host, port=_port(environ)), data)

    @property
    def network(self) -> str:
        """The network's name, as in policy files."""
        return NETWORK

    @property
    def can(self) -> Mapping[type[Effect], EffectClass]:
        """What can be done here."""
        return CAN

    async def examine(self) -> Sequence[Finding]:
        """Say whether the room can open where it was told to; nothing stays open."""
        address = self.address
        return [await examine(address.host, address.port, address.url("/healthz"))]

    async def listen(self, house: House) -> None:
        """Open the room and its pages, until cancelled."""
        await self._room.open()
        guests = Guests(self._room, house)
        rooms = self._rooms(guests, Hearing(guests))
        self._room.listen(rooms.hub.tell)
        # Asked for early: without a community nobody should come in.
        _ = guests.community
        await rooms.stage.send_home()
        runner = web.AppRunner(
            Pages(rooms, self.address.host).app(), access_log=None, shutdown_timeout=_GOODBYE
        )
        await runner.setup()
        try:
            await self._bind(runner)
            self._announce(house, rooms)
            self.opened.set()
            await _look_after(guests)
        finally:
            self.opened.clear()
            await rooms.stage.stop()
            await runner.cleanup()
            await self.close()

    def _rooms(self, guests: Guests, hearing: Hearing) -> Rooms:
        hub = Hub(guests)
        stage = Stage(guests, hearing, hub.broadcast, load_evening())
        local = is_loopback(self.address.host)
        hub.more = lambda person: {
            "sample": {**stage.state, "may": local or guests.is_staff(person)}
        }
        return Rooms(
            guests=guests,
            hearing=hearing,
            hub=hub,
            seats=Seats(),
            stage=stage,
            open_stage=local,
            invite=lambda token: self.address.url(f"/seat/{token}"),
        )

    async def _bind(self, runner: web.AppRunner) -> None:
        host, port = self.address.host, self.address.port
        try:
            await web.TCPSite(runner, host, port).start()
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                raise NetworkError(
                    f"Port {port} on {host} is in use; stop what listens there, or set "
                    "EVENHAND_PORT to another port."
                ) from error
            raise NetworkError(
                f"The lobby cannot listen on {host}, port {port} ({error.strerror}); set "
                "EVENHAND_HOST and EVENHAND_PORT to an address of this machine."
            ) from error
        self.address = Address(host=host, port=runner.addresses[0][1])

    def _announce(self, house: House, rooms: Rooms) -> None:
        house.announce(f"Open {self.address.url()}")
        house.announce(f"Moderator's seat (works once): {rooms.invite(rooms.seats.new())}")

    async def close(self) -> None:
        """Let go of the journal; the next order or listening opens it again."""
        await self._room.close()

    async def perform(self, order: Order) -> Outcome:
        """Carry out one effect; a repeat of its key changes nothing."""
        return await self._performer.perform(order)

    async def find_member(self, place: str, member: str) -> Member | None:
        """Return somebody who is in the room, with the roles that they have now."""
        await self._room.open()
        found = self._room.person(member) if place == PLACE else None
        return found.as_member() if found is not None else None

    async def is_so(self, place: str, effect: Effect) -> bool | None:
        """Return whether an effect would change nothing in the room."""
        try:
            await self._room.open()
        except NetworkError:
            return None
        return is_so(self._room, effect) if place == PLACE else None

    async def kept_about(self, place: str, member: str) -> Mapping[str, Sequence[Any]]:
        """Return what the room holds about somebody, by kind."""
        return forgetting.kept_about(await self._room.look(), member) if place == PLACE else {}

    async def forget(self, place: str, member: str) -> None:
        """Forget what somebody wrote, what was said to them, and who they were."""
        if place == PLACE:
            await self._room.open()
            await forgetting.forget(self._room, member)

    async def look_up(self, order: Order) -> Outcome | None:
        """Return what came of an order, None where it was not carried out."""
        await self._room.open()
        carried = self._room.carried.get(order.key)
        return carried.outcome if carried is not None else None


async def _look_after(guests: Guests) -> None:
    told = ""
    while True:
        try:
            await _catch_up(guests)
            told = ""
        except NetworkError as error:
            if str(error) != told:
                told = str(error)
                log.warning("%s", told)
        await asyncio.sleep(_OWING)


async def _catch_up(guests: Guests) -> None:
    if guests.room.trouble:
        await guests.room.settled()
    await guests.see_off()
    await guests.pay()


def _port(environ: Mapping[str, str]) -> int:
    typed = environ.get("EVENHAND_PORT", "").strip()
    if not typed:
        return PORT
    if not typed.isdecimal() or int(typed) > 65_535:
        raise UsageError(f"EVENHAND_PORT is '{typed}'; write a number from 0 to 65535.")
    return int(typed)
