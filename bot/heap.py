"""What was made at the start stays for good, so that nothing stops to look for garbage in it.

A full collection of all objects takes a tenth of a second, in which no message is judged; nearly
all of these are modules, settings and models that live as long as the process.
"""

import gc
from collections.abc import Iterator
from contextlib import contextmanager

#: So many new objects are made before the young ones are looked through; Python's 700 are gone in
#: a handful of messages.
_YOUNG = 2_000


@contextmanager
def settled_heap() -> Iterator[None]:
    """Leave what exists now out of all collections, until the block ends."""
    usual = gc.get_threshold()
    # What the start left behind lately; a full collection would take as long as the ones to avoid.
    gc.collect(1)
    gc.freeze()
    gc.set_threshold(_YOUNG, *usual[1:])
    try:
        yield
    finally:
        gc.set_threshold(*usual)
        gc.unfreeze()
