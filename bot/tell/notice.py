"""The one private message that a decision leads to, whatever it is made up of."""

from collections.abc import Mapping
from datetime import timedelta

from bot.domain import (
    SANCTIONS,
    Action,
    Ban,
    Button,
    Decision,
    DeleteMessage,
    Kick,
    Nudge,
    PurgeMessages,
    SendDirect,
    Timeout,
    Untimeout,
    Warn,
)
from bot.locale import Phrasebook
from bot.rulebook.book import Rulebook
from bot.rulebook.templates import TemplateError, fill, holes
from bot.tell.words import by_person, channel_name, person, reason_of, told_facts, told_rule

#: From the harshest down: the first that a decision holds gives the message its words.
_BY_WEIGHT: tuple[type[Action], ...] = (
    Ban,
    Kick,
    Timeout,
    Warn,
    Nudge,
    DeleteMessage,
    PurgeMessages,
    Untimeout,
)
_MOMENTS: Mapping[type[Action], str] = {
    Kick: "kick",
    Timeout: "timeout",
    Warn: "warning",
    Nudge: "nudge",
    DeleteMessage: "removed",
    PurgeMessages: "removed",
    Untimeout: "timeout_lifted",
}


def notice(
    decision: Decision, rulebook: Rulebook, phrasebook: Phrasebook, *, own_words: bool = True
) -> tuple[str, tuple[Button, ...]] | None:
    """Return the text and buttons for the decision's subject, None where there is nothing to say.

    A decision that speaks to its subject in words of its own is left alone. `own_words` is whether
    those of the policy file may be said.
    """
    subject = decision.subject
    if subject is None or _speaks_for_itself(decision):
        return None
    heaviest = _heaviest(decision)
    if heaviest is None:
        return None
    values = _values(decision, heaviest, rulebook, phrasebook)
    text = _own_words(decision, heaviest, values, phrasebook) if own_words else ""
    text = text or _words(decision, heaviest, phrasebook, values)
    if isinstance(heaviest, Untimeout):
        why = decision.facts.rstrip(".")
        return f"{text} {phrasebook.say('because', reason=why)}" if why else text, ()
    return text, _buttons(decision, heaviest, phrasebook)


def _speaks_for_itself(decision: Decision) -> bool:
    subject = decision.subject.id if decision.subject else ""
    return any(isinstance(a, SendDirect) and a.member == subject for a in decision.actions)


def _heaviest(decision: Decision) -> Action | None:
    for kind in _BY_WEIGHT:
        for action in decision.actions:
            if type(action) is kind:
                return action
    return None


def _own_words(
    decision: Decision, action: Action, values: Mapping[str, str], book: Phrasebook
) -> str:
    """Return the words that the policy file gives, with the facts that they leave out.

    The action's own words come first, else the first `say` that is enforced. Empty where there
    are none, or where they have a hole that a private message cannot fill.
    """
    own = action.text if isinstance(action, Nudge | Warn) else ""
    said = own or next((v.say for v in decision.verdicts if v.say and v.mode == decision.mode), "")
    named = any(verdict.rule for verdict in decision.verdicts)
    reason = values["reason"] if named else told_facts(decision) or values["reason"]
    try:
        text = fill(said, {**values, "reason": reason}).strip()
    except TemplateError:
        return ""
    if not text or not isinstance(action, SANCTIONS):
        return text
    left_out = book.say(_fact(action), **values) if _needs(action, said) else ""
    return " ".join(part for part in (text, left_out, book.say("after_all")) if part)


def _needs(action: Action, said: str) -> bool:
    """Return whether a text leaves out what the action means for the member."""
    lasting = isinstance(action, Timeout | Ban) and action.seconds is not None
    return not lasting or not {"duration", "until"} & set(holes(said))


def _fact(action: Action) -> str:
    if isinstance(action, Ban) and action.seconds is None:
        return "after_ban_for_good"
    if isinstance(action, Timeout) and action.away:
        return "after_timeout_away"
    return {Warn: "after_warning", Timeout: "after_timeout", Kick: "after_kick"}.get(
        type(action), "after_ban"
    )


def _words(decision: Decision, action: Action, book: Phrasebook, values: Mapping[str, str]) -> str:
    number = decision.case or 0
    removed = _removed(decision) > 0
    text = book.say(_moment(decision, action, removed=removed), number, **values)
    if removed and isinstance(action, Ban | Kick):
        return f"{book.say('removed_first', number, **values)} {text}"
    return text


def _removed(decision: Decision) -> int:
    """Return how many messages were taken down."""
    single = sum(isinstance(a, DeleteMessage) for a in decision.actions)
    return single + sum(len(a.messages) for a in decision.actions if isinstance(a, PurgeMessages))


def _moment(decision: Decision, action: Action, *, removed: bool) -> str:
    if isinstance(action, Ban):
        name = "ban" if action.seconds is not None else "ban_for_good"
        return f"{name}_team" if by_person(decision) else name
    name = _MOMENTS[type(action)]
    if isinstance(action, Timeout) and action.away:
        name = "timeout_away"
    if by_person(decision) and name != "nudge" and name != "timeout_lifted":
        return f"{name}_team"
    if removed and isinstance(action, Timeout | Warn | Nudge):
        return f"{name}_removed"
    return name


def _values(
    decision: Decision, action: Action, rulebook: Rulebook, book: Phrasebook
) -> dict[str, str]:
    seconds = action.seconds if isinstance(action, Timeout | Ban) else None
    until = decision.until
    if until is None and seconds is not None:
        until = decision.at + timedelta(seconds=seconds)
    rule = told_rule(decision) if not by_person(decision) else ""
    removed = _removed(decision)
    return {
        "member": person(decision.subject.name if decision.subject else ""),
        "channel": _where(decision, book) if decision.channel else rulebook.name,
        "what": book.say("your_messages" if removed > 1 else "your_message", count=str(removed)),
        "community": rulebook.name,
        "reason": reason_of(decision, book),
        "duration": book.duration(seconds) if seconds is not None else "",
        "until": book.moment(until, decision.at) if until is not None else "",
        "rules_url": rulebook.rules_url,
        "rule": rule or reason_of(decision, book),
        "expires": _expires(decision, book),
    }


def _where(decision: Decision, book: Phrasebook) -> str:
    """Return where it happened; messages may have been taken down in other channels too."""
    here = channel_name(decision)
    removed = (a for a in decision.actions if isinstance(a, DeleteMessage | PurgeMessages))
    if all(action.channel == decision.channel for action in removed):
        return here
    return book.say("here_and_elsewhere", channel=here)


def _expires(decision: Decision, book: Phrasebook) -> str:
    spans = [v.forget_after.total_seconds() for v in decision.verdicts if v.forget_after]
    if decision.details.get("forget_after"):
        spans.append(float(decision.details["forget_after"]))
    if not spans:
        return book.say("expires_now")
    return book.say("expires", duration=book.duration(max(spans)))


def _buttons(decision: Decision, action: Action, book: Phrasebook) -> tuple[Button, ...]:
    why = Button(id=f"why:{decision.id}", label=book.say("button_why"))
    if isinstance(action, Nudge) and not _removed(decision):
        return (why,)
    return (why, Button(id=f"appeal:{decision.id}", label=book.say("button_appeal")))
