"""How a decision is taken back, as far as that can be done."""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.domain import (
    Action,
    AddReaction,
    AddRole,
    ArchiveChannel,
    Ban,
    Decision,
    DeleteMessage,
    Effect,
    Kick,
    LockChannel,
    Order,
    Outcome,
    OutcomeState,
    PinMessage,
    PurgeMessages,
    RemoveReaction,
    RemoveRole,
    RestoreMessage,
    SlowMode,
    Timeout,
    UnarchiveChannel,
    Unban,
    UnlockChannel,
    UnpinMessage,
    Untimeout,
    Warn,
)
from bot.locale import Phrasebook
from bot.tell import MOST_RESTORED


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """A removed message as far as it is still known: whose it was, and its text."""

    member: str
    member_name: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Reversal:
    """The actions that take a decision back, and what cannot be put right, in words.

    `lifted` says what it means to the subject: timeout, ban, warning, role, restore_message(s).
    """

    actions: tuple[Effect, ...] = ()
    lifted: tuple[str, ...] = ()
    lost: tuple[str, ...] = ()


def reverse(
    decision: Decision,
    orders: tuple[tuple[Order, Outcome | None], ...],
    texts: Mapping[str, Kept],
    book: Phrasebook,
) -> Reversal:
    """Return how to take a decision back; `texts` are the removed messages that are still kept.

    What was refused or failed is left out, for there is nothing to take back.
    """
    undone = _never_done(orders)
    actions: list[Effect] = []
    lifted: list[str] = []
    lost: list[str] = []
    for action in decision.actions:
        if any(action == other for other in undone):
            continue
        actions += _back(action, decision, texts)
        lifted += _lifted(action, texts)
        lost += _lost(action, texts, book)
    return Reversal(
        actions=tuple(actions),
        lifted=_each_once(lifted),
        lost=tuple(dict.fromkeys(lost)),
    )


def _each_once(lifted: list[str]) -> tuple[str, ...]:
    several = lifted.count("restore_message") > 1
    plural = {"restore_message": "restore_messages"} if several else {}
    return tuple(dict.fromkeys(plural.get(name, name) for name in lifted))


def messages_of(decision: Decision) -> tuple[str, ...]:
    """Return the ids of the messages that a decision took down."""
    found: list[str] = []
    for action in decision.actions:
        if isinstance(action, DeleteMessage):
            found.append(action.message)
        elif isinstance(action, PurgeMessages):
            found += action.messages
    return tuple(found)


def _never_done(orders: tuple[tuple[Order, Outcome | None], ...]) -> list[Action]:
    given_up = (OutcomeState.REFUSED, OutcomeState.FAILED)
    return [
        order.action
        for order, outcome in orders
        if outcome is not None and outcome.state in given_up and order.state != "waiting"
    ]


def _back(action: Action, decision: Decision, texts: Mapping[str, Kept]) -> list[Effect]:
    match action:
        case Timeout(member=member):
            return [Untimeout(member=member)]
        case Ban(member=member):
            return [Unban(member=member)]
        case AddRole(member=member, role=role):
            return [RemoveRole(member=member, role=role)]
        case RemoveRole(member=member, role=role):
            return [AddRole(member=member, role=role)]
        case SlowMode(channel=channel):
            before = decision.details.get("previous_seconds", "0")
            seconds = int(before) if before.isdigit() else 0
            return [SlowMode(channel=channel, seconds=seconds, back=True)]
        case DeleteMessage() | PurgeMessages():
            return _restored(action, texts)
        case _:
            return [*_reopened(action), *_unmarked(action)]


def _reopened(action: Action) -> list[Effect]:
    """Return how a lock or an archiving is taken back."""
    match action:
        case LockChannel(channel=channel):
            return [UnlockChannel(channel=channel)]
        case UnlockChannel(channel=channel):
            return [LockChannel(channel=channel)]
        case ArchiveChannel(channel=channel):
            return [UnarchiveChannel(channel=channel)]
        case UnarchiveChannel(channel=channel):
            return [ArchiveChannel(channel=channel)]
        case _:
            return []


def _unmarked(action: Action) -> list[Effect]:
    """Return how a pin or a sign under a message is taken back."""
    match action:
        case PinMessage(channel=channel, message=message):
            return [UnpinMessage(channel=channel, message=message)]
        case UnpinMessage(channel=channel, message=message):
            return [PinMessage(channel=channel, message=message)]
        case AddReaction(channel=channel, message=message, emoji=emoji):
            return [RemoveReaction(channel=channel, message=message, emoji=emoji)]
        case RemoveReaction(channel=channel, message=message, emoji=emoji):
            return [AddReaction(channel=channel, message=message, emoji=emoji)]
        case _:
            return []


def _restored(action: DeleteMessage | PurgeMessages, texts: Mapping[str, Kept]) -> list[Effect]:
    messages = (action.message,) if isinstance(action, DeleteMessage) else action.messages
    if len(messages) > MOST_RESTORED:
        return []
    return [
        RestoreMessage(
            channel=action.channel,
            message=message,
            member=texts[message].member,
            member_name=texts[message].member_name,
            text=texts[message].text,
        )
        for message in messages
        if message in texts and texts[message].text
    ]


def _lifted(action: Action, texts: Mapping[str, Kept]) -> list[str]:
    match action:
        case Timeout(away=away):
            return ["timeout_away" if away else "timeout"]
        case Ban() | Kick():
            return ["ban"]
        case Warn():
            return ["warning"]
        case AddRole() | RemoveRole():
            return ["role"]
        case DeleteMessage() | PurgeMessages():
            return ["restore_message"] * len(_restored(action, texts))
        case _:
            return []


def _lost(action: Action, texts: Mapping[str, Kept], book: Phrasebook) -> list[str]:
    match action:
        case Kick():
            return [book.say("lost_kick")]
        case DeleteMessage() if not _restored(action, texts):
            return [book.say("lost_text")]
        case PurgeMessages(messages=messages):
            gone = len(messages) - len(_restored(action, texts))
            told = "lost_message" if gone == 1 else "lost_messages"
            return [book.say(told, count=str(gone))] if gone else []
        case _:
            return []
