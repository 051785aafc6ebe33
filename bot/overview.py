"""How things stand for one person: the rules, what concerns them, and for the team what waits."""

from datetime import datetime

from bot.commands.desk import Desk
from bot.commands.lines import case_line
from bot.commands.numbers import RESTRICTIONS, restricts
from bot.commands.people import APPEAL_WITHIN
from bot.domain import Button, Case, CaseStatus, Decision, Member, person_key
from bot.locale import Phrasebook
from bot.ports import Listed, Overview
from bot.tell import describe_all, kind_name, standing_card

MOST_OWN, MOST_QUEUED = 5, 15
#: Who is reported, and who objects, leaves the matter to somebody else.
_FOR_OTHERS = ("report", "appeal")


async def overview(
    desk: Desk, network: str, member: Member, language: str, now: datetime
) -> Overview:
    """Return what a page of somebody's own shows; raises StoreError."""
    rulebook = desk.rulebook
    book = Phrasebook(language or rulebook.language, rulebook.address, rulebook.texts)
    key = person_key(network, member.id)
    staff = desk.standing(member).is_staff
    queue, more = await _queue(desk, key, book) if staff else ((), 0)
    return Overview(
        rules=tuple(rulebook.rules),
        rules_url=rulebook.rules_url,
        questions=await _questions(desk, key, book),
        matters=await _matters(desk, key, book, now),
        queue=queue,
        more=more,
    )


async def _questions(desk: Desk, key: str, book: Phrasebook) -> tuple[Listed, ...]:
    cases = await desk.store.casebook.cases(
        desk.rulebook.id, kind="question", subject=key, limit=MOST_OWN * 4
    )
    waiting = [case for case in cases if case.status is not CaseStatus.CLOSED]
    return tuple(Listed(text=_own_line(case, book)) for case in waiting[:MOST_OWN])


async def _matters(desk: Desk, key: str, book: Phrasebook, now: datetime) -> tuple[Listed, ...]:
    """Return what was decided about somebody, each with what became of their objection."""
    decisions = await desk.store.ledger.decisions_about(desk.rulebook.id, key, limit=MOST_OWN * 4)
    found = [decision for decision in decisions if restricts(decision)][:MOST_OWN]
    return tuple([await _matter(desk, decision, book, now) for decision in found])


async def _matter(desk: Desk, decision: Decision, book: Phrasebook, now: datetime) -> Listed:
    appeals = await desk.store.casebook.cases(
        desk.rulebook.id, kind="appeal", about=decision.id, limit=1
    )
    restricted = (one for one in decision.actions if isinstance(one, RESTRICTIONS))
    parts = [book.dated(decision.at), describe_all(restricted, book)]
    if decision.undone_at is not None:
        parts.append(book.say("statement_undone", when=book.date(decision.undone_at)))
    parts += [_own_line(appeal, book) for appeal in appeals]
    buttons = [Button(id=f"why:{decision.id}", label=book.say("button_why"))]
    open_still = now - decision.at <= APPEAL_WITHIN
    if not appeals and decision.undone_at is None and open_still:
        buttons.append(Button(id=f"appeal:{decision.id}", label=book.say("button_appeal")))
    return Listed(text=" · ".join(part for part in parts if part), buttons=tuple(buttons))


def _own_line(case: Case, book: Phrasebook) -> str:
    """Return a case as whoever it belongs to reads it: not who of the team has it."""
    parts = [
        f"#{case.number}",
        kind_name(case.kind, book),
        book.say(f"status_{case.status.value}"),
        book.quote(case.title, 80) if case.title else "",
        case.resolution if case.status is CaseStatus.CLOSED else "",
    ]
    return " · ".join(part for part in parts if part)


async def _queue(desk: Desk, key: str, book: Phrasebook) -> tuple[tuple[Listed, ...], int]:
    """Return what waits for the team, but for what somebody must leave to the others."""
    casebook, community = desk.store.casebook, desk.rulebook.id
    found: list[Case] = []
    for status in (CaseStatus.OPEN, CaseStatus.CLAIMED):
        found += await casebook.cases(community, status=status, limit=200)
    theirs = [case for case in found if case.kind not in _FOR_OTHERS or case.subject != key]
    shown = [standing_card(case_line(case, book), case, book) for case in theirs[:MOST_QUEUED]]
    listed = tuple(Listed(text=text.splitlines()[0], buttons=buttons) for text, buttons in shown)
    return listed, max(0, len(theirs) - MOST_QUEUED)
