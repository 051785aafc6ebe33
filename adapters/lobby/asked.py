"""What somebody asks of the room, how much of it at a stretch, and how the room says no."""

import re
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

_ID = re.compile(r"[A-Za-z0-9_-]{8,64}")
_LONGEST_FIELD = 20_000


class Trouble(Exception):
    """The room cannot do what somebody asked; `code` names why, for the page to put in words."""

    def __init__(self, code: str, **more: str | int | float | None) -> None:
        super().__init__(code)
        self.code = code
        self.more = more


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What somebody sent: `id` was made by their browser, so that a repeat is the same.

    `language` is the one that their page is in.
    """

    id: str
    channel: str = "general"
    text: str = ""
    reply_to: str | None = None
    message: str = ""
    button: str = ""
    reason: str = ""
    language: str = ""


def asked_from(frame: Mapping[str, Any]) -> Asked:
    """Return what a frame asks; raises Trouble where its fields are of a wrong form."""
    id = frame.get("id")
    if not isinstance(id, str) or not _ID.fullmatch(id):
        raise Trouble("bad_request")
    return Asked(
        id=id,
        channel=text_in(frame, "channel") or "general",
        text=text_in(frame, "text"),
        reply_to=text_in(frame, "reply_to") or None,
        message=text_in(frame, "message"),
        button=text_in(frame, "button"),
        reason=text_in(frame, "reason"),
        language=text_in(frame, "language")[:20],
    )


def text_in(frame: Mapping[str, Any], name: str) -> str:
    """Return a field as clean text, empty where it is left out."""
    value = frame.get(name) or ""
    if not isinstance(value, str) or len(value) > _LONGEST_FIELD:
        raise Trouble("bad_request")
    return clean_text(value)


def clean_text(typed: str) -> str:
    """Return text without what no network lets through: half characters and control codes."""
    whole = typed.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return "".join(c for c in whole if c in "\n\t" or ord(c) >= 32).strip()


class Pace:
    """So much at a stretch, and so much more each second; for as many people as are about."""

    def __init__(
        self, burst: float, per_second: float, seconds: Callable[[], float], most: int = 5_000
    ) -> None:
        self._burst = burst
        self._per_second = per_second
        self._seconds = seconds
        self._most = most
        self._left: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def allows(self, who: str) -> bool:
        """Return whether one more is fine, and count it."""
        now = self._seconds()
        left, then = self._left.pop(who, (self._burst, now))
        left = min(self._burst, left + (now - then) * self._per_second)
        fine = left >= 1
        self._left[who] = (left - 1 if fine else left, now)
        while len(self._left) > self._most:
            self._left.popitem(last=False)
        return fine
