"""What all communities of one process share."""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta

from bot.alive import Alive
from bot.faults import NO_CRASH, CrashPoints
from bot.ports import Adapter, Clock, Detector, Store
from bot.rulebook.book import Rulebook
from bot.settler import Settler


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """What all communities of one process share."""

    store: Store
    settler: Settler
    adapters: Mapping[str, Adapter]
    detectors: Mapping[str, Detector]
    clock: Clock
    holder: str
    announce: Callable[[str], None]
    crash: CrashPoints = NO_CRASH
    #: The file beside the database that says when a community was last looked after.
    alive: Alive | None = None
    #: For how long nobody may have worked before what is left asks first; None: for ever.
    hold_after: timedelta | None = None
    #: The rulebooks in force of all communities in this process, by id.
    rulebooks: Callable[[], Mapping[str, Rulebook]] = dict
    #: Says to a community that a timer was set for it by another one.
    wake: Callable[[str], None] = lambda _community: None
    #: Leases are taken one after the other, so that two processes never hold half of them each.
    turn: asyncio.Lock = field(default_factory=asyncio.Lock)
