"""Texts in line for a heavy model: gathered into batches, remembered, and never waited for long.

The model runs in a process of its own, see model_worker.py. Batches are formed across channels.
"""

import asyncio
import time
from collections import OrderedDict
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from hashlib import blake2b

from bot.detectors.model_worker import Bounds, Scorer, Worker
from bot.ports import Scores


class ModelProcess:
    """Scores texts in another process, which is started by `warm` or when the first text comes.

    `load` runs over there and returns the scorer; it must be picklable.
    """

    def __init__(
        self,
        load: Callable[[], Scorer],
        bounds: Bounds | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._bounds = bounds or Bounds()
        self._worker = Worker(load, self._bounds, clock)
        self._known: OrderedDict[bytes, Scores] = OrderedDict()
        self._waiting: OrderedDict[bytes, _Waiting] = OrderedDict()
        self._runner: asyncio.Task[None] | None = None
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="model")
        self._behind = False

    @property
    def resting(self) -> bool:
        """Whether it failed and the pause before the next try is not over."""
        return self._worker.resting

    @property
    def keeps_up(self) -> bool:
        """Whether it is loaded, and nothing waits that somebody gave up waiting for."""
        return self._worker.loaded and not self._behind

    @property
    def trouble(self) -> str:
        """Why it gives no scores, empty while it gives some or is being loaded."""
        return self._worker.trouble

    def warm(self) -> None:
        """Load the model in the background; where that fails, it is tried again with a text."""
        if self._runner is None or self._runner.done():
            self._runner = asyncio.create_task(self._run(warming=True))

    async def score(self, text: str, within: float) -> Scores | None:
        """Return the scores of a text, None where there are none after `within` seconds.

        Scores that come later are kept for the next time the text is asked about.
        """
        key = _key(text)
        if key in self._known:
            self._known.move_to_end(key)
            return self._known[key]
        waiting = self._put(key, text)
        if waiting is None:
            return None
        await asyncio.wait({waiting.answer}, timeout=within)
        if waiting.answer.done():
            return waiting.answer.result()
        self._behind = True
        return None

    def awaited(self, text: str) -> asyncio.Future[Scores | None] | None:
        """Return what ends with the scores of a text; None where it neither waits nor has some."""
        key = _key(text)
        if key in self._waiting:
            return self._waiting[key].answer
        if key not in self._known:
            return None
        come = asyncio.get_running_loop().create_future()
        come.set_result(self._known[key])
        return come

    def close(self) -> None:
        """End the process and give up on everything that waits."""
        if self._runner is not None:
            self._runner.cancel()
        self._worker.close()
        self._thread.shutdown(wait=False, cancel_futures=True)

    def _put(self, key: bytes, text: str) -> "_Waiting | None":
        """Put a text in line; None where the line is full."""
        if key not in self._waiting:
            if len(self._waiting) >= self._bounds.queue:
                return None
            answer = asyncio.get_running_loop().create_future()
            self._waiting[key] = _Waiting(key, text, answer)
        if self._runner is None or self._runner.done():
            self._runner = asyncio.create_task(self._run())
        return self._waiting[key]

    async def _run(self, *, warming: bool = False) -> None:
        loop = asyncio.get_running_loop()
        if warming:
            await loop.run_in_executor(self._thread, self._worker.warm)
        while self._waiting:
            if len(self._waiting) < self._bounds.batch:
                await asyncio.sleep(self._bounds.gather)
            batch = self._batch()
            texts = [waiting.text for waiting in batch]
            scores = await loop.run_in_executor(self._thread, self._worker.ask, texts)
            for waiting, given in zip(batch, scores, strict=True):
                self._answer(waiting, given)
        self._behind = False

    def _batch(self) -> "list[_Waiting]":
        """Return who waits longest, with those whose texts are nearest to theirs in length.

        A batch takes as long as its longest text, so a long one would hold up the short ones.
        """
        waiting = list(self._waiting.values())
        length = len(waiting[0].text)
        waiting.sort(key=lambda each: abs(len(each.text) - length))
        return waiting[: self._bounds.batch]

    def _answer(self, waiting: "_Waiting", scores: Scores | None) -> None:
        del self._waiting[waiting.key]
        if scores is not None:
            self._known[waiting.key] = scores
            if len(self._known) > self._bounds.cache:
                self._known.popitem(last=False)
        if not waiting.answer.done():
            waiting.answer.set_result(scores)


@dataclass(frozen=True, slots=True)
class _Waiting:
    """A text in line, and what ends with its scores."""

    key: bytes
    text: str
    answer: asyncio.Future[Scores | None]


def _key(text: str) -> bytes:
    return blake2b(text.encode("utf-8", "replace"), digest_size=16).digest()
