"""A model whose scores are given by hand, at once or late."""

import asyncio

from bot.ports import Scores


class HandModel:
    """Waits for `answer`; texts named in `known` are scored at once."""

    def __init__(self, known: dict[str, Scores] | None = None, *, keeps_up: bool = True) -> None:
        self.known: dict[str, Scores] = dict(known or {})
        self.keeps_up = keeps_up
        self.trouble = ""
        self.warmed = self.closed = False
        self.asked: list[tuple[str, float]] = []
        self._waiting: dict[str, asyncio.Future[Scores | None]] = {}

    def warm(self) -> None:
        self.warmed = True

    async def score(self, text: str, within: float) -> Scores | None:
        self.asked.append((text, within))
        if text in self.known:
            return self.known[text]
        self._waiting.setdefault(text, asyncio.get_running_loop().create_future())
        return None

    def awaited(self, text: str) -> asyncio.Future[Scores | None] | None:
        if text in self.known:
            come = asyncio.get_running_loop().create_future()
            come.set_result(self.known[text])
            return come
        return self._waiting.get(text)

    def answer(self, text: str, scores: Scores | None) -> None:
        """Let the scores of a text come, or let it be known that there will be none."""
        if scores is not None:
            self.known[text] = scores
        self._waiting.pop(text).set_result(scores)

    def close(self) -> None:
        self.closed = True
