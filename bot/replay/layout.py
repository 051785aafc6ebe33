"""Lines and columns for a terminal, safe to print whatever people wrote."""

from collections.abc import Iterable, Mapping, Sequence

from bot.domain import Decision
from bot.locale import Phrasebook
from bot.replay.recording import Recording
from bot.replay.tally import Example, Tally, seen
from bot.tell import describe_all, person, room

LONGEST = 160
_WORDS = Phrasebook()


def plain(text: str, longest: int = LONGEST) -> str:
    """Return somebody's words on one line, cut, and without what steers a terminal."""
    line = " ".join("".join(c if c.isprintable() else " " for c in text).split())
    return line if len(line) <= longest else line[: longest - 1].rstrip() + "…"


def count(number: int, noun: str) -> str:
    """Return a number with its noun."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def counts(numbers: Mapping[str, int]) -> str:
    """Return what was counted in one line."""
    return ", ".join(f"{name} {number:,}" for name, number in sorted(numbers.items()))


def table(rows: Sequence[Sequence[str]]) -> str:
    """Return rows, the first of them the head, as columns; numbers stand to the right."""
    columns = [_column(cells) for cells in zip(*rows, strict=True)]
    return "\n".join("  ".join(line).rstrip() for line in zip(*columns, strict=True))


def _column(cells: Sequence[str]) -> list[str]:
    width = max(len(cell) for cell in cells)
    right = all(_is_number(cell) for cell in cells[1:])
    return [cell.rjust(width) if right else cell.ljust(width) for cell in cells]


def _is_number(cell: str) -> bool:
    return cell.lstrip("+-").replace(",", "").isdigit()


def name_of(tally: Tally) -> str:
    """Return which rulebook was tried."""
    book = tally.rulebook
    return f"{plain(book.name)}, {plain(book.path) or 'rulebook'}, version {book.version[:12]}"


def head(tally: Tally, recording: Recording, seconds: float) -> str:
    """Return what was read, how fast, and what had to be set right."""
    rate = tally.events / seconds if seconds > 0 else 0.0
    read = f"{count(tally.events, 'event')}, {count(tally.messages, 'message')} among them"
    if tally.first is not None and tally.last is not None:
        read += f", from {tally.first:%Y-%m-%d %H:%M} to {tally.last:%Y-%m-%d %H:%M} UTC"
    judged = f"Judged in {seconds:.1f} s, {rate:,.0f} events/s."
    return "\n".join([f"{read}.", judged, *_set_right(recording)])


def _set_right(recording: Recording) -> Iterable[str]:
    if recording.bad_lines:
        yield f"Left out, as they could not be read: {count(recording.bad_lines, 'line')}."
    if recording.late:
        yield (
            f"Out of order: {count(recording.late, 'event')}, the first in line "
            f"{recording.first_late}; each was judged at the time of the one before it."
        )
    if recording.repeats:
        yield f"Left out, as they came before: {count(recording.repeats, 'event')}."
    if len(recording.communities) > 1:
        names = ", ".join(sorted(plain(name, 40) for name in recording.communities))
        yield f"Several communities ({names}) were judged as one; --community chooses one."


def example_lines(example: Example, indent: str = "  ") -> list[str]:
    """Return a decision with what was said, which policy said what, and what was done."""
    decision = example.decision
    place = room(decision.details.get("channel_name") or decision.channel or "")
    when = f"{decision.at:%Y-%m-%d %H:%M}"
    who = f"{person(plain(example.author, 40))} in {plain(place, 40)}"
    lines = [f"line {example.line} · {when} · {who}"]
    if example.text:
        lines.append(f"  said: {plain(example.text)}")
    lines += [f"  {line}" for line in _deeds(decision)]
    return [f"{indent}{line}" for line in lines]


def _deeds(decision: Decision) -> Iterable[str]:
    for verdict in decision.verdicts:
        yield f"{plain(verdict.policy, 60)}: {plain(verdict.reason)}"
    if done := seen(decision.actions):
        yield f"did: {plain(describe_all(done, _WORDS))}"
    for because in dict.fromkeys(held.because for held in decision.withheld):
        held = [h.action for h in decision.withheld if h.because == because]
        yield f"withheld: {plain(describe_all(held, _WORDS))} ({plain(because)})"
