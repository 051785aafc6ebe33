"""Our own rows are what their README promises."""

import json
import re
from collections import Counter
from functools import cache
from pathlib import Path

import pytest

from benchmarks.judgement.examples import own_files

LABELS = {"identity_attack", "insult", "obscene", "profanity", "spam", "threat"}
GROUPS = {
    "insult", "threat", "slur", "dehumanise", "exclude", "harass", "implicit", "object",
    "negation", "quote", "counter", "identity_neutral", "identity_positive", "reclaimed",
    "homonym", "self", "hyperbole", "game", "profane", "criticism_calm", "criticism_annoyed",
    "criticism_angry", "criticism_profane", "dialect", "chat", "question", "praise",
    "condolence", "scam", "ad", "bait", "invite", "impostor", "phishing", "ham_link",
    "ham_offer", "ham_job", "ham_money",
}  # fmt: skip
FILES = own_files()
_MOST_PROBLEMS_SHOWN = 10
#: Every domain is a reserved one: nobody is advertised or accused.
_LINK = re.compile(r"https?://([^\s/?#:\"')]+)", re.IGNORECASE)
_RESERVED = re.compile(
    r"(?:^|\.)(?:example|test|invalid|localhost|example\.(?:com|org|net))$", re.IGNORECASE
)


@cache
def rows(file: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in file.read_text("utf-8").splitlines()]


def test_there_are_rows() -> None:
    assert FILES


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_every_row_has_its_keys_and_known_labels(file: Path) -> None:
    problems = []
    for number, row in enumerate(rows(file), 1):
        labels, text = row["labels"], row["text"]
        assert isinstance(labels, list)
        keys = set(row) - {"pair"} == {"text", "lang", "labels", "group"}
        known = set(labels) <= LABELS and labels == sorted(labels) and row["group"] in GROUPS
        if not (keys and known and row["lang"] in ("de", "en", "ru") and str(text).strip()):
            problems.append(number)
    assert problems[:_MOST_PROBLEMS_SHOWN] == []


def test_no_text_comes_twice() -> None:
    texts = Counter(str(row["text"]).casefold() for file in FILES for row in rows(file))
    assert [text for text, times in texts.items() if times > 1] == []


def test_every_pair_has_company() -> None:
    pairs = Counter(row["pair"] for file in FILES for row in rows(file) if row.get("pair"))
    assert [pair for pair, times in pairs.items() if times == 1] == []


def test_links_lead_nowhere() -> None:
    hosts = {
        host for file in FILES for row in rows(file) for host in _LINK.findall(str(row["text"]))
    }
    assert sorted(host for host in hosts if not _RESERVED.search(host)) == []
