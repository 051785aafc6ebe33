"""What a command or a button comes to; written down and carried out like any decision."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.domain import (
    Action,
    Button,
    ButtonPressed,
    Case,
    Channel,
    CommandGiven,
    CommandSpec,
    Member,
    Mode,
    Note,
    Standing,
)
from bot.ports import LearnedAnswer, Timer

Value = str | int | timedelta | Member


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """A command or button as a handler gets it.

    `arguments` are parsed and typed by the declaration; optional ones that were left out are
    absent, and a span of time that was switched off is timedelta(0). `target` is what a button's
    id names after its verb, such as a case number. `strangers` are the ids of people named in it
    who are not (or no longer) members.
    """

    event: CommandGiven | ButtonPressed
    actor: Member
    standing: Standing
    language: str
    now: datetime
    spec: CommandSpec | None = None
    arguments: Mapping[str, Value] = field(default_factory=dict)
    target: str = ""
    strangers: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Reaction:
    """What a handler wants done.

    `answer` is shown to whoever asked, to nobody else unless `public`. `actions` are carried out
    in the actor's name, through the same gate as everything else. `forget_after` makes it a
    strike against `subject` for that long. `undo` names decisions that are taken back. `channel` is
    where it is about, if not where it was given; `told_reason` is the reason in the subject's
    language, if that is another. `timers` are set apart from any decision,
    and `standstill` is what becomes of what stands still.
    """

    answer: str = ""
    buttons: tuple[Button, ...] = ()
    public: bool = False
    actions: tuple[Action, ...] = ()
    subject: Member | None = None
    reason: str = ""
    told_reason: str = ""
    channel: Channel | None = None
    forget_after: timedelta | None = None
    cases: tuple[Case, ...] = ()
    notes: tuple[Note, ...] = ()
    undo: tuple[str, ...] = ()
    modes: Mapping[str, Mode] = field(default_factory=dict)
    answers: tuple[LearnedAnswer, ...] = ()
    timers: tuple[Timer, ...] = ()
    standstill: str = ""
