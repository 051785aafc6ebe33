"""What the store in memory holds: plain dictionaries, one of these for all communities."""

from bisect import insort
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime
from itertools import count

from bot.domain import Case, Decision, Event, Mode, Note, Order, Outcome
from bot.errors import LeaseLost
from bot.ports import LearnedAnswer, Standstill, Strike, Timer
from bot.storage.meaning import counts_for_limits, event_id_of, subject_of

WAITING, SETTLED, SET_ASIDE = "waiting", "settled", "set aside"


@dataclass(slots=True)
class KeptEvent:
    """An event, what became of it, and whether it still holds what somebody wrote."""

    event: Event
    serial: int
    worded: bool
    state: str = WAITING
    why: str = ""


@dataclass(slots=True)
class KeptStrike:
    """A strike, and whether it was taken back."""

    strike: Strike
    void: bool = False


@dataclass(slots=True)
class KeptOrder:
    """An order, when it may be tried again, and what came of it."""

    order: Order
    retry_at: datetime | None = None
    outcome: Outcome | None = None


@dataclass(slots=True)
class KeptLease:
    """Who holds a community, under which fencing number, until when."""

    holder: str
    fence: int
    until: datetime


@dataclass(slots=True)
class Community:
    """Everything of one community, by its key there."""

    events: dict[str, KeptEvent] = field(default_factory=dict)
    waiting: dict[str, KeptEvent] = field(default_factory=dict)
    messages: dict[str, list[KeptEvent]] = field(default_factory=lambda: defaultdict(list))
    decisions: dict[str, Decision] = field(default_factory=dict)
    by_cause: dict[str, str] = field(default_factory=dict)
    by_event: dict[str, str] = field(default_factory=dict)
    by_person: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    deeds: list[tuple[datetime, str]] = field(default_factory=list)
    strikes: dict[tuple[str, str], dict[str, KeptStrike]] = field(
        default_factory=lambda: defaultdict(dict)
    )
    cases: dict[int, Case] = field(default_factory=dict)
    notes: dict[Note, None] = field(default_factory=dict)
    unfinished: dict[str, KeptOrder] = field(default_factory=dict)
    by_decision: dict[str, list[KeptOrder]] = field(default_factory=lambda: defaultdict(list))
    timers: dict[str, Timer] = field(default_factory=dict)
    modes: dict[str, Mode] = field(default_factory=dict)
    answers: dict[str, LearnedAnswer] = field(default_factory=dict)
    tombstones: dict[str, datetime | None] = field(default_factory=dict)
    standstill: Standstill | None = None

    def add_decision(self, decision: Decision) -> bool:
        """Keep a decision and count what it did; False where it is known already."""
        if decision.id in self.decisions:
            return False
        self.decisions[decision.id] = decision
        self.by_cause[decision.cause] = decision.id
        self.by_event[event_id_of(decision)] = decision.id
        if subject := subject_of(decision):
            self.by_person[subject].append(decision.id)
        return True

    def index_decisions(self) -> None:
        """Find decisions by what they say now, after something was taken out of them."""
        self.by_cause.clear()
        self.by_event.clear()
        self.by_person.clear()
        decisions, self.decisions = self.decisions, {}
        for decision in decisions.values():
            self.add_decision(decision)

    @property
    def is_empty(self) -> bool:
        """Whether nothing is kept here."""
        return not (self.events or self.decisions or self.cases or self.notes or self.answers)

    def add_strike(self, strike: Strike, *, void: bool = False) -> bool:
        """Keep a strike; False where this decision's is known already."""
        held = self.strikes[strike.person, strike.policy]
        if strike.decision in held:
            return False
        held[strike.decision] = KeptStrike(strike, void)
        return True

    def remember_deeds(self, decision: Decision, kinds: list[str]) -> None:
        """Keep what policies did, in order of time, for the limits."""
        if counts_for_limits(decision):
            for do in kinds:
                insort(self.deeds, (decision.at, do))


@dataclass(slots=True)
class Shelves:
    """All that a store in memory holds."""

    communities: dict[str, Community] = field(default_factory=lambda: defaultdict(Community))
    orders: dict[str, KeptOrder] = field(default_factory=dict)
    leases: dict[str, KeptLease] = field(default_factory=dict)
    safes: dict[str, dict[str, str]] = field(default_factory=lambda: defaultdict(dict))
    serials: "count[int]" = field(default_factory=count)

    def check_fence(self, community: str, fence: int) -> None:
        """Raise LeaseLost unless this is the fencing number in force."""
        lease = self.leases.get(community)
        if lease is None or not lease.holder or lease.fence != fence:
            raise LeaseLost(f"another copy of Evenhand has taken over {community!r}")
