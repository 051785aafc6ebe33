"""What is kept about people: members read of their own and have it erased, admins erase anybody's.

Erasing itself is a timer's work; see bot.erasing.
"""

from collections import Counter
from datetime import datetime
from typing import Any

from bot.commands.declared import Command, member, parameter, team_words, words
from bot.commands.desk import Desk
from bot.commands.numbers import own_key
from bot.commands.reaction import Call, Reaction
from bot.domain import (
    AlertTeam,
    CaseStatus,
    CommandSpec,
    Member,
    OpenCase,
    ParameterType,
    Standing,
)
from bot.erasing import SOON, erase_timer
from bot.errors import CommandError, NetworkError
from bot.locale import MOMENTS, Phrasebook
from bot.ports import Timer

SHOW, DELETE = "show", "delete"
ERASURE = "erasure"


async def my_data(call: Call, desk: Desk) -> Reaction:
    """Show what is kept about whoever asks, or have it erased."""
    if call.arguments.get("do", SHOW) == DELETE:
        return await _delete(call, desk)
    book = words(call, desk)
    counts = await _counts(call, desk)
    if not counts:
        return Reaction(answer=book.say("mydata_none"))
    lines = [f"- {_kind(kind, book)}: {count}" for kind, count in counts.items()]
    return Reaction(answer="\n".join([book.say("mydata_head"), *lines, book.say("mydata_ways")]))


async def erase(call: Call, desk: Desk) -> Reaction:
    """Have all that is kept about somebody erased."""
    about = call.arguments["member"]
    if not isinstance(about, Member):
        raise CommandError(words(call, desk).say("command_failed"))
    return Reaction(answer=words(call, desk).say("erase_soon"), timers=(_timer(call, about.id),))


async def _counts(call: Call, desk: Desk) -> Counter[str]:
    """Return how much of each kind is kept about whoever asks."""
    held = await desk.store.archive.export(desk.rulebook.id, own_key(call))
    counts = Counter({kind: len(values) for kind, values in held.items()})
    # That somebody reported them stays between the reporter and the team.
    counts["cases"] -= sum(case.get("kind") == "report" for case in held.get("cases", ()))
    event = call.event
    try:
        kept = await desk.kept_about(event.network, event.place, call.actor.id)
    except NetworkError as error:
        raise CommandError(words(call, desk).say("mydata_unread")) from error
    counts.update({kind: len(values) for kind, values in kept.items()})
    return +counts


def _kind(kind: str, book: Phrasebook) -> str:
    return book.say(f"kept_{kind}") if f"kept_{kind}" in MOMENTS else kind


async def _delete(call: Call, desk: Desk) -> Reaction:
    """Erase at once what nothing speaks against; else the team decides."""
    book, team = words(call, desk), team_words(desk)
    held = await desk.store.archive.export(desk.rulebook.id, own_key(call))
    if not _stands(held, call.now):
        return Reaction(answer=book.say("mydata_soon"), timers=(_timer(call, call.actor.id),))
    asked = await desk.store.casebook.cases(
        desk.rulebook.id, kind=ERASURE, subject=own_key(call), limit=5
    )
    if any(case.status is not CaseStatus.CLOSED for case in asked):
        raise CommandError(book.say("mydata_asked"))
    title = team.say("erasure_title")
    case = OpenCase(
        kind=ERASURE,
        title=title,
        channel=call.event.channel,
        member=call.actor.id,
        member_name=call.actor.name,
    )
    return Reaction(
        answer=book.say("mydata_by_team"),
        actions=(case, AlertTeam()),
        subject=call.actor,
        reason=title,
    )


def _stands(held: Any, now: datetime) -> bool:
    """Return whether something is held against somebody, or not settled yet."""
    strikes = (one for one in held.get("strikes", ()) if not one.get("void"))
    if any(datetime.fromisoformat(one["expires_at"]) > now for one in strikes):
        return True
    cases = (one for one in held.get("cases", ()) if one.get("kind") != ERASURE)
    return any(one.get("status") != CaseStatus.CLOSED.value for one in cases)


def _timer(call: Call, member: str) -> Timer:
    event = call.event
    due_at = call.now + SOON
    return erase_timer(event.community, event.network, member, due_at, place=event.place)


COMMANDS = (
    Command(
        spec=CommandSpec(
            name="mydata",
            help={
                "en": "See what is kept about you, or have it erased.",
                "de": "Sehen, was über dich gespeichert ist, oder es löschen lassen.",
            },
            parameters=(
                parameter(
                    "do",
                    ParameterType.CHOICE,
                    "what to do; left out, show",
                    "was geschehen soll; ohne Angabe show (zeigen)",
                    required=False,
                    choices=(SHOW, DELETE),
                ),
            ),
            examples=("/mydata", "/mydata delete"),
        ),
        run=my_data,
    ),
    Command(
        spec=CommandSpec(
            name="erase",
            help={
                "en": "Erase all that is kept about somebody, for good.",
                "de": "Alles löschen, was über jemanden gespeichert ist, endgültig.",
            },
            parameters=(member("about whom", "über wen"),),
            right=Standing.ADMIN,
            examples=("/erase @kim",),
        ),
        run=erase,
        strangers=True,
    ),
)
