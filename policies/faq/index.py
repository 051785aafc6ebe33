"""Finds the entry that a question means, by the pieces of its words.

Every word is cut into pieces of three to five letters, which need no stemmer and take German
compounds apart by themselves. Pieces are weighted by how few entries have them (TF-IDF), and an
entry's score is the mean of two likenesses (cosine): to the most similar of its wordings, and to
its wordings and answer together. How sure the best entry is grows with the distance to the next.
Measured against the alternatives in benchmarks/faq.py.
"""

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from heapq import nsmallest
from itertools import groupby

from policies.faq.entries import Known

SHORTEST, LONGEST = 3, 5
LONGEST_QUERY = 400
#: How much the distance to the second best counts beside the score itself.
DISTANCE = 0.5
#: Pieces that a larger part of the entries have tell nothing and only take time.
COMMON, FEWEST_COMMON = 0.3, 8
#: Codes, commands and model numbers: who names one means the entries that name it.
CODE_BONUS = 0.15
SAME = 0.95
_LONGEST_ANSWER = 600
_WORD = re.compile(r"[^\W_]+")
#: Words of questions come again and again.
_WORDS_KEPT = 2_048
_CODE = re.compile(r"(?<!\S)(?:/[a-z][\w-]+|(?=[\w-]*\d)(?=[\w-]*[^\W\d_])[\w-]{2,})(?!\w)")
_LINK = re.compile(r"https?://\S+")

