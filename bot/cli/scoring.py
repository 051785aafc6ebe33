"""The detectors at work on single texts, for `evenhand score`."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace

from bot.detectors.lexical import Finding
from bot.detectors.scorer import ScorerDetector
from bot.detectors.text import Written, make_text
from bot.domain import Signal
from bot.ports import Detector

_LONGEST = 100


async def signals_of(detectors: Sequence[Detector], text: str) -> Mapping[str, Signal]:
    """Return all signals of a text; a link that deceives makes spam of it whatever it says."""
    written = make_text(text)
    signals: dict[str, Signal] = {}
    for detector in detectors:
        signals |= await detector.score(written)
    signals["spam"] = max(
        signals["spam"], replace(signals["scam_link"], name="spam"), key=lambda each: each.score
    )
    return signals


async def explain(
    detectors: Sequence[Detector], text: str, printable: Callable[[str, int], str]
) -> list[str]:
    """Return in lines how a text is read: its forms, its scores, and what they come from."""
    written = make_text(text)
    lines = _forms(written, printable)
    for detector in detectors:
        for name, signal in sorted((await detector.score(written)).items()):
            if signal.score:
                evidence = printable(signal.evidence, _LONGEST)
                lines.append(f"{name:16} {signal.score:.2f}  {evidence}".rstrip())
    for detector in detectors:
        lines += [f"  {printable(line, 2 * _LONGEST)}" for line in _reasons(detector, written)]
    return lines


def _forms(written: Written, printable: Callable[[str, int], str]) -> list[str]:
    forms = {"text": written.original, "clean": written.clean, "skeleton": written.skeleton}
    lines = [f"{name:16} {printable(form, _LONGEST)}" for name, form in forms.items()]
    return [*lines, "(cut: only the beginning is looked at)"] if written.cut else lines


def _reasons(detector: Detector, written: Written) -> Iterator[str]:
    if isinstance(detector, ScorerDetector):
        for finding in sorted(detector.lexical.findings(written), key=lambda each: -each.score):
            yield _reason(finding)
        for rule, hit in detector.baits.findings(written):
            yield f"{rule.score:.2f} {rule.signal} “{hit.text}” at {hit.start}-{hit.end}"
        yield from (_weight(name, share, word) for name, share, word in detector.weigh(written))


def _weight(name: str, share: float, word: str) -> str:
    return f"{share:+.2f} {name} “{word}”"


def _reason(finding: Finding) -> str:
    rule, frame = finding.rule, finding.frame
    place = f"“{finding.text}” at {finding.start}-{finding.end}"
    if frame.left == 1:
        return f"{rule.score:.2f} {rule.signal} {place}"
    worth = f"{finding.score:.2f} = {rule.score:.2f} x {frame.left:.2f}"
    return f"{worth} {rule.signal} {place}, {frame.name}"
