"""Whether a message asks to go on somewhere else: a handle, a number, or `write me privately`."""

from collections.abc import Mapping
from functools import cache

from bot.detectors.lexicon import Rule, load
from bot.detectors.patterns import PatternSet
from bot.domain import Signal
from bot.ports import Pattern, Text

_NAME = "contact"
#: Without one of these no rule fits; looking for them costs a fiftieth of the rules.
_TRIGGERS = (
    "@", "+", "dm", "pm", "pn", "inbox", "message", "contact", "write", "text", "hit ", "reach",
    "add", "talk", "speak", "chat", "send", "drop", "shoot", "schreib", "meld", "kontakt", "schick",
    "interess", "whats", "signal", "лс", "личк", "личн", "пиши", "жду", "стучи", "подробн",
    "детал", "инф", "связ",
)  # fmt: skip
_SILENT = {_NAME: Signal(name=_NAME, score=0.0)}


class ContactDetector:
    """Scores contact: how plainly a message leads its readers into private, or to another network.

    By itself that is nothing bad; spam does it nearly always.
    """

    names = frozenset({_NAME})

    async def score(self, text: Text) -> Mapping[str, Signal]:
        """Return the signal, at 0 where nothing was noticed."""
        return self.look(text)

    def look(self, text: Text) -> Mapping[str, Signal]:
        """Return the signal at once, without waiting."""
        lower = text.clean.lower()
        if not any(map(lower.__contains__, _TRIGGERS)):
            return _SILENT
        rules, patterns = _rules()
        hits = patterns.match(text).get(_NAME, ())
        if not hits:
            return _SILENT
        plainest = max(hits, key=lambda hit: rules[int(hit.pattern)].score)
        spans = tuple(sorted({(hit.start, hit.end) for hit in hits}))
        score = rules[int(plainest.pattern)].score
        return {_NAME: Signal(name=_NAME, score=score, evidence=plainest.text, spans=spans)}


@cache
def _rules() -> tuple[tuple[Rule, ...], PatternSet]:
    """Return the rules; they are built when the first message may need them."""
    rules = load(_NAME)
    return rules, PatternSet(
        [
            (_NAME, Pattern(name=str(index), regex=rule.regex, form="clean"))
            for index, rule in enumerate(rules)
        ]
    )
