"""A heavy model in a process of its own, which may be slow, break or die without harm.

The process gets batches of texts and answers with scores. Whatever goes wrong (a model that cannot
be loaded, is too slow, gives no numbers, takes too much memory or is killed) means that there are
no scores, and the next try waits longer. No error ever leaves this module.
"""

import asyncio
import logging
import math
import time
from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from hashlib import blake2b
from multiprocessing import get_context
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess

Scores = Mapping[str, float]
#: Texts in, scores in the same order out.
Scorer = Callable[[Sequence[str]], Sequence[Scores]]

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounds:
    """How much a model may take: bytes, seconds, texts in a batch, in the queue and in the cache.

    `patience` is for one batch, `start` for loading, `pause` doubles with every failure up to
    `longest_pause`.
    """

    memory: int = 6 << 30
    patience: float = 10.0
    start: float = 300.0
    batch: int = 32
    queue: int = 1_000
    cache: int = 20_000
    pause: float = 2.0
    longest_pause: float = 600.0


class ModelProcess:
    """Scores texts in another process, which is started when the first text comes.

    `load` runs over there and returns the scorer; it must be picklable.
    """

    def __init__(
        self,
        load: Callable[[], Scorer],
        bounds: Bounds | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._bounds = bounds or Bounds()
        self._worker = _Worker(load, self._bounds, clock)
        self._known: OrderedDict[bytes, Scores] = OrderedDict()
        self._waiting: OrderedDict[bytes, tuple[str, asyncio.Future[Scores | None]]] = OrderedDict()
        self._runner: asyncio.Task[None] | None = None
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="model")

    @property
    def resting(self) -> bool:
        """Whether it failed and the pause before the next try is not over."""
        return self._worker.resting

    async def score(self, text: str, within: float) -> Scores | None:
        """Return the scores of a text, None where there are none after `within` seconds.

        Scores that come later are kept for the next time the text is asked about.
        """
        key = blake2b(text.encode("utf-8", "replace"), digest_size=16).digest()
        if key in self._known:
            self._known.move_to_end(key)
            return self._known[key]
        if key not in self._waiting:
            if len(self._waiting) >= self._bounds.queue:
                return None
            self._waiting[key] = (text, asyncio.get_running_loop().create_future())
        _, answer = self._waiting[key]
        if self._runner is None or self._runner.done():
            self._runner = asyncio.create_task(self._run())
        await asyncio.wait({answer}, timeout=within)
        return answer.result() if answer.done() else None

    def close(self) -> None:
        """End the process and give up on everything that waits."""
        if self._runner is not None:
            self._runner.cancel()
        self._worker.stop()
        self._thread.shutdown(wait=False, cancel_futures=True)

    async def _run(self) -> None:
        while self._waiting:
            batch = list(self._waiting.items())[: self._bounds.batch]
            texts = [text for _, (text, _) in batch]
            loop = asyncio.get_running_loop()
            scores = await loop.run_in_executor(self._thread, self._worker.ask, texts)
            for (key, (_, answer)), given in zip(batch, scores, strict=True):
                del self._waiting[key]
                if given is not None:
                    self._remember(key, given)
                answer.set_result(given)

    def _remember(self, key: bytes, scores: Scores) -> None:
        self._known[key] = scores
        if len(self._known) > self._bounds.cache:
            self._known.popitem(last=False)


class _Worker:
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
            self._give_up(str(error) or type(error).__name__)
            return nothing
        if not isinstance(answer, list) or len(answer) != len(texts):
            self._give_up(str(answer) if isinstance(answer, str) else "it answers in a wrong form")
            return nothing
        self._failures = 0
        return [_sound(scores) for scores in answer]

    def _start(self) -> Connection:
        context = get_context("spawn")
        ours, theirs = context.Pipe()
        self._process = context.Process(
            target=serve, args=(theirs, self._load, self._bounds.memory), daemon=True
        )
        self._process.start()
        theirs.close()
        self._line = ours
        ready = self._hear(ours, self._bounds.start)
        if ready is not True:
            raise ValueError(str(ready))
        return ours

    def _hear(self, line: Connection, seconds: float) -> object:
        if not line.poll(seconds):
            raise OSError(f"it did not answer within {seconds:g} seconds")
        heard: object = line.recv()
        return heard

    def _give_up(self, why: str) -> None:
        self.stop()
        pause = min(self._bounds.pause * 2**self._failures, self._bounds.longest_pause)
        self._failures = min(self._failures + 1, 20)
        self._not_before = self._clock() + pause
        _log.warning("the model gives no scores: %s; next try in %g seconds", why, pause)

    def stop(self) -> None:
        """End the process, whatever it does."""
        process, self._process = self._process, None
        line, self._line = self._line, None
        if process is not None:
            process.kill()
            process.join(5)
        if line is not None:
            line.close()


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
    import resource
    import signal

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
    except Exception as error:
        line.send(f"{type(error).__name__}: {error}")
