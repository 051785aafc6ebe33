"""What is noticed, what one policy thinks of it, and what the community does."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from types import MappingProxyType

from bot.domain.actions import Action
from bot.domain.people import Member

#: From which score on, between 0 and 1, a signal is worth a look: a starter policy asks the team or
#: acts. Chosen on texts that the scorer was not trained on, see docs/model-card.md.
FLAGGED_FROM = MappingProxyType(
    {
        "toxicity": 0.45,
        "insult": 0.45,
        "threat": 0.45,
        "identity_attack": 0.45,
        "obscene": 0.45,
        "profanity": 0.9,
        "spam": 0.7,
    }
)


class Mode(StrEnum):
    """How far a policy may go."""

    ENFORCE = "enforce"
    OBSERVE = "observe"
    PAUSED = "paused"


@dataclass(frozen=True, slots=True, kw_only=True)
class Signal:
    """What a detector noticed: a score from 0 to 1, and where in the original text it lies.

    `unscored` says that a model was to be asked about it, and gave no score in time.
    """

    name: str
    score: float
    evidence: str = ""
    spans: tuple[tuple[int, int], ...] = ()
    unscored: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """One policy's opinion on one event.

    `steps` is a ladder: the n-th entry holds the actions for the n-th time. A verdict with
    `forget_after` is held against the member for that long and climbs the ladder; without it the
    first step always applies. `say` is the template of the words to the member; `rule` names the
    house rule that was broken. `reason` and `rule` are in the community's language, `told_reason`
    and `told_rule` in the member's, empty where that is the same.
    """

    policy: str
    reason: str
    steps: tuple[tuple[Action, ...], ...]
    signals: tuple[Signal, ...] = ()
    forget_after: timedelta | None = None
    say: str | None = None
    rule: str = ""
    told_reason: str = ""
    told_rule: str = ""
    mode: Mode = Mode.ENFORCE


@dataclass(frozen=True, slots=True, kw_only=True)
class Withheld:
    """An action that was wished for and not taken, and the reason why."""

    action: Action
    because: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Silence:
    """A policy that was asked and had nothing to say, and why."""

    policy: str
    because: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What the community does about one event: all verdicts merged and limited.

    The fields from `rule` on are what a statement of reasons needs (Digital Services Act,
    Article 17): the rule, the facts, whether machines detected and decided, how long it lasts and
    how to object. `policy_version` is the hash of the policy file in force. `cause` is the key of
    the event; `actor` is the policy that speaks first, or `network:member` for a person.
    """

    id: str
    at: datetime
    community: str
    network: str
    place: str = ""
    channel: str | None = None
    cause: str
    actor: str
    mode: Mode = Mode.ENFORCE
    subject: Member | None = None
    message: str | None = None
    actions: tuple[Action, ...] = ()
    withheld: tuple[Withheld, ...] = ()
    verdicts: tuple[Verdict, ...] = ()
    silent: tuple[Silence, ...] = ()
    strike: int = 0
    case: int | None = None
    rule: str = ""
    facts: str = ""
    evidence: str = ""
    automated_detection: bool = True
    automated_decision: bool = True
    until: datetime | None = None
    redress: str = ""
    policy_version: str = ""
    undone_at: datetime | None = None
    undone_by: str = ""
    details: dict[str, str] = field(default_factory=dict)


class OutcomeState(StrEnum):
    """What became of an action."""

    DONE = "done"
    REFUSED = "refused"
    FAILED = "failed"
    IN_DOUBT = "in_doubt"


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What came of an action, in the network's words.

    `made` is the network's id of what came into being. A failed outcome with `retry_after`
    (seconds) did not take place and may be tried again; one in doubt with `retry_after` may have
    taken place, and is tried again as the class of its effect allows. A refused one never is.
    """

    state: OutcomeState
    detail: str = ""
    made: str | None = None
    retry_after: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """One effect on its way to a network; `key` is the same however often it is tried.

    `case` is the number of the case that its decision opened, None where that is not known.
    """

    key: str
    community: str
    network: str
    place: str
    action: Action
    actor: str
    decision: str
    at: datetime
    urgent: bool = False
    tries: int = 0
    state: str = "waiting"
    case: int | None = None
