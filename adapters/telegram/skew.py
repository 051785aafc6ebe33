"""How far this machine's clock is behind Telegram's, as the moments of what is heard show.

Telegram takes the end of a mute that is nearer than half a minute for no end at all. A clock that
is slow must not turn a short mute into one for ever.
"""

from datetime import datetime, timedelta

from bot.ports import Clock

#: More than this is no slow clock but a mistake, and is left out.
_MOST = timedelta(days=1)


class TelegramTime:
    """A clock that is never behind what Telegram has told."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._behind = timedelta(0)

    def now(self) -> datetime:
        """Return what time it is at Telegram, as far as can be told."""
        return self._clock.now() + self._behind

    def there(self, moment: datetime) -> datetime:
        """Return a moment of ours as Telegram's clock will show it."""
        return moment + self._behind

    def told(self, moment: datetime) -> None:
        """Take note of a moment that has come already, by Telegram's clock."""
        behind = moment - self._clock.now()
        if self._behind < behind < _MOST:
            self._behind = behind
