"""Passing a ban on to the other groups of one owner: first a preview, then a person's word."""

import asyncio
from collections.abc import Sequence

from bot.commands.declared import Command, parameter, words
from bot.commands.desk import Desk
from bot.commands.lines import name_of
from bot.commands.numbers import decision_of
from bot.commands.reaction import Call, Reaction
from bot.context import standing_of
from bot.domain import (
    Ban,
    Button,
    CommandSpec,
    Decision,
    ParameterType,
    Standing,
    person_key,
)
from bot.errors import CommandError, NetworkError
from bot.locale import Phrasebook
from bot.ports import Timer
from bot.rulebook.book import Rulebook
from bot.sharing import FROM, Passing, ban_of, neighbours, one_sided
from bot.tell import person

#: So long a network may take to say whether somebody is in a group.
_PATIENCE = 5.0


def offer(call: Call, desk: Desk, decision: str) -> tuple[Button, ...]:
    """Return the button to pass a ban on, where there is anybody to pass it on to."""
    if not neighbours(desk.rulebook, desk.rulebooks, call.event.network):
        return ()
    return (Button(id=f"share:{decision}", label=words(call, desk).say("button_share")),)


async def preview(call: Call, desk: Desk) -> Reaction:
    """Say what would come of a ban in each of the other groups; nothing is done yet."""
    decision, others = await _passable(call, desk)
    book, own = words(call, desk), desk.rulebook
    states = await asyncio.gather(*(_state(other, decision, call, desk, book) for other in others))
    lines = [
        book.say("share_line", community=other.name, state=state)
        for other, state in zip(others, states, strict=True)
    ]
    told = book.say("share_one_sided")
    lines += [
        book.say("share_line", community=name, state=told)
        for name in one_sided(own, desk.rulebooks)
    ]
    who = person(decision.subject.name) if decision.subject else ""
    confirm = Button(id=f"shareall:{decision.id}", label=book.say("button_share_all"))
    return Reaction(
        answer="\n".join([book.say("share_head", who=who), *lines]),
        buttons=(confirm,),
    )


async def pass_on(call: Call, desk: Desk) -> Reaction:
    """Pass a ban on to the other groups, each of which goes by its own rulebook."""
    decision, others = await _passable(call, desk)
    passing = Passing(own=desk.rulebook, decision=decision, by=call.actor.name, now=call.now)
    who = person(decision.subject.name) if decision.subject else ""
    groups = ", ".join(other.name for other in others)
    return Reaction(
        answer=words(call, desk).say("share_done", who=who, groups=groups),
        timers=passing.share(others),
    )


def lift_elsewhere(call: Call, desk: Desk, decision: Decision) -> tuple[Timer, ...]:
    """Return what lifts a ban in the other groups, where it was taken over there."""
    others = neighbours(desk.rulebook, desk.rulebooks, decision.network)
    passing = Passing(own=desk.rulebook, decision=decision, by=call.actor.name, now=call.now)
    return passing.lift(others)


async def lift_all_elsewhere(call: Call, desk: Desk, member: str) -> tuple[Timer, ...]:
    """Return what lifts every ban of somebody in the other groups that was passed on from here."""
    if not neighbours(desk.rulebook, desk.rulebooks, call.event.network):
        return ()
    who = person_key(call.event.network, member)
    about = await desk.store.ledger.decisions_about(desk.rulebook.id, who)
    standing = [decision for decision in about if decision.undone_at is None]
    return tuple(timer for one in standing for timer in lift_elsewhere(call, desk, one))


async def _passable(call: Call, desk: Desk) -> tuple[Decision, Sequence[Rulebook]]:
    """Return a ban in force that was decided here, and the groups that share bans with this one."""
    book = words(call, desk)
    decision = await decision_of(call, desk, str(call.arguments.get("what", call.target)))
    others = neighbours(desk.rulebook, desk.rulebooks, decision.network)
    ban = ban_of(decision)
    if decision.network != call.event.network:
        raise CommandError(book.say("error_other_network", network=decision.network))
    if ban is None:
        raise CommandError(book.say("share_no_ban", id=name_of(decision)))
    if origin := await _origin(decision, ban, desk):
        raise CommandError(book.say("share_foreign", community=origin))
    if decision.undone_at is not None or _is_over(ban, call):
        raise CommandError(book.say("share_over"))
    if not others:
        raise CommandError(book.say("share_nobody"))
    return decision, others


async def _origin(decision: Decision, ban: Ban, desk: Desk) -> str:
    """Return the group that passed a ban on to this one, empty for one that was decided here.

    Also where the team here said yes to it: what came from elsewhere goes no further.
    """
    if FROM in decision.details or decision.details.get("asked") != "do":
        return decision.details.get(FROM, "")
    who = person_key(decision.network, ban.member)
    about = await desk.store.ledger.decisions_about(desk.rulebook.id, who)
    asked = (one for one in about if FROM in one.details and one.withheld)
    return next((one.details[FROM] for one in asked), "")


def _is_over(ban: Ban, call: Call) -> bool:
    return ban.until is not None and ban.until <= call.now


async def _state(
    other: Rulebook, decision: Decision, call: Call, desk: Desk, book: Phrasebook
) -> str:
    """Return what would come of the ban in one group, in words."""
    ban = ban_of(decision)
    member = ban.member if ban is not None else ""
    if member in other.shared_bans.never:
        return book.say("share_never")
    if await _is_banned(other, person_key(decision.network, member), call, desk):
        return book.say("share_banned")
    place = other.places[decision.network]
    try:
        async with asyncio.timeout(_PATIENCE):
            found = await desk.find_member(decision.network, place, member)
    except (NetworkError, TimeoutError):
        return _what(other, book.say("share_unknown"), book)
    if found is None:
        return _what(other, book.say("share_not_there"), book)
    if found.bot or standing_of(other, found, call.now) >= Standing.TRUSTED:
        return book.say("share_team")
    return _what(other, book.say("share_there"), book)


def _what(other: Rulebook, there: str, book: Phrasebook) -> str:
    return book.say("share_bans" if other.shared_bans.at_once else "share_asks", there=there)


async def _is_banned(other: Rulebook, who: str, call: Call, desk: Desk) -> bool:
    """Return whether a ban is in force in another group."""
    bans = (
        ban_of(decision)
        for decision in await desk.store.ledger.decisions_about(other.id, who)
        if decision.undone_at is None
    )
    return any(ban is not None and not _is_over(ban, call) for ban in bans)


COMMANDS = (
    Command(
        spec=CommandSpec(
            name="share",
            help={
                "en": "Pass a ban on to your other groups; you see first what would happen there.",
                "de": "Einen Ausschluss an eure anderen Gruppen weitergeben; vorher siehst du, was "
                "dort geschähe.",
            },
            parameters=(
                parameter(
                    "what",
                    ParameterType.TEXT,
                    "a case number or a decision's id",
                    "eine Fallnummer oder die Kennung einer Entscheidung",
                ),
            ),
            right=Standing.MODERATOR,
            examples=("/share 214",),
        ),
        run=preview,
    ),
)
