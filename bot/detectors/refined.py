"""Scores that an encoder refines where the built-in scorer is unsure, up as well as down.

What is clear on either side is never shown to it, nor is anything lowered that the rules written by
hand are sure of. An encoder that is missing, slow or broken changes nothing: what scores without it
is what scores where there is none.
"""

from collections.abc import Mapping
from dataclasses import replace

from bot.detectors.bands import Bands, bands, unsure
from bot.detectors.head import Head
from bot.detectors.language import tell
from bot.detectors.scorer import ScorerDetector
from bot.detectors.second_opinion import WAIT, Model
from bot.detectors.tokens import GROUP, LINK, NUMBERS, USER, read_words
from bot.domain import Signal
from bot.ports import Detector, Scores, Text

#: What an encoder reads in the place of a group's name, a person's, a link or a number.
_PLAIN = {GROUP: "people", USER: "@user", LINK: "link"} | dict.fromkeys(NUMBERS, "7")


class Refined:
    """Gives the signals of the first detector, refined by a head on an encoder's vector."""

    def __init__(
        self,
        first: Detector,
        model: Model,
        head: Head | None,
        *,
        within: float = WAIT,
        asked_in: Bands | None = None,
    ) -> None:
        self.first = first
        self.model = model
        self._head = head
        self._within = within
        self._bands = bands() if asked_in is None else asked_in
        self._rules = ScorerDetector()

    @property
    def names(self) -> frozenset[str]:
        """The signals it gives."""
        return self.first.names

    async def score(self, text: Text) -> Mapping[str, Signal]:
        """Return its signals, after `within` seconds at the latest."""
        signals = await self.first.score(text)
        if self._head is None or not text.skeleton or not unsure(signals, self._bands):
            return signals
        # Whoever is behind anyway would only hold up the channel.
        patience = self._within if self.model.keeps_up else 0.0
        said = await self.model.score(as_read(text), patience)
        return signals if said is None else self._moved(self._head, text, signals, said)

    def _moved(
        self, head: Head, text: Text, signals: Mapping[str, Signal], said: Scores
    ) -> Mapping[str, Signal]:
        sure, (language, _) = self._rules.sure_of(text), tell(text.skeleton)
        refined = {
            name: replace(
                signals[name],
                score=head.refined(name, signals[name].score, said[name], language),
            )
            for name in head.parts.keys() & signals.keys() & said.keys() - sure
        }
        return {**signals, **refined}

    def warm(self) -> None:
        """Load the encoder in the background, while the first detector already works."""
        self.model.warm()

    def note(self) -> str:
        """Return why nothing is refined right now, empty where it is or the encoder is loading."""
        why = self.model.trouble
        return f"uncertain scores are not refined: {why}" if why else ""

    def close(self) -> None:
        """End the encoder's process."""
        self.model.close()


def as_read(text: Text) -> str:
    """Return a text as an encoder reads it: disguises undone, and nobody named.

    Every name of a group of people is one and the same word, so that none can move the score.
    """
    return " ".join(_PLAIN.get(word, word) for word in read_words(text.skeleton).words)
