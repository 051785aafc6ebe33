"""Decisions, cases and orders to tell of."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from bot.domain import (
    Action,
    Case,
    CaseStatus,
    Decision,
    DeleteMessage,
    Member,
    Nudge,
    Order,
    Signal,
    Timeout,
    Verdict,
    Warn,
)
from bot.locale import Phrasebook
from bot.rulebook.book import Rulebook

NOON = datetime(2026, 1, 5, 12, 0, tzinfo=UTC)
BOOK = Rulebook(
    id="kettle", name="Kettle & Co.", version="abcdef0123456789", rules_url="https://k.example/r"
)
EN, DE, SIE = Phrasebook("en"), Phrasebook("de"), Phrasebook("de", "sie")
DELETE = DeleteMessage(channel="general", message="m1", member="u1")
HOUR = Timeout(member="u1", seconds=3600)
VERDICT = Verdict(
    policy="Keep insults out",
    reason="it reads as an insult",
    steps=((),),
    signals=(Signal(name="toxicity", score=0.97, evidence="idiots"),),
    forget_after=timedelta(days=30),
)


def decided(*actions: Action, verdict: Verdict | None = VERDICT, **more: object) -> Decision:
    """Return what the policy about insults decided about Kim."""
    plain = Decision(
        id="d1",
        at=NOON,
        community="kettle",
        network="lobby",
        channel="general",
        cause="lobby::message_posted:m1",
        actor="Keep insults out",
        subject=Member(id="u1", name="Kim"),
        message="m1",
        actions=actions,
        verdicts=(verdict,) if verdict else (),
        strike=1,
        case=214,
        rule="No insults",
        facts="it reads as an insult",
        evidence="idiots",
        policy_version=BOOK.version,
    )
    return replace(plain, **more)  # type: ignore[arg-type]  # fields of Decision by name


def by_mara(*actions: Action, **more: object) -> Decision:
    """Return what Mara of the team decided about Kim."""
    return decided(
        *actions,
        verdict=None,
        actor="lobby:m1",
        rule="warn",
        facts="insults",
        evidence="",
        strike=0,
        automated_detection=False,
        automated_decision=False,
        details={"by": "Mara", "forget_after": "2592000"},
        **more,
    )


def a_case(**more: object) -> Case:
    """Return the case about Kim."""
    plain = Case(
        community="kettle",
        number=214,
        kind="conduct",
        title="",
        status=CaseStatus.CLOSED,
        opened_at=NOON,
        subject="lobby:u1",
        subject_name="Kim",
        network="lobby",
        channel="general",
        about="d1",
    )
    return replace(plain, **more)  # type: ignore[arg-type]  # fields of Case by name


def an_order(action: Action, tries: int = 0, state: str = "waiting") -> Order:
    """Return an order of that decision."""
    assert not isinstance(action, Nudge | Warn)
    return Order(
        key="k1",
        community="kettle",
        network="lobby",
        place="",
        action=action,
        actor="Keep insults out",
        decision="d1",
        at=NOON,
        tries=tries,
        state=state,
    )
