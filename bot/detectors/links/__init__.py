"""Links: where they stand in a text, where they lead, and whether they were laid to deceive."""

from bot.detectors.links.detector import LinkDetector

__all__ = ["LinkDetector"]
