"""Run every benchmark, each in a process of its own, and print one table.

python -m benchmarks                  everything, about a quarter of an hour
python -m benchmarks judging faq      these alone
"""

import importlib
import json
import pkgutil
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from benchmarks.figures import Figure, table

#: In the order of the table; others that are there come after these.
FIRST = ("judging", "whole_way", "storage", "history", "memory", "detectors", "faq", "irc_replay")
#: These hold what the others share.
PARTS = frozenset(
    {
        "__main__",
        "bands",
        "chat",
        "figures",
        "irc_events",
        "judgement",
        "mixture",
        "rulebooks",
        "tg_spam_folds",
        "train",
    }
)


def names() -> list[str]:
    """Return the benchmarks that are there."""
    here = [module.name for module in pkgutil.iter_modules([str(Path(__file__).parent)])]
    found = [name for name in here if name not in PARTS]
    return sorted(found, key=lambda name: (name not in FIRST, _place(name), name))


def _place(name: str) -> int:
    return FIRST.index(name) if name in FIRST else len(FIRST)


def measure(name: str) -> tuple[list[Figure], str]:
    """Return a benchmark's figures and what else it printed, from a process of its own."""
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks", "--figures", name], stdout=subprocess.PIPE, text=True
    )
    if done.returncode:
        return [Figure(what=name, value="broke off, see above", met=False)], ""
    text, _, found = done.stdout.rpartition("\n\x1e")
    return [Figure(**figure) for figure in json.loads(found)], text.strip()


def _figures(name: str) -> None:
    """Measure in this process and print the figures as JSON, behind whatever else was printed."""
    module = importlib.import_module(f"benchmarks.{name}")
    found: list[Figure] = []
    if hasattr(module, "figures"):
        found = module.figures()
    else:
        module.main()
    print("\n\x1e" + json.dumps([asdict(figure) for figure in found]))


def main(argv: Sequence[str]) -> int:
    """Run what is named, or all; the exit code is 1 where a bar is missed."""
    if argv[:1] == ["--figures"]:
        _figures(argv[1])
        return 0
    known = names()
    if unknown := [name for name in argv if name not in known]:
        print(f"There is no benchmark {unknown[0]!r}; there are {', '.join(known)}.")
        return 2
    figures: list[Figure] = []
    for name in argv or known:
        print(f"measuring {name} ...", file=sys.stderr, flush=True)
        measured, text = measure(name)
        figures += measured
        if text:
            print(text + "\n")
    print(table(figures))
    return 1 if any(figure.met is False for figure in figures) else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
