"""Replay: recorded chat goes through a rulebook, and what it would have come to is counted."""

from bot.replay.compare import Comparison, Difference
from bot.replay.difference import compare_report
from bot.replay.play import Moment, Played, moments, replay
from bot.replay.recording import Bad, Recording, event_from_line
from bot.replay.report import report
from bot.replay.tally import Example, Tally

__all__ = [
    "Bad",
    "Comparison",
    "Difference",
    "Example",
    "Moment",
    "Played",
    "Recording",
    "Tally",
    "compare_report",
    "event_from_line",
    "moments",
    "replay",
    "report",
]
