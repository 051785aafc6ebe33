"""The buttons under what the team reads."""

from bot.domain import AlertTeam, Button, Case, CaseStatus, Decision
from bot.locale import Phrasebook
from bot.tell.words import held_by_limit, reversible


def alert_buttons(decision: Decision, case: Case | None, book: Phrasebook) -> tuple[Button, ...]:
    """Return the buttons of an alert: what policies add, what can be decided, undo, why, claim."""
    buttons: list[Button] = [*own_buttons(decision)]
    if case is not None:
        buttons += [*verdict_buttons(case, book), *_review_buttons(decision, case, book)]
    if _can_be_undone(decision):
        buttons.append(Button(id=f"undo:{decision.id}", label=book.say("button_undo")))
    about = case.about if case and case.about else decision.id
    buttons.append(Button(id=f"why:{about}", label=book.say("button_why")))
    if case is not None and case.status is CaseStatus.OPEN:
        buttons += claim(case, book)
    return tuple(dict.fromkeys(buttons))


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
    remove = Button(id=f"remove:{case.number}", label=book.say("button_remove"))
    leave = Button(id=f"close:{case.number}", label=book.say("button_leave"))
    return (remove, leave) if decision.message and not carry_out else (*carry_out, leave)


def _can_be_undone(decision: Decision) -> bool:
    return decision.undone_at is None and any(reversible(a) for a in decision.actions)
