"""`evenhand learn`: how often the policies were right, by what the team did about it afterwards."""

import argparse
import asyncio
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bot.cli import FINE, learn_layer
from bot.cli.migrate import add_database, database_of
from bot.errors import UsageError

if TYPE_CHECKING:
    from bot.learning import Fine, Looked, Precision, Proposal

#: How often a policy has to be right, as the lower bound of what is known.
WANTED = 0.90


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    parser.add_argument("--community", metavar="ID", help="this community alone; default all")
    parser.add_argument(
        "--precision",
        metavar="SHARE",
        type=float,
        default=WANTED,
        help=f"how often a policy has to be right, from 0.5 to 0.99; default {WANTED:.2f}",
    )
    parser.add_argument(
        "--layer",
        metavar="FILE",
        type=Path,
        help="train a layer on top of the built-in scorer for the community of this policy file, "
        "and write it beside the file as a proposal",
    )
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    add_database(parser)


def run(args: argparse.Namespace) -> int:
    """Say how often the policies were right and propose thresholds, or a layer; none acts yet."""
    if not 0.5 <= args.precision <= 0.99:
        raise UsageError(f"--precision is a share from 0.5 to 0.99, not {args.precision:g}")
    if args.layer is not None:
        return learn_layer.run(args)
    found = asyncio.run(_read(database_of(args), args.community))
    if args.json:
        told = {id: as_json(entries, args.precision) for id, entries in found.items()}
        print(json.dumps(told, ensure_ascii=False, indent=2))
    else:
        print("\n".join(as_text(found, args.precision)))
    return FINE


async def _read(url: str, community: str | None) -> "dict[str, list[Looked]]":
    from bot.learning import looks
    from bot.storage import Database
    from bot.storage.holdings import holdings_from_json

    database = Database(url)
    await database.open()
    try:
        known = await database.archive.communities()
        if community is not None and community not in known:
            names = ", ".join(known) or "none yet"
            raise UsageError(f"nothing is kept about a community {community!r}; there is {names}")
        found = {}
        for id in [community] if community is not None else known:
            held = holdings_from_json(id, await database.archive.export(id))
            found[id] = list(looks(held.decisions, held.cases))
        return found
    finally:
        await database.close()


def as_json(entries: "Sequence[Looked]", wanted: float) -> Mapping[str, Any]:
    """Return the figures of one community as JSON values."""
    from bot.learning import precision, propose

    return {
        "words": [asdict(word) for word in _fine(entries)],
        "policies": [
            {"policy": policy, "asked": asked, **_figures(precision(group))}
            for (policy, asked), group in _groups(entries).items()
        ],
        "proposals": [
            {
                **{key: value for key, value in asdict(made).items() if key != "before"},
                "before": _figures(made.before),
                "after": _figures(made.after),
            }
            for made in propose(entries, wanted)
        ],
    }


def _figures(found: "Precision") -> dict[str, Any]:
    low, high = found.bounds
    return {
        "times": found.times,
        "looked_at": found.looked_at,
        "right": found.right,
        "low": round(low, 4),
        "high": round(high, 4),
    }


def as_text(found: "Mapping[str, Sequence[Looked]]", wanted: float) -> Iterator[str]:
    """Return the figures and the proposals as lines."""
    from bot.learning import propose

    if not any(found.values()):
        yield "No policy has done anything yet."
    for community, entries in found.items():
        if entries:
            yield _safe(community)
            for (policy, asked), group in _groups(entries).items():
                yield f"  {_line(policy, asked, group)}"
            for made in propose(entries, wanted):
                yield ""
                yield from (f"  {line}" for line in _proposal(made, wanted))
            if words := _fine(entries):
                yield ""
                yield from (f"  {line}" for line in _words(words))
            yield ""


def _groups(entries: "Sequence[Looked]") -> "dict[tuple[str, bool], list[Looked]]":
    groups: dict[tuple[str, bool], list[Looked]] = {}
    for entry in entries:
        groups.setdefault((entry.policy, entry.asked), []).append(entry)
    return dict(sorted(groups.items()))


def _line(policy: str, asked: bool, group: "Sequence[Looked]") -> str:
    from bot.learning import precision

    found = precision(group)
    did = "asked the team" if asked else "acted"
    told = f"{_safe(policy)}: {did} {_times(found.times)}"
    if not found.looked_at:
        return f"{told}; nobody looked at any of it"
    return f"{told}; of {found.looked_at} that a person looked at, {_right(found)}"


def _right(found: "Precision") -> str:
    low, high = found.bounds
    share = f"{100 * found.share:.0f} %, surely {100 * low:.0f} to {100 * high:.0f} %"
    return f"{found.right} {'was' if found.right == 1 else 'were'} right ({share})"


def _proposal(made: "Proposal", wanted: float) -> list[str]:
    key, policy = f"{made.signal}_above", _safe(made.policy)
    if made.threshold is None:
        return [
            f"{policy}, {key}: at no threshold it is right in {100 * wanted:.0f} % for sure.",
            "Let it ask first (review_above), or set it to observe, until more is known.",
        ]
    left, kept = made.after, f"{made.given_up} right ones"
    return [
        f"{policy}, {key}: {made.threshold:.2f} would be right in {100 * wanted:.0f} % for sure.",
        f"  {'':14}{'looked at':>10}{'right':>7}{'wrong':>7}{'right for sure':>16}",
        _row("as it was", made.before),
        _row(f"from {made.threshold:.2f}", left),
        f"It would give up {kept} to spare {made.before.wrong - left.wrong} wrong ones. To accept "
        f"it, write",
        f"  {key}: {made.threshold:.2f}",
        "into the policy file; `evenhand replay` shows first what that changes.",
    ]


def _fine(entries: "Sequence[Looked]") -> "list[Fine]":
    """Return the words to propose; the small words of a language are never among them."""
    from bot.detectors.lexicon import words
    from bot.learning import fine_words

    common = frozenset(word for group in words("languages").values() for word in group)
    return fine_words(entries, common)


def _words(words: "Sequence[Fine]") -> Iterator[str]:
    yield "Words that the team took back again and again; they may be fine here:"
    yield f"  {'':20}{'policy':24}{'wrong':>7}{'right':>7}{'nobody looked':>15}"
    for each in words:
        counts = f"{each.wrong:>7}{each.right:>7}{each.unknown:>15}"
        yield f"  {each.word[:19]:20}{_safe(each.policy)[:23]:24}{counts}"
    yield "To accept one, write it into the policy file, under `when`, and try it with"
    yield f"`evenhand replay`:  except: [{', '.join(each.word for each in words[:3])}]"


def _row(name: str, found: "Precision") -> str:
    sure = f"{100 * found.bounds[0]:.0f} %"
    return f"  {name:14}{found.looked_at:>10}{found.right:>7}{found.wrong:>7}{sure:>16}"


def _times(count: int) -> str:
    return "once" if count == 1 else f"{count} times"


def _safe(text: str) -> str:
    return "".join(c if c.isprintable() else " " for c in text)
