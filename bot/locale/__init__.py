"""What the bot says: named texts by moment, in German and English, with named holes."""

from bot.locale.phrasebook import LANGUAGES, MOMENTS, MUST_SAY, Phrasebook

__all__ = ["LANGUAGES", "MOMENTS", "MUST_SAY", "Phrasebook"]
