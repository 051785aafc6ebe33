"""Models that are none, for the process that models run in; each does one thing well or badly."""

import os
import time
from collections.abc import Sequence
from pathlib import Path

from bot.detectors.model_worker import Scorer
from bot.ports import Scores


class OneAfterAnother:
    """Behaves as the text says, and writes down each time it is loaded."""

    def __init__(self, diary: Path) -> None:
        self._diary = diary

    def __call__(self) -> Scorer:
        """Load."""
        with self._diary.open("a", encoding="utf-8") as file:
            file.write("loaded\n")
        return self._score

    def _score(self, texts: Sequence[str]) -> list[Scores]:
        with self._diary.open("a", encoding="utf-8") as file:
            file.write(f"{len(texts)} texts\n")
        return [_behave(text) for text in texts]


def _behave(text: str) -> Scores:
    if text == "die":
        os._exit(1)
    if text == "sleep":
        time.sleep(60)
    if text == "hog":
        return {"toxicity": float(len(bytearray(4 << 30)))}
    if text == "raise":
        raise RuntimeError("out of ideas")
    return {"nan": {"toxicity": float("nan")}, "two": {"toxicity": 2.0}, "none": {}}.get(
        text, {"toxicity": 0.97, "insult": 0.1}
    )


def broken() -> Scorer:
    """Cannot be loaded."""
    raise OSError("no such model")


def slow_to_load() -> Scorer:
    """Takes longer to load than anybody waits."""
    time.sleep(600)
    raise OSError("nobody waited")
