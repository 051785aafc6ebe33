"""Erasing a person for good: first what their network's adapter keeps, then every table.

A timer stands for it until all of it is done. Erasing the tables takes away what the timer turned
into, so whatever cuts it off, the next start begins it again. A minute later it is done once more,
for what was still being judged or answered meanwhile.
"""

import logging
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from bot.appointments import CASEWORK
from bot.domain import TimePassed, person_key
from bot.errors import NetworkError
from bot.logs import trace
from bot.ports import Adapter, Archive, Keeper, Timer

log = logging.getLogger(__name__)
ERASE = "erase"
#: So long whoever asked has to read the answer, which goes with everything else.
SOON = timedelta(minutes=1)
_FIRST_PAUSE, _LONGEST_PAUSE = 60, 3600


def erase_timer(
    community: str,
    network: str,
    member: str,
    due_at: datetime,
    *,
    place: str = "",
    tries: int = 0,
    last: bool = False,
) -> Timer:
    """Return the timer under which somebody is erased; `place` may be left to the rulebook.

    The `last` one is that of the second time.
    """
    return Timer(
        key=f"{ERASE}:{community}:{person_key(network, member)}",
        community=community,
        network=network,
        place=place,
        owner=CASEWORK,
        due_at=due_at,
        payload={
            "do": ERASE,
            "member": member,
            "tries": str(tries),
            **({"last": "yes"} if last else {}),
        },
    )


class Erasing:
    """Erases people of one community; `places` are its places by network."""

    def __init__(
        self,
        community: str,
        *,
        adapters: Mapping[str, Adapter],
        archive: Archive,
        places: Mapping[str, str],
    ) -> None:
        self._community = community
        self._adapters = adapters
        self._archive = archive
        self._places = places

    async def erase(self, event: TimePassed, now: datetime) -> Timer | None:
        """Erase whom a timer names; returns the timer for the next time, None for the last."""
        member = event.payload["member"]
        place = event.place or self._places.get(event.network, event.network)
        try:
            await self._forget(event.network, place, member)
        except Exception as error:
            known = isinstance(error, NetworkError)
            log.error(
                "somebody could not be erased yet: %s",
                error,
                exc_info=None if known else trace(error),
            )
            return self._later(event, now)
        touched = await self._archive.erase(self._community, person_key(event.network, member))
        log.info("somebody was erased: %s", dict(touched) or "nothing was kept")
        return None if "last" in event.payload else self._timer(event, now + SOON, last=True)

    async def _forget(self, network: str, place: str, member: str) -> None:
        adapter: object = self._adapters.get(network)
        if adapter is None:
            log.warning("%s is not set up here; what it may keep of somebody stays", network)
        if isinstance(adapter, Keeper):
            await adapter.forget(place, member)

    def _later(self, event: TimePassed, now: datetime) -> Timer:
        tries = int(event.payload.get("tries", "0")) + 1
        pause = min(_LONGEST_PAUSE, _FIRST_PAUSE * 2 ** min(tries - 1, 10))
        due_at = now + timedelta(seconds=pause)
        return self._timer(event, due_at, tries=tries, last="last" in event.payload)

    def _timer(
        self, event: TimePassed, due_at: datetime, *, tries: int = 0, last: bool = False
    ) -> Timer:
        return erase_timer(
            self._community,
            event.network,
            event.payload["member"],
            due_at,
            place=event.place,
            tries=tries,
            last=last,
        )


async def kept_by(adapter: object, place: str, member: str) -> Mapping[str, Sequence[Any]]:
    """Return what a network's adapter keeps about somebody; raises NetworkError."""
    return await adapter.kept_about(place, member) if isinstance(adapter, Keeper) else {}
