"""`evenhand explain`: why something was done, with everything that was written down about it."""

import argparse
import asyncio
import json
import re
import sys
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from bot.cli import FINE, MISTAKES
from bot.cli.migrate import add_database, database_of
from bot.errors import UsageError

if TYPE_CHECKING:
    from bot.domain import Case, Decision, Event, Note, Order, Outcome
    from bot.ports import Store

#: Longer numbers are ids of a network, not numbers of cases.
_CASE = re.compile(r"#?(\d{1,9})")


@dataclass(frozen=True, slots=True, kw_only=True)
class Matter:
    """What is written down about one case, decision or message of one community."""

    community: str
    case: "Case | None" = None
    notes: "tuple[Note, ...]" = ()
    decision: "Decision | None" = None
    orders: "tuple[tuple[Order, Outcome | None], ...]" = ()
    event: "Event | None" = None


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    parser.add_argument(
        "id",
        metavar="ID",
        help="a case's number (12 or #12), a decision's id, or the network's id of a message",
    )
    parser.add_argument("--community", metavar="ID", help="look in this community alone")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.add_argument(
        "--language", choices=("en", "de"), default="en", help="default en (English)"
    )
    add_database(parser)


def run(args: argparse.Namespace) -> int:
    """Explain, or say that nothing is written down; then the exit code is 1."""
    found = asyncio.run(_look(database_of(args), args.community, args.id.strip()))
    if len(found) > 1:
        where = ", ".join(matter.community for matter in found)
        raise UsageError(f"{args.id} is known in {where}; choose one with --community")
    if not found:
        print(_unknown(args.id, args.community), file=sys.stderr)
        return MISTAKES
    if args.json:
        print(json.dumps(as_json(found[0]), ensure_ascii=False, indent=2, default=_moment))
    else:
        print(as_text(found[0], args.language))
    return FINE


def _unknown(id: str, community: str | None) -> str:
    where = f" in the community {community!r}" if community else ""
    return (
        f"Nothing is written down under {id!r}{where}. Cases have numbers, decisions ids such as "
        "d0a1b2c3d4e5f607; of an ordinary message nothing is left once its text was forgotten."
    )


async def _look(url: str, community: str | None, id: str) -> "list[Matter]":
    from bot.storage import Database

    database = Database(url)
    await database.open()
    try:
        known = await database.archive.communities()
        if community is not None and community not in known:
            names = ", ".join(known) or "none yet"
            raise UsageError(f"nothing is kept about a community {community!r}; there is {names}")
        places = [community] if community is not None else known
        matters = [await find(database, place, id) for place in places]
        return [matter for matter in matters if matter is not None]
    finally:
        await database.close()


async def find(store: "Store", community: str, id: str) -> Matter | None:
    """Return what is written down under a case's number, or a decision's or message's id."""
    number = _CASE.fullmatch(id)
    case = await store.casebook.case(community, int(number[1])) if number else None
    sought = case.about if case is not None else id
    decision = await store.ledger.decision(community, sought) if sought else None
    if case is None and decision is not None and decision.case is not None:
        case = await store.casebook.case(community, decision.case)
    if case is None and decision is None:
        event = await store.events.message(community, id)
        return Matter(community=community, event=event) if event is not None else None
    notes = await store.casebook.notes(community, case=case.number) if case else ()
    orders = await store.orders.orders_of(community, decision.id) if decision else ()
    return Matter(
        community=community,
        case=case,
        notes=tuple(notes),
        decision=decision,
        orders=tuple(orders),
    )


def as_text(matter: Matter, language: str = "en") -> str:
    """Return the explanation as people of the team read it."""
    parts = [_about_case(matter), _about_decision(matter, language), _about_message(matter)]
    return "\n\n".join(part for part in parts if part)


def _about_case(matter: Matter) -> str:
    case = matter.case
    if case is None:
        return ""
    lines = [f"Case #{case.number} of {matter.community}: {case.kind}, {case.status.value}"]
    lines.append(f"Opened {_when(case.opened_at)}. {case.title}".rstrip())
    if case.assignee_name:
        lines.append(f"Looked after by @{case.assignee_name}.")
    if case.closed_at is not None:
        by = f" by {case.closed_by}" if case.closed_by else ""
        lines.append(f"Closed {_when(case.closed_at)}{by}: {case.resolution or 'no word on it'}.")
    lines += [f"Note, {_when(note.at)}, {note.by_name}: {note.text}" for note in matter.notes]
    return "\n".join(_plain(line) for line in lines)


def _about_decision(matter: Matter, language: str) -> str:
    from bot.clock import SystemClock
    from bot.locale import Phrasebook
    from bot.tell import came_about, explain, statement

    decision = matter.decision
    if decision is None:
        return "" if matter.event is not None else "No decision stands behind it."
    book = Phrasebook(language)
    told = explain(decision, matter.orders, book)
    if decision.subject is not None and decision.actions:
        stated = statement(came_about(decision, matter.orders), book, SystemClock().now())
        told += f"\n\nStatement of reasons\n{stated}"
    return "\n".join(_plain(line) for line in told.splitlines())


def _about_message(matter: Matter) -> str:
    event = matter.event
    if event is None:
        return ""
    member = getattr(event, "member", None)
    who = f" by @{member.name}" if member is not None else ""
    return _plain(
        f"The message {event.id}{who} of {_when(event.at)} is known in {matter.community}, "
        "and nothing was decided about it: no policy had anything to say, or it still waits."
    )


def as_json(matter: Matter) -> Mapping[str, Any]:
    """Return the same, ready for JSON but for moments; what there is not is null."""
    from bot.wire import decision_to_json, event_to_json

    return {
        "community": matter.community,
        "case": asdict(matter.case) if matter.case else None,
        "notes": [asdict(note) for note in matter.notes],
        "decision": decision_to_json(matter.decision) if matter.decision else None,
        "orders": [_order(order, outcome) for order, outcome in matter.orders],
        "event": event_to_json(matter.event) if matter.event else None,
    }


def _order(order: "Order", outcome: "Outcome | None") -> Mapping[str, Any]:
    from bot.wire import action_to_json

    return {
        "key": order.key,
        "action": action_to_json(order.action),
        "state": order.state,
        "tries": order.tries,
        "outcome": asdict(outcome) if outcome else None,
    }


def _moment(value: object) -> str:
    """Return what JSON does not know: moments are the only such values here."""
    return value.isoformat() if isinstance(value, datetime) else str(value)


def _when(at: datetime) -> str:
    return f"{at:%Y-%m-%d %H:%M} UTC"


def _plain(line: str) -> str:
    """Return a line without what steers a terminal."""
    return "".join(c if c.isprintable() else " " for c in line)
