"""What the bot says in English."""

from bot.locale.en.alerts import ALERTS
from bot.locale.en.answers import ANSWERS
from bot.locale.en.errors import ERRORS
from bot.locale.en.notices import NOTICES
from bot.locale.en.sharing import SHARING

TEXTS: dict[str, tuple[str, ...]] = {**NOTICES, **ALERTS, **ANSWERS, **ERRORS, **SHARING}

__all__ = ["TEXTS"]
