"""Train the model of languages: `python -m benchmarks.train_language` (or `make train`).

Reads ../shared/data and our own lines, and writes bot/detectors/language.json; the same data gives
the same bytes. Needs numpy and scipy, see requirements/train.txt.
"""

import sys
from pathlib import Path

MODEL = Path(__file__).resolve().parents[1] / "bot" / "detectors" / "language.json"


def main() -> int:
    """Train and write the model; the exit code is 3 where data or a library is missing."""
    try:
        from benchmarks.language.training import train
    except ImportError as error:
        print(f"benchmarks: {error.name} is missing; run `make train`.", file=sys.stderr)
        return 3
    from benchmarks.language.examples import lines
    from bot.detectors.language import write_model

    try:
        written = write_model(train(list(lines())))
    except FileNotFoundError as error:
        print(error, file=sys.stderr)
        return 3
    MODEL.write_text(written, encoding="utf-8")
    print(f"{MODEL.name}: {len(written) / 1e3:.0f} KB")
    return 0


if __name__ == "__main__":
    sys.exit(main())
