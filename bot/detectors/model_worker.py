"""The process that a model runs in, seen from both sides.

It gets batches of texts and answers with scores. Whatever goes wrong over there (a model that
cannot be loaded, is too slow, gives no numbers, takes too much memory or is killed) means that
there are no scores, and the next try waits longer. No error ever leaves this module.
"""

import logging
import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from multiprocessing import get_context
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess

from bot.errors import EvenhandError
from bot.ports import Scores

#: Texts in, scores in the same order out.
Scorer = Callable[[Sequence[str]], Sequence[Scores]]

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounds:
    """How much a model may take: bytes, seconds, texts in a batch, in the queue and in the cache.

    `patience` is for one batch, `start` for loading, `gather` is how long a batch waits for more
    texts, `pause` doubles with every failure up to `longest_pause`.
    """

    memory: int = 6 << 30
    patience: float = 10.0
    start: float = 300.0
    gather: float = 0.01
    batch: int = 32
    queue: int = 1_000
    cache: int = 20_000
    pause: float = 2.0
    longest_pause: float = 600.0


class Worker:
    """The other process, seen from the one thread that speaks with it."""

    def __init__(
        self, load: Callable[[], Scorer], bounds: Bounds, clock: Callable[[], float]
    ) -> None:
        self._load = load
        self._bounds = bounds
        self._clock = clock
        self._process: BaseProcess | None = None
        self._line: Connection | None = None
        self._failures = 0
        self._not_before = -math.inf
        self._closed = False
        self.trouble = ""

    @property
    def loaded(self) -> bool:
        """Whether it is ready for texts."""
        return self._line is not None

    @property
    def resting(self) -> bool:
        """Whether the pause after a failure is not over."""
        return self._clock() < self._not_before

    def ask(self, texts: Sequence[str]) -> Sequence[Scores | None]:
        """Return the scores of each text, None for those without."""
        nothing = [None] * len(texts)
        if self.resting:
            return nothing
        try:
            line = self._line or self._start()
            line.send(list(texts))
            answer = self._hear(line, self._bounds.patience)
        except Exception as error:  # whatever goes wrong over there means no scores here
            self._give_up(_why(error))
            return nothing
        if not isinstance(answer, list) or len(answer) != len(texts):
            self._give_up(str(answer) if isinstance(answer, str) else "it answers in a wrong form")
            return nothing
        self._failures = 0
        self.trouble = ""
        return [_sound(scores) for scores in answer]

    def warm(self) -> None:
        """Load the model, unless it is loaded or resting."""
        if self._line is None and not self.resting:
            try:
                self._start()
            except Exception as error:  # as above
                self._give_up(_why(error))

    def _start(self) -> Connection:
        context = get_context("spawn")
        ours, theirs = context.Pipe()
        self._process = context.Process(
            target=serve, args=(theirs, self._load, self._bounds.memory), daemon=True
        )
        self._process.start()
        theirs.close()
        try:
            ready = self._hear(ours, self._bounds.start)
        except BaseException:
            ours.close()
            raise
        if ready is not True:
            ours.close()
            raise ValueError(str(ready))
        self._line = ours
        self.trouble = ""
        _log.info("the model is loaded")
        return ours

    def _hear(self, line: Connection, seconds: float) -> object:
        if not line.poll(seconds):
            raise OSError(f"it did not answer within {seconds:g} seconds")
        heard: object = line.recv()
        return heard

    def _give_up(self, why: str) -> None:
        self._stop()
        if self._closed:
            return
        self.trouble = why
        pause = min(self._bounds.pause * 2**self._failures, self._bounds.longest_pause)
        self._failures = min(self._failures + 1, 20)
        self._not_before = self._clock() + pause
        _log.warning("the model gives no scores: %s; next try in %g seconds", why, pause)

    def close(self) -> None:
        """End the process for good, whatever it does."""
        self._closed = True
        self._stop()

    def _stop(self) -> None:
        process, self._process = self._process, None
        line, self._line = self._line, None
        if process is not None:
            process.kill()
            process.join(5)
        if line is not None:
            line.close()


def _why(error: Exception) -> str:
    if isinstance(error, EOFError | ConnectionError):
        return "its process died"
    return str(error) or type(error).__name__


def _sound(scores: object) -> Scores | None:
    """Return scores that are numbers from 0 to 1, else None."""
    if not isinstance(scores, dict) or not scores:
        return None
    for value in scores.values():
        # A NaN fails both comparisons.
        if not isinstance(value, float | int) or not 0 <= value <= 1:
            return None
    return {str(name): float(value) for name, value in scores.items()}


def serve(line: Connection, load: Callable[[], Scorer], memory: int) -> None:
    """Load the model and answer batches until the other side is gone; runs in the process."""
    import os
    import resource
    import signal

    # Rules come first: the model gets what they leave of the processor.
    os.nice(5)
    # Ctrl-C is for the parent, which ends us by closing the line.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # RLIMIT_AS would count weights that are mapped from a file and cost nothing.
    resource.setrlimit(resource.RLIMIT_DATA, (memory, memory))
    try:
        scorer = load()
        line.send(True)
        while True:
            line.send([dict(scores) for scores in scorer(line.recv())])
    except (EOFError, BrokenPipeError):
        return
    except MemoryError:
        line.send("it needs more memory than it may have")
    except EvenhandError as error:
        line.send(str(error))
    except Exception as error:
        line.send(f"{type(error).__name__}: {error}")
