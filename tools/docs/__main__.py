"""`python -m tools.docs` writes docs/reference; `--check` says what is out of date."""

import argparse
import sys
from pathlib import Path

from tools.docs import pages

REFERENCE = Path(__file__).parents[2] / "docs" / "reference"


def main() -> int:
    """Write the pages, or compare them; returns 1 where `--check` finds a difference."""
    parser = argparse.ArgumentParser(prog="python -m tools.docs", description=__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing, only compare")
    check = parser.parse_args().check
    old = [name for name, text in pages.all_pages() if not _is(REFERENCE / name, text)]
    if not check:
        REFERENCE.mkdir(parents=True, exist_ok=True)
        for name, text in pages.all_pages():
            (REFERENCE / name).write_text(text, encoding="utf-8")
    for name in old:
        print(f"docs/reference/{name} {'is out of date; run make docs' if check else 'written'}")
    return 1 if check and old else 0


def _is(path: Path, text: str) -> bool:
    return path.is_file() and path.read_text(encoding="utf-8") == text


sys.exit(main())
