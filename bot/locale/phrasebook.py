"""The words for each moment, in the language and form of address that somebody wants."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from bot.domain import say_duration
from bot.locale import de, en
from bot.rulebook.templates import fill, holes

LANGUAGES: tuple[str, ...] = ("en", "de")

#: The holes that each moment may use, for the `texts:` of a policy file.
MOMENTS: Mapping[str, frozenset[str]] = {
    moment: frozenset(hole for wording in wordings for hole in holes(wording))
    for moment, wordings in en.TEXTS.items()
}

#: The facts that a member has a right to: a text of one's own must keep these holes.
MUST_SAY: Mapping[str, frozenset[str]] = {
    "removed": frozenset({"reason"}),
    "removed_team": frozenset({"reason"}),
    "nudge_removed": frozenset({"reason"}),
    "warning": frozenset({"reason"}),
    "warning_removed": frozenset({"reason"}),
    "warning_team": frozenset({"reason"}),
    "timeout": frozenset({"reason", "duration"}),
    "timeout_removed": frozenset({"reason", "duration"}),
    "timeout_team": frozenset({"reason", "duration"}),
    "timeout_away": frozenset({"reason", "duration"}),
    "timeout_away_removed": frozenset({"reason", "duration"}),
    "timeout_away_team": frozenset({"reason", "duration"}),
    "kick": frozenset({"reason"}),
    "kick_team": frozenset({"reason"}),
    "ban": frozenset({"reason", "duration"}),
    "ban_team": frozenset({"reason", "duration"}),
    "ban_for_good": frozenset({"reason"}),
    "ban_for_good_team": frozenset({"reason"}),
    "appeal_refused": frozenset({"reason"}),
}

_WEEKDAYS = {
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
    "de": ("Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag"),
}
_MONTHS = {
    "en": ("January", "February", "March", "April", "May", "June", "July", "August", "September",
           "October", "November", "December"),
    "de": ("Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August", "September",
           "Oktober", "November", "Dezember"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Phrasebook:
    """Texts in one language; `overrides` are the community's own, by moment.

    A language is named as networks do (de, de-AT, en-US); one that is not spoken here falls back
    to English. `address` (du or sie) matters in
    German.
    """

    language: str = "en"
    address: str = "du"
    overrides: Mapping[str, str] = field(default_factory=dict)

    def say(self, moment: str, number: int = 0, /, **values: str) -> str:
        """Return the text for a moment, its holes filled; `number` chooses among the wordings.

        Raises KeyError for a moment that is not in MOMENTS, TemplateError (a ValueError) for a
        hole without a value.
        """
        wordings = self._wordings(moment)
        return fill(wordings[number % len(wordings)], values)

    def duration(self, seconds: float) -> str:
        """Return a span of time in words."""
        return say_duration(seconds, self._tongue)

    def moment(self, at: datetime, now: datetime) -> str:
        """Return a point in time for members, in UTC, with its date where that is not today's."""
        if at.date() == now.date():
            return self.clock(at)
        year = "" if at.year == now.year else f" {at.year}"
        return f"{self._day(at)}{year}, {self.clock(at)}"

    def dated(self, at: datetime) -> str:
        """Return a point in time as it is to be read at any later time, in UTC."""
        return f"{self._day(at)} {at.year}, {self.clock(at)}"

    def _day(self, at: datetime) -> str:
        weekday = _WEEKDAYS[self._tongue][at.weekday()]
        point = "." if self._tongue == "de" else ""
        return f"{weekday}, {at.day}{point} {_MONTHS[self._tongue][at.month - 1]}"

    def remaining(self, seconds: float) -> str:
        """Return how long something still lasts, in whole minutes where it is more than one."""
        return self.duration(seconds if seconds < 60 else math.ceil(seconds / 60) * 60)

    def clock(self, at: datetime) -> str:
        """Return the time of day, in UTC."""
        return f"{at:%H:%M} Uhr (UTC)" if self._tongue == "de" else f"{at:%H:%M} UTC"

    def date(self, at: datetime) -> str:
        """Return the day."""
        return f"{at.day}.{at.month}.{at.year}" if self._tongue == "de" else f"{at:%Y-%m-%d}"

    def decimal(self, number: float) -> str:
        """Return a score with two places."""
        text = f"{number:.2f}"
        return text.replace(".", ",") if self._tongue == "de" else text

    def quote(self, text: str, longest: int = 200) -> str:
        """Return somebody's words in quotation marks, on one line, cut, and without live links."""
        line = self.unlinked(" ".join(text.split()))
        if len(line) > longest:
            line = line[: longest - 1].rstrip() + "…"
        return f"„{line}“" if self._tongue == "de" else f"“{line}”"

    @staticmethod
    def unlinked(text: str) -> str:
        """Return a text in which no address is a link that somebody might follow."""
        return text.replace("://", "[:]//")

    @property
    def _tongue(self) -> str:
        base = self.language.partition("-")[0].lower()
        return base if base in LANGUAGES else "en"

    def _wordings(self, moment: str) -> tuple[str, ...]:
        own = self.overrides.get(moment)
        if own is not None:
            return (own.strip(),)
        if self._tongue == "en":
            return en.TEXTS[moment]
        if self.address == "sie" and moment in de.FORMAL:
            return de.FORMAL[moment]
        return de.TEXTS[moment]
