"""Cases, notes and leases in memory."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from bot.domain import Case, CaseStatus, Note
from bot.storage.shelves import KeptLease, Shelves


class MemoryCaseBook:
    """Cases and notes."""

    def __init__(self, shelves: Shelves) -> None:
        self._shelves = shelves

    async def case(self, community: str, number: int) -> Case | None:
        """Return one case."""
        return self._shelves.communities[community].cases.get(number)

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
        cases = self._shelves.communities[community].cases
        found = [
            case
            for _, case in sorted(cases.items(), reverse=True)
            if (status is None or case.status is status)
            and kind in ("", case.kind)
            and subject in ("", case.subject)
            and message in ("", case.message)
            and about in ("", case.about)
            and assignee in ("", case.assignee)
        ]
        return found[:limit]

    async def last_number(self, community: str) -> int:
        """Return the highest case number given so far, 0 for none."""
        return max(self._shelves.communities[community].cases, default=0)

    async def notes(
        self, community: str, *, case: int | None = None, person: str = "", limit: int = 50
    ) -> Sequence[Note]:
        """Return the newest notes on a case or on a person, oldest first."""
        found = [
            note
            for note in self._shelves.communities[community].notes
            if case in (None, note.case) and person in ("", note.person)
        ]
        return sorted(found, key=lambda note: note.at)[-limit:]


class MemoryLeases:
    """Who may judge and send for a community."""

    def __init__(self, shelves: Shelves) -> None:
        self._shelves = shelves

    async def take(self, community: str, holder: str, now: datetime, seconds: float) -> int | None:
        """Return the fencing number of a lease now held, None while another holds it."""
        lease = self._shelves.leases.get(community)
        if lease is not None and lease.holder not in ("", holder) and lease.until > now:
            return None
        fence = lease.fence + 1 if lease else 1
        until = now + timedelta(seconds=seconds)
        self._shelves.leases[community] = KeptLease(holder, fence, until)
        return fence

    async def until(self, community: str) -> datetime | None:
        """Return when the last lease ends or ended, None where there never was one."""
        lease = self._shelves.leases.get(community)
        return lease.until if lease else None

    async def renew(
        self, community: str, holder: str, fence: int, now: datetime, seconds: float
    ) -> bool:
        """Hold on to a lease; False says that it is lost."""
        lease = self._shelves.leases.get(community)
        if lease is None or (lease.holder, lease.fence) != (holder, fence):
            return False
        lease.until = now + timedelta(seconds=seconds)
        return True

    async def release(self, community: str, holder: str, fence: int) -> None:
        """Give a lease back."""
        lease = self._shelves.leases.get(community)
        if lease is not None and (lease.holder, lease.fence) == (holder, fence):
            lease.holder = ""

    async def free(self, community: str, holder: str) -> None:
        """Free the lease of a holder that is known to have died."""
        lease = self._shelves.leases.get(community)
        if lease is not None and lease.holder == holder:
            lease.holder = ""

    async def holder(self, community: str) -> str:
        """Return who holds the lease, empty for nobody."""
        lease = self._shelves.leases.get(community)
        return lease.holder if lease else ""
