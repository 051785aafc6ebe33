"""How well languages are told: `python -m benchmarks.language [--py3langid]`.

Only lines are counted that were not trained on: the kept part of each source, and whole sources
that nothing was learned from. Wrong is worse than unknown.
"""

import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence

from benchmarks.language.examples import FOREIGN, MEASURED, REPORT, Line, lines
from bot.detectors.language import UNKNOWN, tell
from bot.detectors.text import make_text

SPOKEN = ("en", "de")


def main(argv: Sequence[str]) -> int:
    """Print the table; the exit code is 3 where the data or the library is missing."""
    try:
        kept = [line for line in lines() if line.source in MEASURED or line.part < REPORT]
    except FileNotFoundError as error:
        print(error, file=sys.stderr)
        return 3
    judge: Callable[[str], str] = _ours
    if "--py3langid" in argv:
        try:
            judge = _theirs()
        except ImportError:
            print("benchmarks: py3langid is missing; run `make train`.", file=sys.stderr)
            return 3
    print("| lines | length | number | right % | unknown % | wrong % |")
    print("| --- | --- | --- | --- | --- | --- |")
    for (name, length), counts in sorted(_counted(kept, judge).items()):
        number = counts.total()
        shares = " | ".join(
            f"{100 * counts[what] / number:.2f}" for what in ("right", "unknown", "wrong")
        )
        print(f"| {name} | {length} | {number:,} | {shares} |")
    return 0


def _counted(
    kept: Sequence[Line], judge: Callable[[str], str]
) -> dict[tuple[str, str], Counter[str]]:
    found: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for line in kept:
        wanted = UNKNOWN if line.language == FOREIGN else line.language
        told = judge(line.text)
        what = "right" if told == wanted else "unknown" if told == UNKNOWN else "wrong"
        found[line.source, _length(line.text)][what] += 1
        found[f"all {line.language}", _length(line.text)][what] += 1
    return found


def _length(text: str) -> str:
    size = len(text.strip())
    return "under 10" if size < 10 else "10 to 19" if size < 20 else "20 and more"


def _ours(text: str) -> str:
    return tell(make_text(text).clean)[0]


def _theirs() -> Callable[[str], str]:
    import py3langid

    def judge(text: str) -> str:
        language: str = py3langid.classify(text)[0]
        return language if language in SPOKEN else UNKNOWN

    return judge


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
