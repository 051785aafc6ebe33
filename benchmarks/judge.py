"""The gate: how well Evenhand judges, beside what was accepted last.

python -m benchmarks.judge            one table; the exit code is 1 where something got worse
python -m benchmarks.judge --accept   the same, and this is the table from now on

Only texts are counted that the scorer was not trained on. The data must lie in ../shared/data.
"""

import json
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from benchmarks.judgement.examples import examples
from benchmarks.judgement.measures import Judged, Measure, measures

ACCEPTED = Path(__file__).parent / "judgement" / "accepted.json"
TABLE = ACCEPTED.with_suffix(".md")
_HEAD = """# The table that was accepted last

Written by `python -m benchmarks.judge --accept`; what the rows mean is said in docs/model-card.md.
"""


def main(argv: Sequence[str] = ()) -> int:
    """Measure and print; the exit code is 3 where the data is missing."""
    try:
        held_back = [example for example in examples() if example.for_report]
    except FileNotFoundError as error:
        print(error, file=sys.stderr)
        return 3
    found = list(measures(Judged(held_back)))
    accepted = json.loads(ACCEPTED.read_text("utf-8")) if ACCEPTED.is_file() else {}
    print(table(found, accepted))
    if "--accept" in argv:
        TABLE.write_text(f"{_HEAD}\n{table(found, {})}\n", "utf-8")
        values = {each.name: round(each.value, 4) for each in found}
        ACCEPTED.write_text(json.dumps(values, indent=1, ensure_ascii=False) + "\n", "utf-8")
        return 0
    return 1 if any(is_worse(each, accepted) for each in found) else 0


def is_worse(measure: Measure, accepted: Mapping[str, float]) -> bool:
    """Return whether a figure lost more than chance explains."""
    before = accepted.get(measure.name)
    if before is None:
        return False
    lost = before - measure.value if measure.more else measure.value - before
    return lost > measure.slack


def table(found: Sequence[Measure], accepted: Mapping[str, float]) -> str:
    """Return all figures beside those that were accepted last, as a table in Markdown."""
    rows = [("what", "texts", "now", "accepted", "")]
    for each in found:
        before = accepted.get(each.name)
        mark = "worse" if is_worse(each, accepted) else ""
        shown = "" if before is None else f"{before:.3f}"
        rows.append((each.name, f"{each.of:,}", f"{each.value:.3f}", shown, mark))
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    lines = [
        "| " + " | ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) + " |"
        for row in rows
    ]
    lines.insert(1, "| " + " | ".join("-" * max(3, width) for width in widths) + " |")
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
