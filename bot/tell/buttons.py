"""The buttons under what the team reads."""

from bot.domain import AlertTeam, Button, Case, CaseStatus, Decision
from bot.locale import Phrasebook
from bot.tell.words import by_person, held_by_limit, reversible

#: What is said to be spam, or not, rather than right or wrong.
_SPAM = frozenset({"spam", "scam_link", "contact", "invite", "copies"})
_USUAL_ANSWERS = ("button_remove", "button_leave")


def alert_buttons(decision: Decision, case: Case | None, book: Phrasebook) -> tuple[Button, ...]:
    """Return the buttons of an alert: what policies add, what can be decided, undo, why, claim."""
    buttons: list[Button] = [*own_buttons(decision)]
    if case is not None:
        buttons += [*verdict_buttons(case, book), *_review_buttons(decision, case, book)]
    if _can_be_undone(decision):
        label = "button_not_spam_undo" if _is_about_spam(decision) else "button_undo"
        buttons.append(Button(id=f"undo:{decision.id}", label=book.say(label)))
    if case is not None and can_be_confirmed(decision, case):
        label = "button_spam" if _is_about_spam(decision) else "button_right"
        buttons.append(Button(id=f"right:{case.number}", label=book.say(label)))
    about = case.about if case and case.about else decision.id
    buttons.append(Button(id=f"why:{about}", label=book.say("button_why")))
    if case is not None and case.status is CaseStatus.OPEN:
        buttons += claim(case, book)
    return tuple(dict.fromkeys(buttons))


def can_be_confirmed(decision: Decision, case: Case) -> bool:
    """Return whether a person can still say that what a policy did about a message was right."""
    return (
        case.kind == "conduct"
        and not case.closed_by
        and not by_person(decision)
        and bool(decision.message)
        and _can_be_undone(decision)
    )


def own_buttons(decision: Decision) -> tuple[Button, ...]:
    """Return the buttons that policies put under the alert themselves."""
    alerts = [action for action in decision.actions if isinstance(action, AlertTeam)]
    return tuple(button for one in alerts for button in one.buttons)


def claim(case: Case, book: Phrasebook) -> tuple[Button, ...]:
    """Return the button to take a case."""
    label = book.say("button_claim")
    return (Button(id=f"claim:{case.number}", label=label, style="primary"),)


def verdict_buttons(case: Case, book: Phrasebook) -> tuple[Button, ...]:
    """Return the buttons to decide an appeal."""
    if case.kind != "appeal":
        return ()
    return (
        Button(id=f"uphold:{case.number}", label=book.say("button_uphold")),
        Button(id=f"overturn:{case.number}", label=book.say("button_overturn")),
    )


def close(case: Case, book: Phrasebook) -> tuple[Button, ...]:
    """Return the button to close a case; an appeal is decided instead."""
    if case.kind == "appeal":
        return ()
    return (Button(id=f"close:{case.number}", label=book.say("button_close")),)


def _review_buttons(decision: Decision, case: Case, book: Phrasebook) -> tuple[Button, ...]:
    """Return what a person can do where a policy only asked."""
    if case.status is CaseStatus.CLOSED:
        return ()
    carry_out: tuple[Button, ...] = ()
    if held_by_limit(decision):
        carry_out = (Button(id=f"do:{case.number}", label=book.say("button_carry_out")),)
    if case.kind != "review":
        return carry_out
    spam = _is_about_spam(decision)
    words = ("button_spam_remove", "button_not_spam_leave") if spam else _USUAL_ANSWERS
    remove = Button(id=f"remove:{case.number}", label=book.say(words[0]))
    leave = Button(id=f"close:{case.number}", label=book.say(words[1]))
    return (remove, leave) if decision.message and not carry_out else (*carry_out, leave)


def _is_about_spam(decision: Decision) -> bool:
    signals = [signal for verdict in decision.verdicts for signal in verdict.signals]
    return bool(signals) and all(signal.name in _SPAM for signal in signals)


def _can_be_undone(decision: Decision) -> bool:
    return decision.undone_at is None and any(reversible(a) for a in decision.actions)
