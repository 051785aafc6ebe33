"""Finds what says nearly the same, without a look at everything that was said.

A sketch has 32 slots, of which two texts that are alike share more than half. So at least one of
its 16 bytes, of two slots each, is the same: whoever shares no byte needs no comparison.
"""

from bisect import bisect_right
from collections import deque
from collections.abc import Sequence
from datetime import datetime

from bot.detectors.similarity import SKETCH_BYTES, likeness
from bot.ports import Seen

#: From which share of common pieces on two texts say nearly the same; 17 slots of 32 or more.
ALIKE = 0.5


class AlikeIndex:
    """The messages of a window by their shapes and by the bytes of their sketches."""

    def __init__(self) -> None:
        self._by_shape: dict[int, list[Seen]] = {}
        self._by_byte: Sequence[dict[int, list[Seen]]] = [{} for _ in range(SKETCH_BYTES)]

    def add(self, seen: Seen) -> None:
        """Keep a message in its place in time; one without a sketch is like no other."""
        if seen.sketch:
            _add(self._by_shape, seen.shape, seen)
            for known, byte in zip(self._by_byte, _bytes(seen.sketch), strict=True):
                _add(known, byte, seen)

    def drop(self, seen: Seen) -> None:
        """Forget the oldest message."""
        if seen.sketch:
            _drop_first(self._by_shape, seen.shape)
            for known, byte in zip(self._by_byte, _bytes(seen.sketch), strict=True):
                _drop_first(known, byte)

    def find(self, shape: int, sketch: int, *, after: datetime, until: datetime) -> Sequence[Seen]:
        """Return messages of a time that say nearly the same, oldest first."""
        found = {id(seen): seen for seen in _since(self._by_shape.get(shape), after)}
        for known, byte in zip(self._by_byte, _bytes(sketch), strict=True):
            for seen in _since(known.get(byte), after):
                # In a wave of copies nearly all stand in every place, and were found by the shape.
                if seen.shape != shape and likeness(seen.sketch, sketch) >= ALIKE:
                    found[id(seen)] = seen
        return sorted((seen for seen in found.values() if seen.at <= until), key=_moment)


def insert(kept: deque[Seen] | list[Seen], seen: Seen) -> None:
    """Keep `kept` in order of time: what comes late goes before what is newer."""
    if not kept or kept[-1].at <= seen.at:
        kept.append(seen)
    else:
        kept.insert(bisect_right(kept, seen.at, key=_moment), seen)


def _moment(seen: Seen) -> datetime:
    return seen.at


def _bytes(sketch: int) -> bytes:
    return sketch.to_bytes(SKETCH_BYTES, "big")


def _since(kept: list[Seen] | None, after: datetime) -> Sequence[Seen]:
    return kept[bisect_right(kept, after, key=_moment) :] if kept else ()


def _add(kept: dict[int, list[Seen]], key: int, seen: Seen) -> None:
    known = kept.get(key)
    if known is None:
        kept[key] = [seen]
    else:
        insert(known, seen)


def _drop_first(kept: dict[int, list[Seen]], key: int) -> None:
    known = kept[key]
    del known[0]
    if not known:
        del kept[key]
