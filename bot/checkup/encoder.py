"""Whether an encoder is set up, works, and has a head that was trained for it."""

import time
from collections.abc import Callable, Mapping
from functools import partial

from bot.checkup.proof import MEGABYTE, Tried, most_memory
from bot.detectors.embeddings import EmbeddingsSettings, load
from bot.detectors.encoders import find
from bot.detectors.head import head_for
from bot.detectors.model_worker import Bounds, Worker
from bot.errors import DetectorError, UsageError
from bot.ports import Finding, Scores

#: Friendly or not: that depends on who says it to whom.
SENTENCES = (
    "You are such a clown, my friend.",
    "People like you are the reason why this channel is dead.",
    "Von dir habe ich auch nichts anderes erwartet, du Held.",
    "Leute wie du machen diesen Kanal kaputt.",
)
_PATIENCE = 120.0
_MEND = (
    "Mend that, or take EVENHAND_EMBEDDINGS out; until then the built-in scores count as they are."
)


def look_at_encoder(environ: Mapping[str, str]) -> tuple[Finding, ...]:
    """Return whether what EVENHAND_EMBEDDINGS names is there; nothing where it is not set."""
    try:
        settings = EmbeddingsSettings.from_environ(environ)
        if settings is None:
            return ()
        found = find(settings.place())
        fits = dict(head_for(found.folder).encoder) == dict(found.sha256)
    except (DetectorError, UsageError) as error:
        return (Finding(ok=False, what=f"uncertain scores are not refined: {error}", mend=_MEND),)
    if not fits:
        what = f"uncertain scores are not refined: no head was trained for {found.folder}"
        mend = "Train one: python -m benchmarks.train_head --model-dir FOLDER; or take another."
        return (Finding(ok=False, what=what, mend=mend),)
    mend = "evenhand doctor --models proves it."
    return (Finding(ok=True, what="an encoder refines uncertain scores", mend=mend),)


def prove_encoder(environ: Mapping[str, str]) -> tuple[Finding, ...]:
    """Return what the encoder that is set up is worth here; nothing where there is none."""
    settings = EmbeddingsSettings.from_environ(environ)
    if settings is None:
        return ()
    bounds = Bounds(memory=settings.memory, patience=_PATIENCE)
    return prove(Worker(partial(load, settings), bounds, time.monotonic))


def prove(
    model: Tried,
    clock: Callable[[], float] = time.perf_counter,
    memory: Callable[[], int] = most_memory,
) -> tuple[Finding, ...]:
    """Return whether an encoder loads, fits its head and says something, and what it takes."""
    times = [clock()]
    said: list[Scores | None] = []
    try:
        model.warm()
        times.append(clock())
        if model.loaded:
            said = [model.ask([sentence])[0] for sentence in SENTENCES]
        times.append(clock())
    finally:
        model.close()
    if not said or None in said or model.trouble:
        why = model.trouble or "it has nothing to say"
        return (Finding(ok=False, what=f"uncertain scores are not refined: {why}", mend=_MEND),)
    began, loaded, ended = times
    each = 1000 * (ended - loaded) / len(SENTENCES)
    taken = f"loaded in {loaded - began:.1f} s; {each:.0f} ms a sentence"
    # What a process took is known once it has ended.
    room = f"at most {memory() / MEGABYTE:.0f} MB of memory"
    return (Finding(ok=True, what=f"the encoder works: {taken}; {room}"),)
