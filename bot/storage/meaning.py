"""What both stores read out of the values that they keep, so that they read the same."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime

from bot.domain import (
    EVENT_KINDS,
    AddReaction,
    AddRole,
    Answer,
    ArchiveChannel,
    Ban,
    CommandGiven,
    Decision,
    EditReply,
    Event,
    Greet,
    Kick,
    LetIn,
    LockChannel,
    Mention,
    MessageEdited,
    MessagePosted,
    MessagePrevented,
    Mode,
    Order,
    PinMessage,
    RemoveReaction,
    RemoveRole,
    Reply,
    ReportFiled,
    SendDirect,
    SlowMode,
    Timeout,
    TimePassed,
    TurnAway,
    UnarchiveChannel,
    Unban,
    UnlockChannel,
    UnpinMessage,
    Untimeout,
    person_key,
)
from bot.errors import StoreBusy
from bot.ports import Settlement, Timer

#: Events with something in them that somebody wrote.
WORDED = (MessagePosted, MessageEdited, MessagePrevented, ReportFiled, CommandGiven)


def message_of(event: Event) -> str | None:
    """Return the id of the message that a posting or an edit brings, None for other events."""
    return event.message if isinstance(event, MessagePosted | MessageEdited) else None


def without_words(event: Event) -> Event:
    """Return the event without what people wrote in it; who, where and how much stays."""
    if isinstance(event, MessagePosted | MessageEdited):
        return replace(
            event,
            text="",
            mentions=_unnamed(event.mentions),
            attachments=tuple(replace(file, name="") for file in event.attachments),
        )
    if isinstance(event, MessagePrevented):
        return replace(event, text="", found="")
    if isinstance(event, ReportFiled):
        return replace(event, text="", reason="")
    if isinstance(event, CommandGiven):
        return replace(event, raw="", options={}, mentions=_unnamed(event.mentions))
    return event


def _unnamed(mentions: Iterable[Mention]) -> tuple[Mention, ...]:
    return tuple(replace(mention, name="") for mention in mentions)


def event_id_of(decision: Decision) -> str:
    """Return the network's id of the event that caused a decision, empty where it has none."""
    prefix = f"{decision.network}:{decision.place}:"
    kind, colon, id = decision.cause.removeprefix(prefix).partition(":")
    if decision.cause.startswith(prefix) and colon and kind in EVENT_KINDS:
        return id
    return decision.cause.rpartition(":")[2]


def subject_of(decision: Decision) -> str:
    """Return the key of the person a decision is about, empty where it is about nobody."""
    subject = decision.subject
    return person_key(decision.network, subject.id) if subject else ""


def counts_for_limits(decision: Decision) -> bool:
    """Return whether what a decision does was done by policies, on their own and for real."""
    return decision.automated_decision and decision.mode is Mode.ENFORCE


def moment_of(settlement: Settlement) -> datetime:
    """Return when something was settled: as it says, else as its decision, else now."""
    decided = settlement.decision.at if settlement.decision else None
    return settlement.at or decided or datetime.now(UTC)


#: Why something that waited was never done; see bot.standstill.
LET_GO = "let go after a standstill"


_SAYING = (AddReaction, Answer, EditReply, Greet, RemoveReaction, Reply, SendDirect)


def count_orders(orders: Iterable[Order]) -> tuple[int, int]:
    """Return how many orders change something, and how many only say something."""
    words = [isinstance(order.action, _SAYING) for order in orders]
    return words.count(False), words.count(True)


#: Why something that waited is not done although the rest is: it would undo what is newer.
OVERTAKEN = "overtaken by a later decision"
_TO_CHANNELS = (ArchiveChannel, LockChannel, SlowMode, UnarchiveChannel, UnlockChannel)
_TO_MESSAGES = (AddReaction, PinMessage, RemoveReaction, UnpinMessage)
_TO_PEOPLE = (AddRole, Ban, Kick, LetIn, RemoveRole, Timeout, TurnAway, Unban, Untimeout)


def overtaken(waiting: Iterable[Order], newer: Iterable[Order]) -> set[str]:
    """Return the keys of orders about people and channels that newer ones are about, too."""
    decided = {_whom(order) for order in newer} - {None}
    return {order.key for order in waiting if _whom(order) in decided}


def _whom(order: Order) -> tuple[str, ...] | None:
    action = order.action
    if isinstance(action, _TO_CHANNELS):
        return (order.network, order.place, "channel", action.channel)
    if isinstance(action, _TO_MESSAGES):
        return (order.network, order.place, action.channel, action.message)
    if isinstance(action, _TO_PEOPLE):
        return (order.network, order.place, "member", action.member)
    return None


#: Begins the keys of timers under which people are erased, and what is in those of their events.
ERASING, ERASING_NOW = "erase:", ":time_passed:erase:"


def passed(timer: Timer, now: datetime) -> TimePassed:
    """Return the event that a timer turns into."""
    return TimePassed(
        id=f"{timer.key}@{timer.due_at.isoformat()}",
        at=now,
        network=timer.network,
        community=timer.community,
        place=timer.place,
        owner=timer.owner,
        payload=timer.payload,
    )


def not_waiting(key: str) -> StoreBusy:
    """Return the error for an order that was finished or taken away meanwhile."""
    return StoreBusy(f"order {key} does not wait any more; look again at what is to be done")
