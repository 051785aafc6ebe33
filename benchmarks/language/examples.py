"""Lines whose language is known: ../shared/data by its sources, and our own lines in others."""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).parent
DATA = Path(__file__).resolve().parents[3] / "shared" / "data"
MISSING = "benchmarks: the labelled data is missing; it belongs into ../shared/data."
ROWS = HERE.parent / "judgement" / "rows"
FOREIGN = "foreign"
#: What is trained on; all of it asks for attribution at most.
TRAINED = {
    "irc_ubuntu": "en",
    "goemotions_en": "en",
    "clinc150": "en",
    "banking77": "en",
    "chitchat_faq_en": "en",
    "wiki_talk_en": "en",
    "common_voice_de": "de",
    "potts_sentiment_de": "de",
    "germeval2018": "de",
    "home_commands_de": "de",
    "chitchat_faq_de": "de",
    "en_chat": "en",
    "de_benign": "de",
    "de_pairs": "de",
}
#: Whole sources that are only measured.
MEASURED = {
    "sms_spam_en": "en",
    "youtube_spam_en": "en",
    "nlu_home_en": "en",
    "gahd_de": "de",
    "iwg_refugees_de": "de",
    "tg_spam_ru": FOREIGN,
}
#: Of a hundred lines of what is trained on, so many are kept for measuring, and for the curves.
REPORT, CALIBRATE = 15, 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A line with its source, its language and, from 0 to 99, its part."""

    text: str
    source: str
    language: str

    @property
    def part(self) -> int:
        """The part in which it lies."""
        return int.from_bytes(hashlib.sha256(self.text.encode()).digest()[:8], "big") % 100


def lines() -> Iterator[Line]:
    """Give every line; raises FileNotFoundError where the data is missing."""
    if not DATA.is_dir():
        raise FileNotFoundError(MISSING)
    for source, language in (TRAINED | MEASURED).items():
        for text in dict.fromkeys(_texts(source, language)):
            yield Line(text=text, source=source, language=language)
    for text in foreign():
        yield Line(text=text, source="others", language=FOREIGN)


def foreign() -> list[str]:
    """Return our own lines in languages that Evenhand does not speak."""
    written = (HERE / "others.txt").read_text(encoding="utf-8").splitlines()
    return [line for line in written if line and not line.startswith("#")]


def _texts(source: str, language: str) -> Iterator[str]:
    own = ROWS / f"{source}.jsonl"
    for file in [own] if own.is_file() else sorted(DATA.glob(f"{source}/*.jsonl")):
        with file.open(encoding="utf-8") as rows:
            for row in map(json.loads, rows):
                if language == FOREIGN or row.get("lang", language) == language:
                    yield from row.get("paraphrases", [row.get("text", "")])
