"""Forty thousand characters that are written to be slow are read in one go.

What they take is measured by `python -m benchmarks.detectors`, where 50 ms is the bar. Here the
bound only tells whether something grows faster than the text: that would take many seconds.
"""

import time

import pytest

from bot.detectors import builtin
from bot.detectors.text import make_text
from bot.ports import Detector
from tests.unit.detectors.test_text import HOSTILE

MILLISECONDS = 2_000

MORE = {
    "links": "https://a.b.c.com/x " * 2_000,
    "links that are shown as others": "[x.com](https://evil.test) " * 1_500,
    "hosts that look like a name": " ".join(f"steamcomunity{n}.ru" for n in range(2_000)),
    "a host of many parts": ("a." * 120 + "com ") * 160,
    "dots": "a." * 20_000,
    "mentions": "@a " * 13_000,
    "ways of contact": "dm me @abcd on tg " * 2_200,
    "stars": "f*ck " * 8_000,
    "several tricks at once": "іd1ó𝕥 a.b.c " * 3_300,
    "quotation marks": '"' * 40_000,
    "turned words": "toidi na era uoy " * 2_400,
    "numbers": "1 2 3 " * 6_600,
    "faces": "😀👍🏽" * 13_000,
    "turned signs": "\u202eabc\u202c" * 8_000,
    "one word": "a" * 40_000,
    "leet before one word": "a1a b1b " + "x" * 40_000,
    "empty lines": "\n" * 40_000,
}
TEXTS = HOSTILE | MORE


def judge(detectors: tuple[Detector, ...], raw: str) -> float:
    """Return how many milliseconds of the processor a text takes, forms and all signals."""
    began = time.process_time()
    text = make_text(raw)
    for detector in detectors:
        getattr(detector, "look")(text)  # noqa: B009  # beyond the port
    return (time.process_time() - began) * 1_000


@pytest.fixture(scope="module")
def detectors() -> tuple[Detector, ...]:
    found = builtin()
    judge(found, "everything is read that is read once https://example.com dm me, you idiot")
    return found


@pytest.mark.parametrize("raw", TEXTS.values(), ids=TEXTS.keys())
def test_hostile_text_is_judged_in_no_time(raw: str, detectors: tuple[Detector, ...]) -> None:
    assert judge(detectors, raw) < MILLISECONDS
