"""Work grows with a hostile text and not faster, told by calls and not by seconds.

What forty thousand such characters take is measured by `python -m benchmarks.detectors`, where
50 ms is the bar.
"""

import pytest

from benchmarks.hostile import TEXTS
from bot.detectors import builtin
from bot.detectors.links.find import links
from bot.detectors.text import make_text
from bot.ports import Detector
from tests.support.steps import steps

#: Calls for each character, and how many are read. Today the worst takes 45; squares would take
#: thousands.
MOST, READ = 60, 2_000


def judge(detectors: tuple[Detector, ...], raw: str) -> None:
    """Make every form of a text and every signal."""
    text = make_text(raw)
    links(text.clean)
    for detector in detectors:
        getattr(detector, "look")(text)  # noqa: B009  # beyond the port


@pytest.fixture(scope="module")
def detectors() -> tuple[Detector, ...]:
    found = builtin()
    judge(found, "everything is read that is read once https://example.com dm me, you idiot")
    return found


@pytest.mark.parametrize("raw", TEXTS.values(), ids=TEXTS.keys())
def test_a_hostile_text_takes_few_calls_for_each_character(
    raw: str, detectors: tuple[Detector, ...]
) -> None:
    assert steps(lambda: judge(detectors, raw[:READ])) <= MOST * READ
