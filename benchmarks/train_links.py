"""Train the model of hosts: `python -m benchmarks.train_links` (or `make train`).

Reads ../shared/data/scam_domains and our own lists of ordinary hosts, and writes
bot/detectors/links/model.json; the same data gives the same bytes. Needs numpy and scipy, see
requirements/train.txt.

    python -m benchmarks.train_links --families    also trains once without each family of scams,
                                                   and tells how many of that family are found
"""

import sys
from collections.abc import Sequence
from pathlib import Path

MODEL = Path(__file__).resolve().parents[1] / "bot" / "detectors" / "links" / "model.json"


def main(argv: Sequence[str]) -> int:
    """Train and write the model; the exit code is 3 where data or a library is missing."""
    try:
        from benchmarks.links.training import families, train
    except ImportError as error:
        print(f"benchmarks: {error.name} is missing; run `make train`.", file=sys.stderr)
        return 3
    from benchmarks.links.hosts import scam_hosts
    from bot.detectors.links.model import write_model

    try:
        scams = scam_hosts()
    except FileNotFoundError as error:
        print(error, file=sys.stderr)
        return 3
    written = write_model(train(scams))
    MODEL.write_text(written, encoding="utf-8")
    print(f"{MODEL.name}: {len(written) / 1e3:.0f} KB")
    if "--families" in argv:
        for name, number, found in families(scams):
            print(f"without {name} ({number:,}): {found:.3f} found at 1 % of the chat's hosts")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
