"""One line for the team about many accounts at once."""

from collections import Counter
from collections.abc import Sequence

from bot.domain import Button, Decision
from bot.locale import Phrasebook
from bot.tell.deeds import deeds
from bot.tell.words import SEPARATOR, channel_name, describe_all, person, rule_of

_MOST_NAMED = 3


def wave_line(
    decisions: Sequence[Decision], line: str, book: Phrasebook
) -> tuple[str, tuple[Button, ...]]:
    """Return what is told of a wave, and its buttons.

    `decisions` are its, oldest first; `line` is the one whose alert tells of all.
    """
    names = list(dict.fromkeys(one.subject.name for one in decisions if one.subject))
    accounts = {one.subject.id for one in decisions if one.subject}
    numbers = [one.case for one in decisions if one.case]
    last = decisions[-1]
    parts = [
        book.say("wave_cases", first=str(min(numbers)), last=str(max(numbers))),
        book.say("wave_accounts", count=str(len(accounts))),
        _named(names, len(accounts), book),
        ", ".join(dict.fromkeys(channel_name(one) for one in decisions if one.channel)),
        *_done(decisions, book),
        *dict.fromkeys(book.unlinked(verdict.reason) for verdict in last.verdicts),
        rule_of(last, book),
    ]
    text = "\n".join([SEPARATOR.join(part for part in parts if part), _state(decisions, book)])
    return text, _buttons(decisions, line, book)


def _named(names: Sequence[str], accounts: int, book: Phrasebook) -> str:
    shown = ", ".join(person(name) for name in names[:_MOST_NAMED])
    others = accounts - len(names[:_MOST_NAMED])
    return book.say("wave_others", count=str(others), names=shown) if others > 0 else shown


def _done(decisions: Sequence[Decision], book: Phrasebook) -> list[str]:
    """Return what was done, and how often where that differs."""
    counts = Counter(describe_all(deeds(one), book) for one in decisions)
    counts.pop("", None)
    if len(counts) == 1:
        return list(counts)
    return [f"{count} × {what}" for what, count in counts.most_common()]


def _state(decisions: Sequence[Decision], book: Phrasebook) -> str:
    undone = [one for one in decisions if one.undone_at is not None]
    if not undone:
        return book.say("wave_grows")
    if len(undone) < len(decisions):
        return book.say("wave_undone_partly", count=str(len(undone)))
    who = ", ".join(dict.fromkeys(person(one.undone_by) for one in undone))
    return book.say("undone_by", who=who)


def _buttons(decisions: Sequence[Decision], line: str, book: Phrasebook) -> tuple[Button, ...]:
    why = Button(id=f"why:{line}", label=book.say("button_why"))
    if all(one.undone_at is not None for one in decisions):
        return (why,)
    return (Button(id=f"undoall:{line}", label=book.say("button_undo_all")), why)
