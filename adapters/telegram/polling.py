"""Asking for updates: the next ones are asked for only when these are committed.

Asking from an offset confirms all before it, and what is confirmed never comes again. So the
offset moves when the house has everything, and not a moment earlier.
"""

import asyncio
import logging
from collections.abc import Sequence
from datetime import timedelta

from telegram.error import Conflict, InvalidToken, RetryAfter, TelegramError

from adapters.telegram.intake import Intake
from adapters.telegram.line import MOST_UPDATES, Line
from adapters.telegram.notebook import Notebook
from adapters.telegram.troubles import pause_of
from adapters.telegram.watch import Watch
from adapters.telegram.webhook import give_up_own_webhook
from bot.errors import NetworkError, StoreError
from bot.ports import House

log = logging.getLogger(__name__)
#: Seconds that Telegram may keep us waiting for news.
PATIENCE = 25
_FIRST_PAUSE, _LONGEST_PAUSE = 1.0, 30.0
#: After a week without updates Telegram may number them anew, from anywhere.
_RENUMBERED = timedelta(days=5)
REFUSED = (
    "Telegram refuses the bot's token; copy the one that @BotFather shows into "
    "EVENHAND_TELEGRAM_TOKEN and start again."
)
CONFLICT = (
    "Telegram: another program uses the same bot token, or a webhook is set; stop it, or run "
    "`evenhand doctor`."
)
#: So many conflicts in a row mean that another program keeps using the token.
_CONFLICTS = 3


class Polling:
    """Brings updates in for as long as it runs."""

    def __init__(
        self,
        line: Line,
        notebook: Notebook,
        intake: Intake,
        watch: Watch,
        house: House,
    ) -> None:
        self._line = line
        self._notebook = notebook
        self._intake = intake
        self._watch = watch
        self._house = house
        self._offset = 0
        self._conflicts = 0
        self._last = watch.now

    async def run(self) -> None:
        """Ask for updates until cancelled; raises NetworkError where the token is refused."""
        pause = _FIRST_PAUSE
        self._watch.begin()
        while True:
            try:
                await give_up_own_webhook(self._line, self._notebook)
                # After a silence the first answer is wanted at once, to know that it is over.
                seconds = 0 if self._watch.is_silent else PATIENCE
                updates = await self._line.updates(self._offset, seconds)
            except InvalidToken:
                self._watch.failed(REFUSED)
                raise NetworkError(REFUSED) from None
            except TelegramError as error:
                await asyncio.sleep(self._pause_after(error, pause))
                pause = min(_LONGEST_PAUSE, pause * 2)
                continue
            pause, self._conflicts = _FIRST_PAUSE, 0
            self._watch.answered()
            await self._take(updates)
            await self._tell_gap(len(updates))

    async def _take(self, updates: Sequence[object]) -> None:
        if updates:
            await self._intake.take(updates)
            self._offset = max(self._offset, *(number + 1 for number in numbers_of(updates)))
            self._last = self._watch.now
        elif self._watch.now - self._last > _RENUMBERED:
            # All that came is confirmed long since, and what comes may have lower numbers.
            self._offset = 0

    async def _tell_gap(self, number: int) -> None:
        """Tell the teams of a silence that is over, once all that waited is read."""
        drained = number < MOST_UPDATES
        try:
            await self._watch.took(number, self._house.report_gap, drained=drained)
        except StoreError as error:
            log.warning("the teams cannot be told of the silence yet: %s", error)

    def _pause_after(self, error: TelegramError, pause: float) -> float:
        """Return the seconds to wait after an error, and say what somebody should mend."""
        if isinstance(error, RetryAfter):
            self._watch.failed("Telegram asked the bot for a pause.")
            return pause_of(error)
        if isinstance(error, Conflict):
            self._conflicts += 1
            self._watch.failed(CONFLICT)
            if self._conflicts == _CONFLICTS:
                self._house.announce(CONFLICT)
            return _LONGEST_PAUSE if self._conflicts > _CONFLICTS else pause
        self._watch.failed("Telegram cannot be reached; it is tried again and again.")
        log.warning("Telegram cannot be asked for news, next try in %.0f s: %s", pause, error)
        return pause


def numbers_of(updates: Sequence[object]) -> list[int]:
    """Return the numbers of updates, also of those that cannot be read further."""
    found = [update.get("update_id") for update in updates if isinstance(update, dict)]
    return [number for number in found if isinstance(number, int)] or [-1]
