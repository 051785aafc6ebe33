"""What happens inside Evenhand: written to the database with the decision.

It may lead to effects: a warning is a record here and a private message there.
"""

from dataclasses import dataclass, field

from bot.domain.parts import Button


@dataclass(frozen=True, slots=True, kw_only=True)
class Nudge:
    """Have a private word; nothing is held against the member."""

    member: str
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Warn:
    """Warn a member privately and remember it."""

    member: str
    text: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertTeam:
    """Tell the team in its alerts channel; `urgent` alerts are never held back."""

    text: str = ""
    urgent: bool = False
    buttons: tuple[Button, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenCase:
    """Put a matter on the team's list; unclaimed after `remind_after` seconds, it is told again.

    `channel`, `message`, `member` and `member_name` say what it is about, where the event itself
    does not (a timer that came due); `about` is the decision that an appeal objects to.
    """

    kind: str = "conduct"
    title: str = ""
    remind_after: int | None = None
    channel: str = ""
    message: str = ""
    member: str = ""
    member_name: str = ""
    about: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class HoldForReview:
    """Change nothing, and ask a person to decide."""

    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SetTimer:
    """Wake `owner` with TimePassed after `seconds`; one `key` holds one timer."""

    key: str
    owner: str
    seconds: int
    payload: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class CancelTimer:
    """Forget the timer with this key, if it is still waiting."""

    key: str


HouseAction = Nudge | Warn | AlertTeam | OpenCase | HoldForReview | SetTimer | CancelTimer
