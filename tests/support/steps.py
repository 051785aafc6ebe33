"""Work told by how many calls it makes: the same on every machine, unlike seconds."""

import sys
from collections.abc import Callable
from types import FrameType

_COUNTED = ("call", "c_call")


def steps(work: Callable[[], object]) -> int:
    """Return how many functions, Python's and C's, are called while work is done."""
    count = 0

    def seen(_frame: FrameType, event: str, _value: object) -> None:
        nonlocal count
        count += event in _COUNTED

    before = sys.getprofile()
    sys.setprofile(seen)
    try:
        work()
    finally:
        sys.setprofile(before)
    return count
