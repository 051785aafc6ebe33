"""Text in, signals out: forms of a text, patterns, and the detectors that come with Evenhand."""

from bot.detectors.contact import ContactDetector
from bot.detectors.language import LanguageDetector
from bot.detectors.links import LinkDetector
from bot.detectors.scorer import ScorerDetector
from bot.detectors.surface import SurfaceDetector
from bot.ports import Detector

__all__ = ["builtin"]


def builtin() -> tuple[Detector, ...]:
    """Return the detectors that need no download; each gives its signals without waiting."""
    return (
        ScorerDetector(),
        SurfaceDetector(),
        LinkDetector(),
        ContactDetector(),
        LanguageDetector(),
    )
