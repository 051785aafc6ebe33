"""A detector that gives the same scores for every text."""

from collections.abc import Mapping

from bot.domain import Signal
from bot.ports import Text


class FixedScores:
    """Gives toxicity, threat and spam; what is not named scores nothing."""

    names = frozenset({"toxicity", "threat", "spam"})

    def __init__(self, **scores: float) -> None:
        self._scores = {"toxicity": 0.0, "threat": 0.0, "spam": 0.0, **scores}

    async def score(self, text: Text) -> Mapping[str, Signal]:
        return {name: Signal(name=name, score=score) for name, score in self._scores.items()}
