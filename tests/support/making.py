"""Events, orders and settlements for tests; fields that do not matter are filled in."""

from datetime import UTC, datetime, timedelta
from typing import Any

from bot.domain import (
    Action,
    ButtonPressed,
    CommandGiven,
    DeleteMessage,
    Member,
    MemberJoined,
    MessagePosted,
    Mode,
    Order,
    ReportFiled,
    TimePassed,
    Verdict,
)
from bot.ports import Needs, Settlement, Strike

NOON = datetime(2026, 1, 5, 12, 0, tzinfo=UTC)
HERE: dict[str, Any] = {"network": "memory", "community": "kettle", "place": "p1"}


def after(seconds: float) -> datetime:
    """Return the moment `seconds` after noon."""
    return NOON + timedelta(seconds=seconds)


def person(
    id: str = "rude", *roles: str, bot: bool = False, joined: datetime | None = None
) -> Member:
    """Return a member named like their id."""
    return Member(id=id, name=id.title(), roles=roles, bot=bot, joined_at=joined)


def posted(
    id: str = "m1",
    *,
    who: Member | str = "rude",
    says: str = "hello",
    channel: str = "general",
    at: datetime = NOON,
    **more: Any,
) -> MessagePosted:
    """Return a message."""
    member = person(who) if isinstance(who, str) else who
    fields = {**HERE, **more}
    return MessagePosted(id=id, at=at, channel=channel, member=member, text=says, **fields)


def joined(id: str = "j1", *, who: str = "new", at: datetime = NOON) -> MemberJoined:
    """Return somebody's coming in."""
    return MemberJoined(id=id, at=at, member=person(who), **HERE)


def reported(id: str = "r1", *, accused: str | None = "rude", **more: Any) -> ReportFiled:
    """Return a report by Ann."""
    return ReportFiled(
        id=id,
        at=NOON,
        channel="general",
        member=person("ann"),
        accused=person(accused) if accused else None,
        **HERE,
        **more,
    )


def command(name: str = "help", *, who: Member | None = None, id: str = "c1") -> CommandGiven:
    """Return a command."""
    return CommandGiven(
        id=id,
        at=NOON,
        channel="general",
        member=who or person("mo", "Moderator"),
        name=name,
        **HERE,
    )


def pressed(button: str = "why:d1", *, who: Member | None = None, id: str = "b1") -> ButtonPressed:
    """Return a press of a button."""
    return ButtonPressed(
        id=id,
        at=NOON,
        channel="general",
        member=who or person("mo", "Moderator"),
        button=button,
        **HERE,
    )


def passed(owner: str = "casework", id: str = "t1", **payload: str) -> TimePassed:
    """Return a timer that came due."""
    return TimePassed(id=id, at=NOON, owner=owner, payload=payload, **HERE)


def order(key: str = "o1", action: Action | None = None, **more: Any) -> Order:
    """Return an order of the policy `Manners`."""
    fields: dict[str, Any] = {
        "community": "kettle",
        "network": "memory",
        "place": "p1",
        "actor": "Manners",
        "decision": "d1",
        "at": NOON,
    }
    action = action or DeleteMessage(channel="general", message="m1")
    return Order(key=key, action=action, **{**fields, **more})


def settlement(event: str | None = None, *, fence: int = 1, **more: Any) -> Settlement:
    """Return a settlement."""
    return Settlement(community="kettle", fence=fence, event=event, **more)


def strike(
    policy: str = "Manners", *, at: datetime = NOON, days: float = 30, decision: str = "d0"
) -> Strike:
    """Return something held against Rude."""
    return Strike(
        community="kettle",
        person="memory:rude",
        policy=policy,
        decision=decision,
        at=at,
        expires_at=at + timedelta(days=days),
    )


def verdict(*steps: tuple[Action, ...], policy: str = "Manners", **more: Any) -> Verdict:
    """Return an opinion."""
    return Verdict(policy=policy, reason="it was rude", steps=steps, **more)


def needs(*kinds: Any, **more: Any) -> Needs:
    """Return what a policy that hears these kinds of events needs."""
    return Needs(hears=frozenset(kinds or (MessagePosted,)), **more)


ENFORCE, OBSERVE, PAUSED = Mode.ENFORCE, Mode.OBSERVE, Mode.PAUSED
