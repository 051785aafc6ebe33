"""Ids of messages: Slack's time stamps count within one channel, so the channel goes in front."""

import re
from datetime import UTC, datetime

_ADDRESS = re.compile(r"https://[\w.-]+/archives/([A-Z0-9]{8,14})/p(\d{10})(\d{6})(?:\?\S*)?")


def message_id(channel: str, ts: str) -> str:
    """Return the id of a message as the house knows it: `C0123-1700000000.000100`."""
    return f"{channel}-{ts}"


def ts_of(message: str) -> str:
    """Return Slack's time stamp in a message's id."""
    return message.rpartition("-")[2]


def by_id(text: str) -> str:
    """Return the id of the message whose address a text is; any other text as it is."""
    found = _ADDRESS.fullmatch(text.strip())
    return message_id(found[1], f"{found[2]}.{found[3]}") if found else text


def moment(ts: object) -> datetime:
    """Return the moment of a time stamp of Slack's, now where it cannot be read."""
    try:
        return datetime.fromtimestamp(float(str(ts)), UTC)
    except (ValueError, OverflowError, OSError):
        return datetime.now(UTC)
