"""A heavy model's opinion beside the built-in one; the higher score counts."""

from collections.abc import Mapping

from bot.detectors.model_process import ModelProcess
from bot.domain import Signal
from bot.ports import Detector, Text


class SecondOpinion:
    """Gives the signals of the first detector, raised where the model scores higher.

    A model that is missing, slow or broken changes nothing.
    """

    def __init__(self, first: Detector, model: ModelProcess, within: float = 1.5) -> None:
        self._first = first
        self._model = model
        self._within = within

    @property
    def names(self) -> frozenset[str]:
        """The signals it gives."""
        return self._first.names

    async def score(self, text: Text) -> Mapping[str, Signal]:
        """Return its signals, after `within` seconds at the latest."""
        signals = await self._first.score(text)
        clean = text.clean
        scores = await self._model.score(clean, self._within) if clean else None
        if scores is None:
            return signals
        return {name: _higher(signal, scores.get(name, 0.0)) for name, signal in signals.items()}

    def close(self) -> None:
        """End the model's process."""
        self._model.close()


def _higher(signal: Signal, score: float) -> Signal:
    if score <= signal.score:
        return signal
    return Signal(
        name=signal.name, score=round(score, 3), evidence=signal.evidence, spans=signal.spans
    )
