"""How well traps are told from ordinary links: `python -m benchmarks.links`.

Only scam hosts are counted that were not trained on. What people named in a support chat is as
ordinary as links get; of these, the ones that no list of ours knows are counted apart.
"""

import sys

from benchmarks.links.benign import made_up
from benchmarks.links.hosts import (
    REPORT,
    chat_hosts,
    chat_lines,
    family,
    part,
    scam_hosts,
    strangers,
)
from benchmarks.links.report import recall_at, share_over
from bot.detectors.links import LinkDetector
from bot.detectors.text import make_text

#: At which score the starter rulebook acts, and from newcomers.
ACTS, ACTS_ON_NEWCOMERS = 0.90, 0.60
_DETECTOR = LinkDetector()


def main() -> int:
    """Print the table; the exit code is 3 where the data is missing."""
    try:
        scams = [host for host in scam_hosts() if part(host) < REPORT]
        chat = chat_hosts()
        lines = list(chat_lines())
    except FileNotFoundError as error:
        print(error, file=sys.stderr)
        return 3
    unknown = _scores(strangers(chat))
    print("| scam hosts not trained on | number | found at 1 % | over 0.90 | over 0.60 |")
    print("| --- | --- | --- | --- | --- |")
    for name, hosts in (("all", scams), *_by_family(scams)):
        scores = _scores(hosts)
        found = recall_at(scores, unknown, 0.01)
        print(f"| {name} | {len(hosts):,} | {found:.3f} | {_shares(scores)} |")
    print()
    print("| ordinary | number | over 0.90 | over 0.60 |")
    print("| --- | --- | --- | --- |")
    made = _scores(made_up(5_000, seed=3))
    said = [_DETECTOR.look(make_text(line))["scam_link"].score for line in lines]
    for name, scores in (
        ("hosts of the support chat", _scores(chat)),
        ("those of them that no list knows", unknown),
        ("hosts that are made up", made),
        ("lines of the support chat", said),
    ):
        print(f"| {name} | {len(scores):,} | {_shares(scores)} |")
    return 0


def _by_family(scams: list[str]) -> list[tuple[str, list[str]]]:
    names = sorted({family(host) for host in scams})
    return [(name, [host for host in scams if family(host) == name]) for name in names]


def _scores(hosts: list[str]) -> list[float]:
    return [_DETECTOR.look(make_text(f"https://{host}/"))["scam_link"].score for host in hosts]


def _shares(scores: list[float]) -> str:
    return " | ".join(f"{share_over(scores, limit):.4f}" for limit in (ACTS, ACTS_ON_NEWCOMERS))


if __name__ == "__main__":
    sys.exit(main())
