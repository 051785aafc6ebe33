"""The store in memory: for trying rules out and for tests; everything is gone when it ends."""

from bot.ports import (
    Archive,
    CaseBook,
    EventLog,
    Leases,
    Ledger,
    OrderBook,
    Safe,
    Standstills,
    Timers,
)
from bot.storage.memory_archive import MemoryArchive
from bot.storage.memory_events import MemoryEvents
from bot.storage.memory_ledger import MemoryLedger
from bot.storage.memory_matters import MemoryCaseBook, MemoryLeases
from bot.storage.memory_safes import MemorySafe
from bot.storage.memory_standstills import MemoryStandstills
from bot.storage.memory_work import MemoryOrders, MemoryTimers
from bot.storage.shelves import Shelves


class MemoryStore:
    """A Store in dictionaries, which behaves as Database does and needs no opening."""

    def __init__(self) -> None:
        shelves = self._shelves = Shelves()
        self._events = MemoryEvents(shelves)
        self._ledger = MemoryLedger(shelves)
        self._casebook = MemoryCaseBook(shelves)
        self._orders = MemoryOrders(shelves)
        self._timers = MemoryTimers(shelves, self._events)
        self._leases = MemoryLeases(shelves)
        self._standstills = MemoryStandstills(shelves)
        self._archive = MemoryArchive(shelves, self._events)

    @property
    def events(self) -> EventLog:
        """The inbox."""
        return self._events

    @property
    def ledger(self) -> Ledger:
        """Decisions and strikes."""
        return self._ledger

    @property
    def casebook(self) -> CaseBook:
        """Cases and notes."""
        return self._casebook

    @property
    def orders(self) -> OrderBook:
        """The outbox."""
        return self._orders

    @property
    def timers(self) -> Timers:
        """Moments to come."""
        return self._timers

    @property
    def leases(self) -> Leases:
        """Who may act."""
        return self._leases

    @property
    def standstills(self) -> Standstills:
        """What is too old to be done without asking."""
        return self._standstills

    @property
    def archive(self) -> Archive:
        """What is kept about people."""
        return self._archive

    def safe(self, owner: str) -> Safe:
        """Return what a network keeps for itself."""
        return MemorySafe(self._shelves, owner)

    async def open(self) -> None:
        """Do nothing: memory is always there."""

    def trouble(self) -> str:
        """Return nothing: memory is always there."""
        return ""

    async def close(self) -> None:
        """Do nothing: what was kept stays readable until the store is let go."""
