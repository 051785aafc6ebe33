"""Examples as a sparse matrix: one row each, one column for each bucket and extra feature."""

from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import scipy.sparse as sparse

from benchmarks.judgement.examples import Example
from bot.detectors.features import BITS, FEWEST_PIECES, FEWEST_WORDS, pieces, sequences
from bot.detectors.scorer import ScorerDetector, extras
from bot.detectors.text import make_text
from bot.detectors.tokens import read_words

EXTRAS = (
    "rules:toxicity",
    "rules:insult",
    "rules:threat",
    "rules:identity_attack",
    "rules:obscene",
    "rules:profanity",
    "rules:spam",
    "capitals",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Features:
    """The hashes of all examples one after the other, where each begins, and the extras."""

    pieces: "np.ndarray[tuple[int], np.dtype[np.uint32]]"
    pieces_begin: "np.ndarray[tuple[int], np.dtype[np.int64]]"
    words: "np.ndarray[tuple[int], np.dtype[np.uint32]]"
    words_begin: "np.ndarray[tuple[int], np.dtype[np.int64]]"
    extras: "np.ndarray[tuple[int, int], np.dtype[np.float32]]"


def extract(examples: Sequence[Example]) -> Features:
    """Return what the scorer sees in each text."""
    scorer = ScorerDetector()
    known: dict[str, array[int]] = {}
    of_pieces, of_words = array("I"), array("I")
    pieces_begin, words_begin = array("q", [0]), array("q", [0])
    others: Any = np.zeros((len(examples), len(EXTRAS)), np.float32)
    for index, example in enumerate(examples):
        text = make_text(example.text)
        read = read_words(text.skeleton)
        for word in dict.fromkeys(read.words):
            if word not in known:
                known[word] = array("I", pieces(word))
            of_pieces.extend(known[word])
        numbers = sequences(read.words, read.quoted, read.negated)
        of_words.extend(sorted({each & BITS for each in numbers}))
        pieces_begin.append(len(of_pieces))
        words_begin.append(len(of_words))
        found = extras(scorer.by_rules(text), text.clean)
        for name, value in found.items():
            others[index, EXTRAS.index(name)] = value
    return Features(
        pieces=np.frombuffer(of_pieces, np.uint32),
        pieces_begin=np.frombuffer(pieces_begin, np.int64),
        words=np.frombuffer(of_words, np.uint32),
        words_begin=np.frombuffer(words_begin, np.int64),
        extras=others,
    )


def matrix(features: Features, bits: int) -> "sparse.csr_matrix":
    """Return the matrix for tables of 2**bits rows: pieces, words, then the extras."""
    both = [
        _half(features.pieces, features.pieces_begin, bits, FEWEST_PIECES),
        _half(features.words, features.words_begin, bits, FEWEST_WORDS),
        sparse.csr_matrix(features.extras),
    ]
    made = sparse.hstack(both, format="csr")
    made.sum_duplicates()
    return made


def _half(hashes: object, begin: object, bits: int, fewest: int) -> "sparse.csr_matrix":
    begins = np.asarray(begin)
    counts = np.diff(begins)
    values: Any = np.repeat((1 / np.sqrt(np.maximum(counts, fewest))).astype(np.float32), counts)
    columns = (np.asarray(hashes) & ((1 << bits) - 1)).astype(np.int32)
    return sparse.csr_matrix((values, columns, begins), shape=(len(counts), 1 << bits))
