"""The built-in scorer: what a text does to whom, by words and rules in English and German.

A word alone is not abuse. Rules look for a word and somebody it is aimed at; negation, quotation
and report turn a hit down; profanity without a target is a signal of its own.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType

from bot.detectors.framing import Frame, Framing
from bot.detectors.lexicon import Rule, load
from bot.detectors.patterns import PatternSet
from bot.domain import Signal
from bot.ports import Pattern, PatternHit, Text

#: What attacks people; toxicity is the loudest of these.
HARMS = ("insult", "threat", "identity_attack", "obscene")
HARMS_AND_TONE = (*HARMS, "profanity")
_SIGNALS = ("toxicity", *HARMS_AND_TONE)
_UNLESS = "unless"
_TRIMMINGS = " .,:;!?\n\t"
Hits = Mapping[str, Sequence[PatternHit]]
#: Every further attack in the same text makes it a little worse.
_PILE_UP = 0.03
_SILENCE: Mapping[str, Signal] = MappingProxyType(
    {name: Signal(name=name, score=0.0) for name in _SIGNALS}
)


@dataclass(frozen=True, slots=True)
class Finding:
    """One rule that spoke: where in the original text, in which frame, and how loudly."""

    rule: Rule
    start: int
    end: int
    text: str
    frame: Frame

    @property
    def score(self) -> float:
        """What the frame leaves of the rule's score."""
        return self.rule.score * self.frame.left


class LexicalDetector:
    """Scores toxicity, insult, threat, identity_attack, obscene and profanity."""

    names = frozenset(_SIGNALS)

    def __init__(self, rules: Sequence[Rule] | None = None) -> None:
        self._rules = load("en", "de") if rules is None else tuple(rules)
        self._framing = Framing()
        self.patterns = [
            (rule.signal, Pattern(name=str(index), regex=rule.regex))
            for index, rule in enumerate(self._rules)
        ]

    @cached_property
    def _set(self) -> PatternSet:
        return PatternSet(self.patterns)

    async def score(self, text: Text) -> Mapping[str, Signal]:
        """Return all its signals, at 0 where nothing was noticed."""
        return self.look(text)

    def look(self, text: Text) -> Mapping[str, Signal]:
        """Return all its signals at once, without waiting."""
        return self.weigh(self._set.match(text), text)

    def weigh(self, hits: Hits, text: Text) -> Mapping[str, Signal]:
        """Return all its signals where its patterns have been matched already."""
        found = self._findings(hits, text) if hits else []
        return _signals(found) if found else _SILENCE

    def findings(self, text: Text) -> list[Finding]:
        """Return every rule that speaks and is not taken back."""
        return self._findings(self._set.match(text), text)

    def _findings(self, hits: Hits, text: Text) -> list[Finding]:
        taken_back = hits.get(_UNLESS, ())
        return [
            self._finding(hit, text.original)
            for signal, signal_hits in hits.items()
            if signal in HARMS_AND_TONE
            for hit in signal_hits
            if not _covered(hit, taken_back)
        ]

    def _finding(self, hit: PatternHit, original: str) -> Finding:
        rule = self._rules[int(hit.pattern)]
        start = hit.start + len(hit.text) - len(hit.text.lstrip(_TRIMMINGS))
        end = start + len(hit.text.strip(_TRIMMINGS))
        frame = self._framing.of(original, start, end, rule.signal)
        return Finding(rule, start, end, original[start:end], frame)


def _covered(hit: PatternHit | Finding, over: Sequence[PatternHit | Finding]) -> bool:
    return any(hit.start < other.end and other.start < hit.end for other in over)


def _signals(found: Sequence[Finding]) -> Mapping[str, Signal]:
    signals = dict(_SILENCE)
    for name in HARMS_AND_TONE:
        if own := [each for each in found if each.rule.signal == name]:
            signals[name] = _merged(name, own)
    if harms := [each for each in found if each.rule.signal in HARMS]:
        signals["toxicity"] = _merged("toxicity", harms)
    return signals


def _merged(name: str, found: Sequence[Finding]) -> Signal:
    apart: list[Finding] = []
    for each in sorted(found, key=lambda each: (-each.score, each.start)):
        if not _covered(each, apart):
            apart.append(each)
    best = apart[0]
    more = sum(each.score >= best.score / 2 for each in apart[1:])
    spans = sorted((each.start, each.end) for each in apart)
    return Signal(
        name=name,
        score=round(min(best.score + _PILE_UP * more, max(best.score, 0.99)), 3),
        evidence=best.text,
        spans=tuple(spans),
    )
