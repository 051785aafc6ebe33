"""The store on SQLite and on PostgreSQL: one set of tables, one set of statements."""

from bot.errors import NotMigrated
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
from bot.storage.archive import ArchiveTables
from bot.storage.casebook import CaseBookTables
from bot.storage.connections import Connections
from bot.storage.engines import check_folder, database_url, file_of
from bot.storage.events import Events
from bot.storage.leases import LeaseTable
from bot.storage.ledger import LedgerTables
from bot.storage.orders import OrderTables
from bot.storage.revision import check_revision, revision_of
from bot.storage.safes import SafeTable
from bot.storage.standstills import StandstillTables
from bot.storage.timers import TimerTables


class Database:
    """A Store in a database, such as sqlite:///evenhand.db or postgresql://user@host/name.

    `insisting` says that whoever uses it, once it is open, tries again until what failed works.
    """

    def __init__(self, url: str, *, insisting: bool = False) -> None:
        self._insisting = insisting
        self._connections = Connections(database_url(url))
        self._events = Events(self._connections)
        self._ledger = LedgerTables(self._connections)
        self._casebook = CaseBookTables(self._connections)
        self._orders = OrderTables(self._connections)
        self._timers = TimerTables(self._connections)
        self._leases = LeaseTable(self._connections)
        self._standstills = StandstillTables(self._connections)
        self._archive = ArchiveTables(self._connections)

    @property
    def events(self) -> EventLog:
        """The durable inbox."""
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
        return SafeTable(self._connections, owner)

    async def open(self) -> None:
        """Connect and check the tables; raises StoreTooNew, NotMigrated or StoreBusy."""
        try:
            await self._check()
        except BaseException:
            await self.close()
            raise

    async def _check(self) -> None:
        name, file = self._connections.name, file_of(self._connections.url)
        if file is not None:
            check_folder(file)
            if not file.exists():
                raise NotMigrated(f"there is no database at {name} yet; run `evenhand migrate`")
        check_revision(name, await self._connections.read(revision_of))
        self._connections.remember_file()
        self._connections.insisting = self._insisting

    def trouble(self) -> str:
        """Return what stands in the way of the database right now, empty for nothing."""
        return self._connections.trouble()

    async def close(self) -> None:
        """Let go of the database once everything begun has come to its end."""
        await self._connections.close()
