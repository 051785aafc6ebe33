"""Matters that people of the team look after."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class CaseStatus(StrEnum):
    """How far a case has come."""

    #: Nobody has taken it yet.
    OPEN = "open"
    #: Somebody looks after it.
    CLAIMED = "claimed"
    #: Done, or nothing was left to do.
    CLOSED = "closed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A matter with a number: what it is about, who has it, and what came of it.

    `kind` is conduct, question, report, appeal or review. `subject` is the key of the person it
    is about and `subject_name` their name at the time; `about` is the decision (or, for an
    appeal, the decision objected to); `link` is the message it began with.
    """

    community: str
    number: int
    kind: str
    title: str
    status: CaseStatus
    opened_at: datetime
    subject: str = ""
    subject_name: str = ""
    network: str = ""
    channel: str = ""
    message: str = ""
    about: str = ""
    assignee: str = ""
    assignee_name: str = ""
    claimed_at: datetime | None = None
    closed_at: datetime | None = None
    closed_by: str = ""
    resolution: str = ""
    alert: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """One line on a case or on a person, as somebody of the team (or Evenhand) wrote it."""

    community: str
    at: datetime
    by: str
    by_name: str
    text: str
    case: int | None = None
    person: str = ""
