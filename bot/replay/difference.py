"""The report of a comparison: where two rulebooks differ on the same recording."""

from collections.abc import Mapping

from bot.replay.compare import Comparison, Difference
from bot.replay.layout import example_lines, head, name_of, plain, table
from bot.replay.recording import Recording
from bot.replay.report import NONE, trouble_lines


def compare_report(
    comparison: Comparison,
    recording: Recording,
    seconds: float,
    troubles: Mapping[str, int] = NONE,
) -> str:
    """Return the report; `seconds` is how long both took together, `troubles` what broke."""
    one, other = comparison.one, comparison.other
    parts = [
        f"One: {name_of(one)}\nOther: {name_of(other)}",
        head(one, recording, seconds),
        _agreement(comparison),
        _side_by_side("Policy", one.acted_by, other.acted_by),
        _side_by_side("Action", one.actions, other.actions),
        trouble_lines(troubles),
        _differences(comparison),
    ]
    return "\n\n".join(part for part in parts if part)


def _agreement(comparison: Comparison) -> str:
    return table(
        [
            ("At how many moments", "times"),
            ("both do the same", f"{comparison.alike:,}"),
            ("only the one acts", f"{comparison.only_one:,}"),
            ("only the other acts", f"{comparison.only_other:,}"),
            ("both act, differently", f"{comparison.unlike:,}"),
        ]
    )


def _side_by_side(title: str, one: Mapping[str, int], other: Mapping[str, int]) -> str:
    names = sorted({*one, *other})
    if not names:
        return ""
    rows = [_pair(name, one.get(name, 0), other.get(name, 0)) for name in names]
    return table([(title, "one", "other", "difference"), *rows])


def _pair(name: str, one: int, other: int) -> tuple[str, str, str, str]:
    return plain(name, 60), f"{one:,}", f"{other:,}", f"{other - one:+,}"


def _differences(comparison: Comparison) -> str:
    if not comparison.differences:
        return ""
    total = comparison.only_one + comparison.only_other + comparison.unlike
    lines = [f"Where they differ ({len(comparison.differences)} of {total:,})"]
    for difference in comparison.differences:
        lines += _difference(difference)
    return "\n".join(lines)


def _difference(difference: Difference) -> list[str]:
    lines: list[str] = []
    for side, examples in (("one", difference.one), ("other", difference.other)):
        if not examples:
            lines.append(f"  {side}: nothing (line {difference.line})")
            continue
        lines.append(f"  {side}:")
        for example in examples:
            lines += example_lines(example, "    ")
    return lines
