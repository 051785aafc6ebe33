"""The seam to storage: small ports, each for one kind of thing that is kept."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Protocol, runtime_checkable

from bot.domain import Case, CaseStatus, Decision, Event, Mode, Note
from bot.ports.records import LearnedAnswer, Settlement, Strike
from bot.ports.work import Leases, OrderBook, Standstills, Timers


class EventLog(Protocol):
    """Events as they came in, the durable inbox and the memory that windows are folded from."""

    async def admit(self, events: Sequence[Event]) -> Sequence[bool]:
        """Commit events in one transaction; per event, False says that it was known already.

        Raises StoreBusy: nothing was written.
        """
        ...

    async def waiting(self, community: str) -> Sequence[Event]:
        """Return events that were admitted and not settled, oldest admission first."""
        ...

    def unreadable(self, community: str) -> int:
        """Return how many waiting events were set aside here so far since they cannot be read."""
        ...

    async def since(self, community: str, moment: datetime) -> Sequence[Event]:
        """Return settled events from `moment` on, oldest first."""
        ...

    async def message(self, community: str, message: str) -> Event | None:
        """Return the posting (or newest edit) of a message, None where it is no longer kept."""
        ...

    async def quarantine(self, community: str, key: str, why: str) -> None:
        """Set an event aside that cannot be judged, so that those behind it go on."""
        ...

    async def forget(self, before: datetime) -> int:
        """Erase the text of settled messages older than `before`; returns how many."""
        ...


class Ledger(Protocol):
    """Decisions and strikes."""

    async def settle(self, settlements: Sequence[Settlement]) -> None:
        """Write all settlements in one transaction; those settled before change nothing.

        Raises LeaseLost when the fence of one is no longer in force, StoreBusy when nothing can be
        written for now; either way nothing is written.
        """
        ...

    async def strikes(
        self, community: str, person: str, policy: str, now: datetime
    ) -> Sequence[Strike]:
        """Return strikes that are neither expired nor void, oldest first."""
        ...

    async def decision(self, community: str, id: str) -> Decision | None:
        """Return a decision by its id, or by the key or id of the event that caused it."""
        ...

    async def decisions_about(
        self, community: str, person: str, limit: int = 20
    ) -> Sequence[Decision]:
        """Return decisions whose subject is this person, newest first."""
        ...

    async def counts(self, community: str, since: datetime) -> Sequence[tuple[str, datetime]]:
        """Return the kind (`do`) and moment of each action that policies took since then."""
        ...

    async def forget_evidence(self, before: datetime) -> int:
        """Erase what people wrote from decisions older than `before`; returns of how many.

        Hashes and figures stay: scores, rules, what was done and when.
        """
        ...

    async def modes(self, community: str) -> Mapping[str, Mode]:
        """Return the modes that the team set by command, by policy name."""
        ...

    async def answers(self, community: str) -> Sequence[LearnedAnswer]:
        """Return the answers added in chat, oldest first."""
        ...


class CaseBook(Protocol):
    """Cases and notes."""

    async def case(self, community: str, number: int) -> Case | None:
        """Return one case."""
        ...

    async def cases(
        self,
        community: str,
        *,
        status: CaseStatus | None = None,
        kind: str = "",
        subject: str = "",
        message: str = "",
        about: str = "",
        assignee: str = "",
        limit: int = 50,
    ) -> Sequence[Case]:
        """Return cases that fit all that is given, newest first."""
        ...

    async def last_number(self, community: str) -> int:
        """Return the highest case number given so far, 0 for none."""
        ...

    async def notes(
        self, community: str, *, case: int | None = None, person: str = "", limit: int = 50
    ) -> Sequence[Note]:
        """Return notes on a case or on a person, oldest first."""
        ...


class Archive(Protocol):
    """What is kept about people: to hand over, take over and erase."""

    async def export(self, community: str, person: str | None = None) -> Mapping[str, Any]:
        """Return cases, decisions, strikes and notes as JSON values, of one person or of all.

        For one person their messages are in it too, as far as they are kept; for all of a
        community, the answers and modes that the team set.
        """
        ...

    async def take_in(self, community: str, data: Mapping[str, Any]) -> Mapping[str, int]:
        """Add what `export` gave, in one transaction; returns rows added by table.

        Raises ValueError in one sentence where the data is not of that form; repeats are skipped.
        """
        ...

    async def erase(self, community: str, person: str) -> Mapping[str, int]:
        """Erase a person from every table; returns rows touched by table."""
        ...

    async def banned_before(self, community: str, person: str, now: datetime) -> bool:
        """Return whether somebody who was erased had a ban that is still in force."""
        ...

    async def communities(self) -> Sequence[str]:
        """Return the communities about which anything is kept, in order of their ids."""
        ...


class Safe(Protocol):
    """Small things that a network needs wherever it is served from, by their names.

    Whoever puts something in has sealed it: whoever reads the store learns nothing from it.
    """

    async def all(self) -> Mapping[str, str]:
        """Return everything in it; raises StoreError where it cannot be read for now."""
        ...

    async def put(self, name: str, sealed: str) -> None:
        """Keep something, in place of what has that name; raises StoreError: nothing changed."""
        ...

    async def drop(self, name: str) -> None:
        """Keep it no longer, a repeat is harmless; raises StoreError: nothing changed."""
        ...


@runtime_checkable
class Depositor(Protocol):
    """An adapter that keeps sealed things in the store, such as the tokens of many places."""

    def entrust(self, safe: Safe) -> None:
        """Take the safe to keep them in; handed over before anything else is asked of it."""
        ...


class Store(Protocol):
    """All of storage; opened before use and closed after."""

    @property
    def events(self) -> EventLog:
        """The durable inbox."""
        ...

    @property
    def ledger(self) -> Ledger:
        """Decisions and strikes."""
        ...

    @property
    def casebook(self) -> CaseBook:
        """Cases and notes."""
        ...

    @property
    def orders(self) -> OrderBook:
        """The outbox."""
        ...

    @property
    def timers(self) -> Timers:
        """Moments to come."""
        ...

    @property
    def leases(self) -> Leases:
        """Who may act."""
        ...

    @property
    def standstills(self) -> Standstills:
        """What is too old to be done without asking."""
        ...

    @property
    def archive(self) -> Archive:
        """What is kept about people."""
        ...

    def safe(self, owner: str) -> Safe:
        """Return what a network keeps for itself, by the network's name."""
        ...

    async def open(self) -> None:
        """Connect and check the tables; raises StoreTooNew, NotMigrated or StoreBusy."""
        ...

    def trouble(self) -> str:
        """Return what stands in the way right now, in a sentence; empty for nothing.

        It is what was met last and is not known to be over; nothing is waited for.
        """
        ...

    async def close(self) -> None:
        """Let go of the database."""
        ...
