"""Ids of messages: Slack's time stamps count within one channel, so the channel goes in front."""

from datetime import UTC, datetime


def message_id(channel: str, ts: str) -> str:
    """Return the id of a message as the house knows it: `C0123-1700000000.000100`."""
    return f"{channel}-{ts}"


def ts_of(message: str) -> str:
    """Return Slack's time stamp in a message's id."""
    return message.rpartition("-")[2]


def moment(ts: object) -> datetime:
    """Return the moment of a time stamp of Slack's, now where it cannot be read."""
    try:
        return datetime.fromtimestamp(float(str(ts)), UTC)
    except (ValueError, OverflowError, OSError):
        return datetime.now(UTC)
