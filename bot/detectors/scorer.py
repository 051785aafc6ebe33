"""The built-in scorer: rules written by hand and a learned model, one opinion.

What the rules are sure of stays; beyond that the model decides, which also reads what the rules
found. A word about a thing, a quotation or a group's name is no attack: both are taught that.
"""

from collections.abc import Callable, Mapping
from functools import cache, lru_cache
from types import MappingProxyType

from bot.detectors.capitals import count_cases
from bot.detectors.language import tell
from bot.detectors.learned import RULES, Learned, Reading, learned
from bot.detectors.lexical import Hits, LexicalDetector
from bot.detectors.patterns import PatternSet, to_original
from bot.detectors.spam import SpamDetector
from bot.detectors.text import make_text
from bot.detectors.tokens import MOST_WORDS, is_at_nobody, split
from bot.domain import Signal
from bot.ports import Text

#: From here on a rule needs no second opinion.
_SURE = 0.85
#: Below this nobody asks which words it was.
_EXPLAINED_FROM = 0.3
#: A rule that weighs at least this much is the reason that people are shown.
_RULE_SHOWN_FROM = 0.4
#: Swearing that means nobody is a matter of tone: it keeps so little that nobody acts on it.
_AT_NOBODY = 0.44
_LEFT = dict.fromkeys(("toxicity", "insult", "threat", "identity_attack"), _AT_NOBODY)
_LETTERS_OF_SHOUTING = 8
#: Most messages score the same few harmless numbers.
_SCORES_KEPT = 1_024


class ScorerDetector:
    """Scores toxicity, insult, threat, identity_attack, obscene, spam and profanity."""

    def __init__(self, model: Learned | None = None) -> None:
        self.lexical, self.baits, self._patterns = _rules()
        self.names = self.lexical.names | self.baits.names
        self._silence = self.by_rules(make_text(""))
        self._model = model
        # Two numbers of two digits each: most texts get what others got before.
        self._quiet = cache(self._said_quietly)

    async def score(self, text: Text) -> Mapping[str, Signal]:
        """Return all its signals."""
        return self.look(text)

    def look(self, text: Text) -> Mapping[str, Signal]:
        """Return all its signals at once, without waiting."""
        hits = self._patterns.match(text)
        if hits or not text.skeleton:
            return self._closely(text, self._weighed(hits, text))
        pieces = split(text.skeleton)[:MOST_WORDS]
        scores = self._learned.at_a_glance(pieces, capitals_of(text.clean))
        if scores is None:
            return self._closely(text, dict(self._silence))
        return self._quiet(round(scores[0], 2), round(scores[1], 2))

    def _said_quietly(self, toxicity: float, spam: float) -> Mapping[str, Signal]:
        found = self._silence | {"toxicity": _quiet("toxicity", toxicity)}
        return MappingProxyType(found | {"spam": _quiet("spam", spam)})

    def by_rules(self, text: Text) -> dict[str, Signal]:
        """Return all its signals as the rules alone see them."""
        return self._weighed(self._patterns.match(text), text)

    def sure_of(self, text: Text) -> frozenset[str]:
        """Return the signals of which the rules alone are sure."""
        ruled = self.by_rules(text)
        return frozenset(name for name, signal in ruled.items() if signal.score >= _SURE)

    def _weighed(self, hits: Hits, text: Text) -> dict[str, Signal]:
        return {**self.lexical.weigh(hits, text), **self.baits.weigh(hits, text)}

    def _closely(self, text: Text, ruled: dict[str, Signal]) -> dict[str, Signal]:
        """Return all signals of a text of which everything is read."""
        if not text.skeleton:
            return ruled
        read = Reading(text.skeleton)
        scores = self._learned.score(read, extras(ruled, text.clean), _language_of(text))
        if scores["toxicity"] > _AT_NOBODY and self._is_at_nobody(read, ruled):
            scores = {name: score * _LEFT.get(name, 1.0) for name, score in scores.items()}
        for name, score in scores.items():
            if score > ruled[name].score or ruled[name].score < _SURE:
                ruled[name] = self._joined(ruled[name], score, read, text)
        return ruled

    def _is_at_nobody(self, read: Reading, ruled: Mapping[str, Signal]) -> bool:
        if ruled["toxicity"].score:
            return False
        found = self._learned.strongest(read, "toxicity")
        return bool(found) and is_at_nobody(read.read.words, found[0][2])

    def sums(self, text: Text) -> tuple[str, dict[str, float]]:
        """Return the text's language and what everything adds up to for each learned signal."""
        ruled = self.by_rules(text)
        read, found = Reading(text.skeleton), extras(ruled, text.clean)
        language, _ = tell(text.skeleton)
        model = self._learned
        return language, {name: model.sum(name, read, found) for name in model.signals}

    def weigh(self, text: Text) -> list[tuple[str, float, str]]:
        """Return the words that carried a probable signal: signal, weight and word."""
        ruled = self.by_rules(text)
        read = Reading(text.skeleton)
        scores = self._learned.score(read, extras(ruled, text.clean), _language_of(text))
        return [
            (name, weight, text.original[slice(*to_original(text, "skeleton", *place))])
            for name, score in scores.items()
            if score >= _EXPLAINED_FROM
            for weight, place, _ in self._learned.strongest(read, name)
        ]

    @property
    def _learned(self) -> Learned:
        return self._model or learned()

    def _joined(self, ruled: Signal, score: float, read: Reading, text: Text) -> Signal:
        if score < _EXPLAINED_FROM:
            return _quiet(ruled.name, round(score, 3))
        evidence, spans = ruled.evidence, ruled.spans
        if ruled.score < _RULE_SHOWN_FROM:
            found = self._learned.spans(read, ruled.name)
            places = [to_original(text, "skeleton", start, end) for start, end in found]
            evidence = text.original[slice(*places[0])] if places else ""
            spans = tuple(sorted(places))
        return Signal(name=ruled.name, score=round(score, 3), evidence=evidence, spans=spans)


def _language_of(text: Text) -> Callable[[], str]:
    return lambda: tell(text.skeleton)[0]


@cache
def _rules() -> tuple[LexicalDetector, SpamDetector, PatternSet]:
    """Return both kinds of rules, and one set for both: one look at a text finds all of them."""
    lexical, baits = LexicalDetector(), SpamDetector()
    return lexical, baits, PatternSet([*lexical.patterns, *baits.patterns])


@lru_cache(_SCORES_KEPT)
def _quiet(name: str, score: float) -> Signal:
    return Signal(name=name, score=score)


def extras(ruled: Mapping[str, Signal], clean: str) -> dict[str, float]:
    """Return the features that are no words: what the rules say, and how much is in capitals."""
    found = {f"{RULES}{name}": signal.score for name, signal in ruled.items() if signal.score}
    if capitals := capitals_of(clean):
        found["capitals"] = capitals
    return found


def capitals_of(clean: str) -> float:
    """Return how much of a text is in capitals, from 0 to 1; a short one counts for less."""
    if clean.islower():
        return 0.0
    _, upper = count_cases(clean)
    return upper / max(_LETTERS_OF_SHOUTING, len(clean))
