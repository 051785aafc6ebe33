"""Labelled texts: what each source says about them, in the signals that Evenhand gives.

A label is a truth from 0 to 1 and a weight; a signal that a source says nothing about has none.
The labelled data lies outside of the repository, in ../shared/data; our own rows lie in `rows`.
"""

import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from benchmarks.judgement.frames import frames
from benchmarks.judgement.labels import LABELLERS, Labels
from bot.detectors.lexicon import words

DATA = Path(__file__).resolve().parents[3] / "shared" / "data"
ROWS = Path(__file__).with_name("rows")
MISSING = "benchmarks: the labelled data is missing; it belongs into ../shared/data."
#: Of a hundred parts, so many are for the report, and so many after those for calibration.
REPORT, CALIBRATE = 15, 10
_FEWEST_LETTERS = 4
_TRAINED_ON = 99
_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """One labelled text; `row` is what the source says about it, `part` from 0 to 99 its place."""

    text: str
    language: str
    source: str
    part: int
    labels: Labels
    row: Mapping[str, Any]

    @property
    def for_report(self) -> bool:
        """Whether it is kept back for the report."""
        return self.part < REPORT

    @property
    def for_calibration(self) -> bool:
        """Whether it is kept back for the curves that make probabilities."""
        return REPORT <= self.part < REPORT + CALIBRATE


def examples() -> Iterator[Example]:
    """Give every example of every source; raises FileNotFoundError where the data is missing."""
    if not DATA.is_dir():
        raise FileNotFoundError(MISSING)
    for source in LABELLERS:
        yield from examples_of(source)
    for language in ("en", "de"):
        yield from _made(language)


def examples_of(source: str) -> Iterator[Example]:
    """Give every example of one source, nothing where it is missing."""
    files = sorted(DATA.glob(f"{source}/*.jsonl")) if source != "own" else own_files()
    for file in files:
        yield from _read(source, file)


def _made(language: str) -> Iterator[Example]:
    for text, labels in frames(language):
        yield Example(
            text=text,
            language=language,
            source=f"frames_{language}",
            part=_TRAINED_ON,
            labels=labels,
            row={},
        )


def own_files() -> list[Path]:
    """Return the files of our own rows."""
    return sorted(ROWS.glob("*.jsonl"))


def _read(source: str, file: Path) -> Iterator[Example]:
    with file.open(encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            for text in row.get("paraphrases", [row.get("text", "")]):
                if len(text) < _FEWEST_LETTERS:
                    continue
                yield Example(
                    text=text,
                    language=row.get("lang", "en"),
                    source=source if source != "own" else f"own_{file.stem}",
                    part=_part(source, row, text),
                    labels=LABELLERS[source](row),
                    row=row,
                )


def _part(source: str, row: Mapping[str, Any], text: str) -> int:
    """Return the part that a text lies in: what only differs by the group it names lies together.

    So do the rows of a minimal pair and the wordings of one question. The normaliser has no say
    here, so that mending it moves nothing from one side to the other.
    """
    if pair := row.get("pair"):
        key = f"{source} {pair}"
    elif "paraphrases" in row:
        key = f"{source} {row['id']}"
    else:
        names = _names()
        found = _WORD.findall(text.lower())
        key = " ".join("§" if word in names else word for word in found)
    return int.from_bytes(hashlib.sha256(key.encode()).digest()[:8], "big") % 100


@cache
def _names() -> frozenset[str]:
    return frozenset(words("groups")["names"])
