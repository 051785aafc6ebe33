"""How fast each of Slack's methods may be called: kept ahead of time, apart for each workspace."""

import asyncio
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

#: Calls a minute that Slack grants in each of its tiers.
_TIERS = (1, 20, 50, 100)
_ONE, _TWO, _THREE, _FOUR = _TIERS
_USUAL = _THREE
METHODS: Mapping[str, int] = MappingProxyType(
    {
        "apps.connections.open": _ONE,
        "auth.test": 600,
        "chat.postMessage": 60,
        "chat.postEphemeral": _FOUR,
        "conversations.archive": _TWO,
        "conversations.list": _TWO,
        "conversations.members": _FOUR,
        "conversations.unarchive": _TWO,
        "pins.add": _TWO,
        "pins.remove": _TWO,
        "reactions.remove": _TWO,
        "usergroups.enable": _TWO,
        "usergroups.disable": _TWO,
        "usergroups.list": _TWO,
        "usergroups.users.update": _TWO,
        "users.info": _FOUR,
        "users.list": _TWO,
        "views.open": _FOUR,
        "views.publish": _FOUR,
        "views.update": _FOUR,
    }
)
#: Methods whose limit counts for each channel by itself.
_PER_CHANNEL = ("chat.postMessage",)
#: Seconds that a call waits for its turn; where it would take longer, it is put off instead.
PATIENCE = 3.0
_MOST = 20_000
_AT_A_STRETCH = 0.25


class TooFast(Exception):
    """A call would come too early; `wait` says in how many seconds it may be made."""

    def __init__(self, wait: float) -> None:
        super().__init__(f"Slack wants {wait:.0f} s between calls like this one.")
        self.wait = wait


@dataclass(slots=True)
class _Bucket:
    left: float
    then: float
    shut_until: float = 0.0


class Pace:
    """Lets calls through at the speed of their tier, never more than a tier's in any minute.

    A quarter of them may come at a stretch; the rest is spread over the minute.
    """

    def __init__(self, seconds: Callable[[], float]) -> None:
        self._seconds = seconds
        self._buckets: OrderedDict[tuple[str, str, str], _Bucket] = OrderedDict()

    async def turn(
        self, team: str, method: str, channel: str = "", patience: float = PATIENCE
    ) -> None:
        """Return when the call may be made; raises TooFast where that takes over `patience` s."""
        wait = self.reserve(team, method, channel, patience)
        if wait > 0:
            await asyncio.sleep(wait)

    def reserve(
        self, team: str, method: str, channel: str = "", patience: float = PATIENCE
    ) -> float:
        """Count a call and return the seconds until its turn; raises TooFast, counting nothing."""
        now = self._seconds()
        bucket, per_second, burst = self._bucket(team, method, channel, now)
        bucket.left = min(burst, bucket.left + (now - bucket.then) * per_second)
        bucket.then = now
        wait = max(bucket.shut_until - now, (1 - bucket.left) / per_second, 0.0)
        if wait > patience:
            raise TooFast(wait)
        bucket.left -= 1
        return wait

    def shut(self, team: str, method: str, seconds: float, channel: str = "") -> None:
        """Make no such call for so long, because Slack said so."""
        now = self._seconds()
        self._bucket(team, method, channel, now)[0].shut_until = now + seconds

    def _bucket(
        self, team: str, method: str, channel: str, now: float
    ) -> tuple[_Bucket, float, float]:
        a_minute = METHODS.get(method, _USUAL)
        burst = max(1.0, a_minute * _AT_A_STRETCH)
        key = (team, method, channel if method in _PER_CHANNEL else "")
        bucket = self._buckets.pop(key, None) or _Bucket(burst, now)
        self._buckets[key] = bucket
        while len(self._buckets) > _MOST:
            self._buckets.popitem(last=False)
        return bucket, max(1.0, a_minute - burst) / 60, burst
