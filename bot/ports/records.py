"""What is kept, as values, and the one transaction in which a decision is written."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from bot.domain import Case, Decision, Mode, Note, Order


@dataclass(frozen=True, slots=True, kw_only=True)
class Strike:
    """Something held against a person under one policy until `expires_at`."""

    community: str
    person: str
    policy: str
    decision: str
    at: datetime
    expires_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Timer:
    """A moment at which `owner` wants to be woken with `payload`; `key` is unique."""

    key: str
    community: str
    network: str
    place: str
    owner: str
    due_at: datetime
    payload: dict[str, str] = field(default_factory=dict)


#: What becomes of what stands still: it is done after all, or never.
CARRY_ON, LET_GO = "carry-on", "let-go"


@dataclass(frozen=True, slots=True, kw_only=True)
class Standstill:
    """That what is older than `since` waits for somebody's word, since it may be done already.

    `last_sign` is when the database was last at work; `rolled_back` says that it is surely an older
    copy, and not merely one that nobody worked with for long.
    """

    community: str
    since: datetime
    last_sign: datetime
    rolled_back: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Leftover:
    """How much of a community is older than a moment and not done."""

    deeds: int = 0
    words: int = 0
    timers: int = 0
    events: int = 0

    def __bool__(self) -> bool:
        return bool(self.deeds or self.words or self.timers or self.events)


@dataclass(frozen=True, slots=True, kw_only=True)
class LearnedAnswer:
    """A question and its answer that the team added in chat to a FAQ policy."""

    community: str
    id: str
    question: str
    answer: str
    language: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Settlement:
    """All that one event comes to, written in one transaction or not at all.

    `event` is the key of the event that is settled by it. `fence` is the fencing number of the
    lease under which it was decided: when another copy has taken over since, nothing is written.
    Cases are written whole, new or changed. `undone` maps decisions to who took them back: their
    strikes become void with it. `cancel_timers` names timers that are no longer wanted.
    `standstill` ends one: CARRY_ON or LET_GO.
    """

    community: str
    fence: int
    event: str | None = None
    decision: Decision | None = None
    strikes: tuple[Strike, ...] = ()
    cases: tuple[Case, ...] = ()
    notes: tuple[Note, ...] = ()
    orders: tuple[Order, ...] = ()
    timers: tuple[Timer, ...] = ()
    cancel_timers: tuple[str, ...] = ()
    undone: Mapping[str, str] = field(default_factory=dict)
    modes: Mapping[str, Mode] = field(default_factory=dict)
    answers: tuple[LearnedAnswer, ...] = ()
    standstill: str = ""
    at: datetime | None = None
