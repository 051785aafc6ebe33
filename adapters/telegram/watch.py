"""Whether Telegram is heard at this moment, since when not, and what was read back after it.

When it was heard last is written down, so that a stop of the whole process is a gap like any other,
and somebody who only looks can say how long it has been.
"""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta

from adapters.telegram.notebook import Notebook
from bot.ports import Clock, Gap

#: Kind of entry: when Telegram answered last, and what has stood in the way since.
HEARD = "heard"
#: A shorter silence is nobody's concern.
WORTH_TELLING = timedelta(minutes=3)
#: A single failed call is no trouble; what lasts for longer than this is.
_TROUBLE_AFTER = timedelta(seconds=30)
#: So often it is written down that all is well.
_NOTED_EVERY = timedelta(seconds=30)
#: Telegram keeps updates for so long.
_KEPT = timedelta(hours=24)


class Watch:
    """Watches over one ear; `tell` brings a gap to the teams and may be tried again."""

    def __init__(self, notebook: Notebook, clock: Clock) -> None:
        self._notebook = notebook
        self._clock = clock
        self._since: datetime | None = None
        self._why = ""
        self._read_back = 0
        self._begun: datetime | None = None
        self._noted = datetime.min.replace(tzinfo=UTC)

    def trouble(self) -> str:
        """Return why Telegram is not heard, empty while it is."""
        if not self._why or self._since is None:
            return ""
        silent = self._clock.now() - self._since
        return self._why if silent >= _TROUBLE_AFTER else ""

    @property
    def now(self) -> datetime:
        """What time it is."""
        return self._clock.now()

    @property
    def is_silent(self) -> bool:
        """Whether nothing was heard since the last failure, or since listening began."""
        return self._since is not None

    def last(self) -> tuple[datetime, str] | None:
        """Return when Telegram was heard last as far as is written down, and what is in the way."""
        entry = self._notebook.get(HEARD, "last")
        if entry is None:
            return None
        return datetime.fromtimestamp(float(entry["at"]), UTC), str(entry["trouble"])

    def begin(self) -> None:
        """Begin to listen: the time since it was heard last counts as silence."""
        last = self.last()
        self._since = last[0] if last is not None else self._clock.now()

    def failed(self, why: str) -> None:
        """Take note that Telegram was not heard, and why, in a sentence."""
        self._since = self._since or self._clock.now()
        if why != self._why:
            self._why = why
            self._note(self._since)

    def answered(self) -> None:
        """Take note that Telegram answered; what comes in from now on may be read back."""
        now = self._clock.now()
        if self._since is not None and now - self._since >= WORTH_TELLING:
            self._begun, self._read_back = self._since, 0
        self._since, was = None, self._why
        self._why = ""
        if was or now - self._noted >= _NOTED_EVERY:
            self._note(now)

    async def took(
        self, number: int, tell: Callable[[Gap], Awaitable[None]], *, drained: bool
    ) -> None:
        """Count updates that were taken in; the gap is told when no more wait."""
        if self._begun is None:
            return
        self._read_back += number
        if not drained:
            return
        until = self._clock.now()
        gap = Gap(
            since=self._begun,
            until=until,
            read_back=self._read_back,
            lost=until - self._begun > _KEPT,
        )
        await tell(gap)
        self._begun = None

    def _note(self, at: datetime) -> None:
        self._noted = self._clock.now()
        entry = {"at": int(at.timestamp()), "trouble": self._why}
        self._notebook.note(HEARD, "last", entry)
