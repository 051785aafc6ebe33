"""An encoder that an operator has: its settings, and what runs in its process.

`EVENHAND_EMBEDDINGS` names the encoder or its folder. Together with a trained head it refines what
the built-in scorer is unsure of, see refined.py.
"""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from bot.detectors.encoders import NAMED, Encoder, Found, find, folder_of, open_encoder
from bot.detectors.head import TRAIN, Head, head_for, probability
from bot.detectors.model_process import ModelProcess
from bot.detectors.model_worker import Bounds, Scorer
from bot.detectors.refined import Refined
from bot.errors import DetectorError, UsageError
from bot.ports import Detector

_MEGABYTE = 1 << 20
#: So much of a text is read: as much as the head was trained on.
LONGEST = 2_000
_PROBE = "hello"


@dataclass(frozen=True, slots=True, kw_only=True)
class EmbeddingsSettings:
    """Which encoder to load: one known by `name`, or a `folder` whose model has this `sha256`."""

    name: str = ""
    folder: Path | None = None
    sha256: str = ""
    memory: int = 2000 * _MEGABYTE

    @classmethod
    def from_environ(cls, environ: Mapping[str, str]) -> "EmbeddingsSettings | None":
        """Read the settings, None where no encoder is set up.

        Raises UsageError naming the variable that makes no sense.
        """
        chosen = environ.get("EVENHAND_EMBEDDINGS", "")
        if not chosen:
            return None
        megabytes = environ.get("EVENHAND_EMBEDDINGS_MEMORY") or "2000"
        if not megabytes.isdecimal() or int(megabytes) < 100:
            raise UsageError("EVENHAND_EMBEDDINGS_MEMORY must be a number of megabytes from 100 on")
        memory = int(megabytes) * _MEGABYTE
        if chosen in NAMED:
            return cls(name=chosen, memory=memory)
        sha256 = environ.get("EVENHAND_EMBEDDINGS_SHA256", "").lower()
        if len(sha256) != 64 or set(sha256) - set("0123456789abcdef"):
            raise UsageError(
                "EVENHAND_EMBEDDINGS_SHA256 must be the 64 digits that `sha256sum` prints for the "
                "encoder's model file"
            )
        return cls(folder=Path(chosen), sha256=sha256, memory=memory)

    def place(self) -> Path:
        """Return the encoder's folder; raises DetectorError where its package is missing."""
        return self.folder or folder_of(self.name)


def with_embeddings(
    detectors: Sequence[Detector], settings: EmbeddingsSettings
) -> tuple[Detector, ...]:
    """Return the detectors, the one that scores toxicity refined by the encoder."""
    head: Head | None = None
    with suppress(DetectorError):  # the process says it again, where the team hears it
        head = head_for(settings.place())
    model = ModelProcess(partial(load, settings), Bounds(memory=settings.memory))
    return tuple(
        Refined(detector, model, head) if "toxicity" in detector.names else detector
        for detector in detectors
    )


def load(settings: EmbeddingsSettings) -> Scorer:
    """Load encoder and head and return what they say; runs in the model's process.

    Raises DetectorError saying what is missing and how to mend it.
    """
    found = find(settings.place())
    _check_pin(found, settings.sha256)
    head = head_for(found.folder)
    if dict(head.encoder) != dict(found.sha256):
        raise DetectorError(f"no head was trained for the encoder in {found.folder}; {TRAIN}")
    encoder = open_encoder(found)
    (width,) = encoder([_PROBE])[0].shape
    if width != head.width:
        raise DetectorError(
            f"the head knows {head.width} numbers a text, the encoder gives {width}"
        )
    if not _said(encoder, head, [_PROBE])[0]:
        raise DetectorError(f"the encoder in {found.folder} gives no numbers; take another one")
    return partial(_said, encoder, head)


def _check_pin(found: Found, sha256: str) -> None:
    actual = found.sha256[found.model.name]
    if sha256 and actual != sha256:
        raise DetectorError(
            f"{found.model} is not the file that was pinned: its SHA-256 is {actual}; "
            "if you trust it, set EVENHAND_EMBEDDINGS_SHA256"
        )


def _said(encoder: Encoder, head: Head, texts: Sequence[str]) -> Sequence[Mapping[str, float]]:
    """Return what the vectors alone say about each signal; nothing for one that is no vector."""
    if not texts:
        return []
    vectors: Any = encoder([text[:LONGEST] for text in texts])
    said: list[dict[str, float]] = [{} for _ in texts]
    for name, part in head.parts.items():
        for scores, total in zip(said, vectors @ part.weights + part.offset, strict=True):
            # A NaN is not equal to itself.
            if total == total:
                scores[name] = probability(float(total))
    return said
