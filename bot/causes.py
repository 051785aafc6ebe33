"""What an event says about whom and what a decision on it concerns."""

from bot.domain import (
    ButtonPressed,
    Event,
    Member,
    MessageEdited,
    MessagePosted,
    MessagePrevented,
    ReportFiled,
    TimePassed,
)


def subject(event: Event) -> Member | None:
    """Return whom a decision on this event is about, None for nobody."""
    if isinstance(event, ReportFiled):
        return event.accused
    return None if isinstance(event, TimePassed) else event.member


def message(event: Event) -> str | None:
    """Return the id of the message that a decision on this event is about, None for none."""
    if isinstance(event, MessagePosted):
        return event.id
    if isinstance(event, MessageEdited | MessagePrevented | ReportFiled | ButtonPressed):
        return event.message
    return None


def names(event: Event) -> dict[str, str]:
    """Return what people call the channel of this event, as a detail; empty where it has none."""
    name = getattr(event, "channel_name", "")
    return {"channel_name": name} if name else {}
