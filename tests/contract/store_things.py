"""Values for the store's contract, with the fields that a test does not care about filled in."""

from datetime import UTC, datetime, timedelta
from typing import Any

from bot.domain import (
    Action,
    Ban,
    Case,
    CaseStatus,
    Decision,
    DeleteMessage,
    Member,
    MessageEdited,
    MessagePosted,
    Nudge,
    Order,
    Outcome,
    OutcomeState,
    Signal,
    Silence,
    Timeout,
    Verdict,
    Withheld,
    event_key,
)
from bot.ports import LearnedAnswer, Settlement, Store, Strike, Timer

NOON = datetime(2026, 1, 5, 12, 0, tzinfo=UTC)
KETTLE, OTHER = "kettle", "other"
RUDE = Member(id="u-rude-1", name="Rüdiger", roles=("Guest",), joined_at=NOON)
ANN = Member(id="u-ann-2", name="Ann")
MO = Member(id="u-mo-3", name="Mo", roles=("Moderator",))
RUDES_KEY, MOS_KEY = "discord:u-rude-1", "discord:u-mo-3"
DONE = Outcome(state=OutcomeState.DONE, made="n1")


def after(seconds: float) -> datetime:
    """Return the moment `seconds` after noon."""
    return NOON + timedelta(seconds=seconds)


def posted(
    id: str = "m1", *, who: Member = RUDE, says: str = "grüß dich", **more: Any
) -> MessagePosted:
    """Return a message."""
    here: dict[str, Any] = {"network": "discord", "community": KETTLE, "place": "p1", "at": NOON}
    return MessagePosted(id=id, channel="general", member=who, text=says, **{**here, **more})


def edited(id: str, message: str, *, says: str, at: datetime) -> MessageEdited:
    """Return an edit of a message."""
    return MessageEdited(
        id=id,
        at=at,
        network="discord",
        community=KETTLE,
        place="p1",
        channel="general",
        member=RUDE,
        message=message,
        text=says,
    )


def decision(id: str = "d1", **more: Any) -> Decision:
    """Return a policy's decision about Rude that uses every part a decision has."""
    action = Timeout(member=RUDE.id, seconds=60, until=after(60), reason="insult")
    nudge = Nudge(member=RUDE.id, text="Rüdiger, please")
    fields: dict[str, Any] = {
        "at": NOON,
        "community": KETTLE,
        "network": "discord",
        "place": "p1",
        "channel": "general",
        "cause": event_key(posted()),
        "actor": "Manners",
        "subject": RUDE,
        "message": "m1",
        "actions": (DeleteMessage(channel="general", message="m1", member=RUDE.id), action),
        "withheld": (Withheld(action=Ban(member=RUDE.id), because="limit bans_per_day"),),
        "verdicts": (
            Verdict(
                policy="Manners",
                reason="Rüdiger insults",
                told_reason="Rüdiger beleidigt",
                steps=((nudge,), (nudge, action)),
                signals=(Signal(name="toxicity", score=0.97, evidence="idiots", spans=((0, 6),)),),
                forget_after=timedelta(days=30),
                say="Hi {member}",
                rule="2",
            ),
        ),
        "silent": (Silence(policy="Flood", because="3 of 8 messages"),),
        "strike": 1,
        "rule": "2",
        "facts": "Rüdiger called somebody idiots",
        "evidence": "idiots",
        "until": after(60),
        "redress": "appeal",
        "policy_version": "abc",
        "details": {"text": "you idiots"},
    }
    return Decision(id=id, **{**fields, **more})


def by_a_person(id: str = "d2", **more: Any) -> Decision:
    """Return a moderator's decision."""
    return decision(id, actor=MOS_KEY, automated_decision=False, **more)


def strike(of: str = "d1", *, at: datetime = NOON, days: float = 30, **more: Any) -> Strike:
    """Return something held against Rude."""
    fields: dict[str, Any] = {"community": KETTLE, "person": RUDES_KEY, "policy": "Manners"}
    return Strike(decision=of, at=at, expires_at=at + timedelta(days=days), **fields | more)


def case(number: int = 1, **more: Any) -> Case:
    """Return an open case about Rude."""
    fields: dict[str, Any] = {
        "community": KETTLE,
        "kind": "conduct",
        "title": "Rüdiger insults people",
        "status": CaseStatus.OPEN,
        "opened_at": NOON,
        "subject": RUDES_KEY,
        "subject_name": RUDE.name,
        "network": "discord",
        "channel": "general",
        "message": "m1",
        "about": "d1",
        "alert": "o9",
    }
    return Case(number=number, **{**fields, **more})


def order(key: str = "o1", action: Action | None = None, **more: Any) -> Order:
    """Return an order of the policy `Manners`."""
    fields: dict[str, Any] = {
        "community": KETTLE,
        "network": "discord",
        "place": "p1",
        "action": action or DeleteMessage(channel="general", message="m1"),
        "actor": "Manners",
        "decision": "d1",
        "at": NOON,
    }
    return Order(key=key, **{**fields, **more})


def timer(key: str = "t1", *, due: float = 60, community: str = KETTLE, **payload: str) -> Timer:
    """Return a timer due `due` seconds after noon."""
    return Timer(
        key=key,
        community=community,
        network="discord",
        place="p1",
        owner="Escalation",
        due_at=after(due),
        payload=payload,
    )


def answer(id: str = "a1", *, says: str = "Till six.", at: datetime = NOON) -> LearnedAnswer:
    """Return an answer that Mo added in chat."""
    return LearnedAnswer(
        community=KETTLE,
        id=id,
        question="How long are you open?",
        answer=says,
        language="en",
        by=MOS_KEY,
        at=at,
    )


async def hold(store: Store, community: str = KETTLE) -> int:
    """Take the lease of a community for a test and return its fencing number."""
    fence = await store.leases.take(community, "test", NOON, 1e6)
    assert fence is not None
    return fence


async def write(store: Store, *settlements: dict[str, Any], community: str = KETTLE) -> None:
    """Settle in one go, under a lease of our own."""
    fence = await hold(store, community)
    await store.ledger.settle(
        [Settlement(community=community, fence=fence, **fields) for fields in settlements]
    )
