"""Train the built-in scorer: `python -m benchmarks.train` (or `make train`).

Reads the labelled data in ../shared/data and our own rows, and writes bot/detectors/model.bin; the
same data gives the same bytes. Needs numpy and scipy, see requirements/train.txt.
"""

import sys
from pathlib import Path

from benchmarks.judgement.examples import examples
from bot.detectors.weights import write_model

MODEL = Path(__file__).resolve().parents[1] / "bot" / "detectors" / "model.bin"


def main() -> int:
    """Train and write the model; the exit code is 3 where data or a library is missing."""
    try:
        from benchmarks.judgement.training import train
    except ImportError as error:
        print(f"benchmarks: {error.name} is missing; run `make train`.", file=sys.stderr)
        return 3
    try:
        read = list(examples())
    except FileNotFoundError as error:
        print(error, file=sys.stderr)
        return 3
    written = write_model(train(read))
    MODEL.write_bytes(written)
    print(f"{MODEL.name}: {len(written) / 1e6:.2f} MB")
    return 0


if __name__ == "__main__":
    sys.exit(main())
