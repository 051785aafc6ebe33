"""What the bot says in German: TEXTS with du, FORMAL where Sie changes a text."""

from bot.locale.de.alerts import ALERTS
from bot.locale.de.answers import ANSWERS
from bot.locale.de.errors import ERRORS
from bot.locale.de.formal import FORMAL
from bot.locale.de.notices import NOTICES
from bot.locale.de.sharing import SHARING

TEXTS: dict[str, tuple[str, ...]] = {**NOTICES, **ALERTS, **ANSWERS, **ERRORS, **SHARING}

__all__ = ["FORMAL", "TEXTS"]
