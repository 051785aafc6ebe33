"""Labelled texts: what each source says about them, in the signals that Evenhand gives.

A label is a truth from 0 to 1 and a weight; a signal that a source says nothing about has none.
The labelled data lies outside of the repository, in ../shared/data; our own rows lie in `rows`.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.judgement.labels import LABELLERS, Labels
from bot.detectors.text import make_text
from bot.detectors.tokens import tokens

DATA = Path(__file__).resolve().parents[3] / "shared" / "data"
ROWS = Path(__file__).with_name("rows")
MISSING = "benchmarks: the labelled data is missing; it belongs into ../shared/data."
#: Of a hundred parts, so many are for the report, and so many after those for calibration.
REPORT, CALIBRATE = 15, 10
_FEWEST_LETTERS = 4


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
        files = sorted(DATA.glob(f"{source}/*.jsonl")) if source != "own" else own_files()
        for file in files:
            yield from _read(source, file)


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

    So do the rows of a minimal pair and the wordings of one question.
    """
    if pair := row.get("pair"):
        key = f"{source} {pair}"
    elif "paraphrases" in row:
        key = f"{source} {row['id']}"
    else:
        words = (token.word for token in tokens(make_text(text).skeleton))
        key = " ".join(word for word in words if word.isalnum() or word[0] == "§")
    return int.from_bytes(hashlib.sha256(key.encode()).digest()[:8], "big") % 100
