"""A heavy model's opinion beside the built-in one, where that is unsure; the higher score counts.

The built-in detector settles what is clear on both sides. Only what lies between is shown to the
model, and waits for it for a moment, as long as the model keeps up. A score that comes later is
found by whoever asks `awaited`.
"""

from asyncio import Future
from collections.abc import Mapping
from dataclasses import replace
from typing import Protocol

from bot.detectors.bands import Bands, bands, unsure
from bot.domain import Signal
from bot.ports import Detector, Scores, Text

#: Seconds that a message, and its channel behind it, waits for a model that keeps up.
WAIT = 0.25


class Model(Protocol):
    """A heavy model, see model_process.py for what each part means."""

    @property
    def keeps_up(self) -> bool:
        """Whether waiting for it makes sense."""
        ...

    @property
    def trouble(self) -> str:
        """Why it gives no scores."""
        ...

    def warm(self) -> None:
        """Load it in the background."""
        ...

    async def score(self, text: str, within: float) -> Scores | None:
        """Return the scores of a text, None where there are none after `within` seconds."""
        ...

    def awaited(self, text: str) -> Future[Scores | None] | None:
        """Return what ends with the scores of a text that waits."""
        ...

    def close(self) -> None:
        """End it."""
        ...


class SecondOpinion:
    """Gives the signals of the first detector, raised where the model scores higher.

    A model that is missing, slow or broken changes nothing but the mark `unscored`.
    """

    def __init__(
        self,
        first: Detector,
        model: Model,
        *,
        within: float = WAIT,
        asked_in: Bands | None = None,
    ) -> None:
        self.first = first
        self._model = model
        self._within = within
        self._bands = bands() if asked_in is None else asked_in

    @property
    def names(self) -> frozenset[str]:
        """The signals it gives."""
        return self.first.names

    async def score(self, text: Text) -> Mapping[str, Signal]:
        """Return its signals, after `within` seconds at the latest."""
        signals = await self.first.score(text)
        asked = unsure(signals, self._bands)
        if not asked or not text.clean:
            return signals
        # Whoever is behind anyway would only hold up the channel: its score comes late.
        patience = self._within if self._model.keeps_up else 0.0
        scores = await self._model.score(text.clean, patience)
        return _unscored(signals, asked) if scores is None else _raised(signals, scores)

    def awaited(self, text: Text) -> Future[Scores | None] | None:
        """Return what ends with the scores that a text still waits for."""
        return self._model.awaited(text.clean)

    async def given(self, text: Text, scores: Scores) -> Mapping[str, Signal]:
        """Return its signals as they are with the model's scores."""
        return _raised(await self.first.score(text), scores)

    def warm(self) -> None:
        """Load the model in the background, while the first detector already works."""
        self._model.warm()

    def note(self) -> str:
        """Return why the model gives no scores right now, empty where it does or is loading."""
        why = self._model.trouble
        return f"it gives no scores: {why}" if why else ""

    def close(self) -> None:
        """End the model's process."""
        self._model.close()


def _unscored(signals: Mapping[str, Signal], asked: frozenset[str]) -> dict[str, Signal]:
    return {
        name: replace(signal, unscored=True) if name in asked else signal
        for name, signal in signals.items()
    }


def _raised(signals: Mapping[str, Signal], scores: Scores) -> dict[str, Signal]:
    return {name: _higher(signal, scores.get(name, 0.0)) for name, signal in signals.items()}


def _higher(signal: Signal, score: float) -> Signal:
    return signal if score <= signal.score else replace(signal, score=round(score, 3))