Vector = dict[str, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """An entry with how surely it is meant (0 to 1) and the language of the wording that fits."""

    entry: Known
    confidence: float
    language: str


@dataclass(frozen=True, slots=True)
class _Document:
    """One text of one entry: a wording, or (`whole`) all that is said in one language."""

    entry: int
    language: str
    whole: bool


def pieces(text: str) -> Counter[str]:
    """Return the pieces of all words, with how often each occurs; short words stay whole."""
    found: Counter[str] = Counter()
    for word in _WORD.findall(text.casefold()):
        found.update(_pieces_of(word))
    return found


@lru_cache(_WORDS_KEPT)
def _pieces_of(word: str) -> Sequence[str]:
    padded = f" {word} "
    if len(padded) <= SHORTEST:
        return (padded,)
    return [
        padded[start : start + size]
        for size in range(SHORTEST, LONGEST + 1)
        for start in range(len(padded) - size + 1)
    ]


def codes(text: str) -> frozenset[str]:
    """Return what looks like a code, a command or a model number: `e21`, `/refund`, `k-200`."""
    return frozenset(_CODE.findall(text.casefold()))


class Index:
    """Entries, ready to be searched; made once and never changed."""

    def __init__(self, entries: Iterable[Known]) -> None:
        self.entries: Sequence[Known] = tuple(entries)
        self._by_id = {entry.id: entry for entry in self.entries}
        documents = [
            found
            for place in range(len(self.entries))
            for found in sorted(self._texts(place), key=_wordings_first)
        ]
        self._documents = [document for document, _ in documents]
        self._spans = _spans(self._documents)
        counted = [pieces(text) for _, text in documents]
        self._weights, self._rarest = self._weigh(counted)
        self._postings: Mapping[str, list[tuple[int, float]]] = self._post(counted)
        self._codes = self._find_codes(documents)

    def get(self, id: str) -> Known | None:
        """Return an entry by its id."""
        return self._by_id.get(id)

    def search(self, question: str, limit: int = 3) -> Sequence[Found]:
        """Return the entries that are most likely meant, best first."""
        text = _LINK.sub(" ", question[:LONGEST_QUERY])
        likeness = self._likeness(text)
        scores: dict[int, float] = {}
        for entry, (start, wholes, end) in enumerate(self._spans):
            score = (max(likeness[start:wholes]) + max(likeness[wholes:end])) / 2
            if score > 0:
                scores[entry] = score
        self._prefer_codes(text, scores)
        best = nsmallest(max(limit, 2), scores.items(), key=lambda item: (-item[1], item[0]))
        first, second = _two_highest(best)
        return [
            self._found(
                entry,
                score,
                0.0 if place else first - second,
                self._likest(entry, likeness),
            )
            for place, (entry, score) in enumerate(best[:limit])
        ]

    def _found(self, entry: int, score: float, ahead: float, likest: tuple[float, str]) -> Found:
        likeness, language = likest
        sure = (score + DISTANCE * ahead) / (1 + DISTANCE)
        if likeness >= SAME:
            sure = max(sure, likeness)
        return Found(
            entry=self.entries[entry], confidence=max(0.0, min(1.0, sure)), language=language
        )

    def _texts(self, place: int) -> Iterable[tuple[_Document, str]]:
        for language, wording in self.entries[place].wordings.items():
            asked = (wording.question, *wording.alternates)
            for text in asked:
                yield _Document(place, language, whole=False), text
            whole = " ".join((*asked, wording.answer[:_LONGEST_ANSWER]))
            yield _Document(place, language, whole=True), whole

    def _weigh(self, counted: Sequence[Counter[str]]) -> tuple[Vector, float]:
        having: dict[str, set[int]] = defaultdict(set)
        for document, found in zip(self._documents, counted, strict=True):
            for piece in found:
                having[piece].add(document.entry)
        many = len(self.entries) + 1
        most = max(COMMON * len(self.entries), FEWEST_COMMON)
        weights = {
            piece: math.log(many / (len(have) + 1)) + 1 if len(have) <= most else 0.0
            for piece, have in having.items()
        }
        return weights, math.log(many) + 1

    def _post(self, counted: Sequence[Counter[str]]) -> Mapping[str, list[tuple[int, float]]]:
        postings: dict[str, list[tuple[int, float]]] = defaultdict(list)
        for place, found in enumerate(counted):
            for piece, weight in self._vector(found).items():
                if weight:
                    postings[piece].append((place, weight))
        return dict(postings)

    def _find_codes(self, documents: Iterable[tuple[_Document, str]]) -> Mapping[str, set[int]]:
        found: dict[str, set[int]] = defaultdict(set)
        for document, text in documents:
            for code in codes(text):
                found[code].add(document.entry)
        return dict(found)

    def _vector(self, counted: Counter[str]) -> Vector:
        """Return weights of length 1; pieces that no entry has count too, and lower the rest."""
        weights, rarest = self._weights, self._rarest
        vector = {piece: times * weights.get(piece, rarest) for piece, times in counted.items()}
        length = math.sqrt(sum(weight * weight for weight in vector.values())) or 1.0
        return {piece: weight / length for piece, weight in vector.items()}

    def _likeness(self, text: str) -> list[float]:
        """Return how like each document is; pieces that no entry has lower it for all."""
        weights, rarest, postings = self._weights, self._rarest, self._postings
        likeness = [0.0] * len(self._documents)
        length = 0.0
        for piece, times in pieces(text).items():
            weight = times * weights.get(piece, rarest)
            length += weight * weight
            for place, other in postings.get(piece, ()):
                likeness[place] += weight * other
        share = 1 / (math.sqrt(length) or 1.0)
        return [value * share for value in likeness]

    def _likest(self, entry: int, likeness: Sequence[float]) -> tuple[float, str]:
        """Return how like the likest wording is, and its language; else those of the whole."""
        start, wholes, end = self._spans[entry]
        if not any(likeness[start:wholes]):
            start, wholes = wholes, end
        best = max(likeness[start:wholes])
        return best, self._documents[likeness.index(best, start, wholes)].language

    def _prefer_codes(self, text: str, scores: dict[int, float]) -> None:
        named = [self._codes[code] for code in codes(text) if code in self._codes]
        if not named:
            return
        meant = set().union(*named)
        for entry in scores:
            scores[entry] += CODE_BONUS if entry in meant else -CODE_BONUS


def _wordings_first(found: tuple[_Document, str]) -> bool:
    return found[0].whole


def _spans(documents: Sequence[_Document]) -> Sequence[tuple[int, int, int]]:
    """Return per entry where its wordings begin, where its wholes do, and where it ends."""
    spans = []
    start = 0
    for _, run in groupby(documents, key=lambda document: document.entry):
        wholes = [document.whole for document in run]
        spans.append((start, start + wholes.count(False), start + len(wholes)))
        start += len(wholes)
    return spans


def _two_highest(best: Sequence[tuple[int, float]]) -> tuple[float, float]:
    scores = [score for _, score in best[:2]]
    return (*scores, 0.0, 0.0)[0], (*scores, 0.0, 0.0)[1]
