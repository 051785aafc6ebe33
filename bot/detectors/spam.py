"""Spam and scam: bait, and the way to the one who lays it."""

import math
import re
from collections.abc import Mapping, Sequence
from functools import cached_property

from bot.detectors.lexicon import Rule, load
from bot.detectors.patterns import PatternSet
from bot.domain import Signal
from bot.ports import Pattern, PatternHit, Text

#: Bait without a link or a contact is talk about spam more often than spam.
_WITHOUT_CONTACT = 0.8
_CONTACT_ADDS = 0.4
_NAME = "spam"
_SILENT = {_NAME: Signal(name=_NAME, score=0.0)}
_LINK = re.compile(
    r"(?:https?://|www\.)[^\s<>\"']+|\b(?:[a-z0-9-]{1,63}\.){1,5}(?:com|net|org|io|gg|me|de|at|ch|"
    r"ru|xyz|top|info|app|link|shop|site|club|online|gift|vip|click|biz|ly|co|uk|eu)\b(?:/[^\s<>\"']*)?",
    re.IGNORECASE,
)
_CONTACT = re.compile(
    r"(?<![\w.])@\w{4,}|\b(?:whats ?app|telegram|signal|wechat)\b|\+?\d[\d ()-]{7,}\d|\bt\.me/|"
    r"\bdm\b|\bpm me\b|\binbox me\b",
    re.IGNORECASE,
)


class SpamDetector:
    """Scores spam: each bait adds to the doubt, and only with a contact it becomes certainty."""

    names = frozenset({_NAME})

    def __init__(self) -> None:
        self._rules: tuple[Rule, ...] = load("spam")
        self.patterns = [
            (_NAME, Pattern(name=str(index), regex=rule.regex))
            for index, rule in enumerate(self._rules)
        ]

    @cached_property
    def _set(self) -> PatternSet:
        return PatternSet(self.patterns)

    async def score(self, text: Text) -> Mapping[str, Signal]:
        """Return the signal, at 0 where nothing was noticed."""
        return self.look(text)

    def look(self, text: Text) -> Mapping[str, Signal]:
        """Return the signal at once, without waiting."""
        return self.weigh(self._set.match(text), text)

    def weigh(self, hits: Mapping[str, Sequence[PatternHit]], text: Text) -> Mapping[str, Signal]:
        """Return the signal where its patterns have been matched already."""
        found = self._found(hits)
        if not found:
            return _SILENT
        innocent = math.prod(1 - rule.score for rule in {rule for rule, _ in found})
        if _LINK.search(text.original) or _CONTACT.search(text.original):
            score = 1 - innocent * (1 - _CONTACT_ADDS)
        else:
            score = min(1 - innocent, _WITHOUT_CONTACT)
        _, loudest = max(found, key=lambda each: each[0].score)
        spans = tuple(sorted((hit.start, hit.end) for _, hit in found))
        signal = Signal(name=_NAME, score=round(score, 3), evidence=loudest.text, spans=spans)
        return {_NAME: signal}

    def findings(self, text: Text) -> list[tuple[Rule, PatternHit]]:
        """Return every bait and where it lies."""
        return self._found(self._set.match(text))

    def _found(self, hits: Mapping[str, Sequence[PatternHit]]) -> list[tuple[Rule, PatternHit]]:
        return [(self._rules[int(hit.pattern)], hit) for hit in hits.get(_NAME, ())]
