"""What an update comes to, and what every part that reads updates needs."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from telegram import Message

from bot.domain import Event

NETWORK = "telegram"
After = Callable[[], Awaitable[None]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """What an update comes to: events for the house, and what we do once they are committed."""

    events: Sequence[Event] = ()
    after: Sequence[After] = ()


def thread_of(message: Message) -> int | None:
    """Return the topic of a message; elsewhere Telegram uses the field for mere replies."""
    return message.message_thread_id if message.is_topic_message else None


def utc(at: datetime) -> datetime:
    """Return a moment in UTC."""
    return at.astimezone(UTC)
