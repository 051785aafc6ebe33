"""What came of a decision stands in its alert: what was done, what was not, and why."""

from collections.abc import Sequence

import pytest

from bot.domain import (
    Action,
    AlertTeam,
    CaseStatus,
    DeleteMessage,
    LockChannel,
    OpenCase,
    Outcome,
    OutcomeState,
    PurgeMessages,
    Reply,
    SendDirect,
    SlowMode,
    Timeout,
)
from bot.tell import alert, failure
from tests.unit.tell.told import BOOK, DE, DELETE, EN, HOUR, a_case, an_order, decided

DONE = Outcome(state=OutcomeState.DONE)


REFUSED, FAILED, IN_DOUBT = OutcomeState.REFUSED, OutcomeState.FAILED, OutcomeState.IN_DOUBT


@pytest.mark.parametrize(
    ("action", "outcome", "said"),
    [
        (
            Timeout(member="kim", seconds=3600),
            Outcome(
                state=OutcomeState.REFUSED,
                detail='their role "Helper" stands above mine; move mine up in the settings',
            ),
            'I can\'t do this: timed out for 1 hour (@kim). Their role "Helper" stands above '
            "mine; move mine up in the settings. Nothing was changed.",
        ),
        (
            DeleteMessage(channel="general", message="m1", member="kim"),
            Outcome(state=OutcomeState.FAILED, detail="the network is away"),
            "I tried 6 times and did not get through: message removed (@kim in #general). The "
            "network is away. Nothing was changed; do it by hand, or give the command again "
            "later.",
        ),
        (
            Reply(channel="general", text="hi"),
            Outcome(state=OutcomeState.IN_DOUBT),
            "I don't know whether this took place: said in #general. Please look; I do not repeat "
            "it on my own.",
        ),
        (
            LockChannel(channel="general"),
            Outcome(state=OutcomeState.REFUSED, detail="no right to do so."),
            "I can't do this: #general locked. No right to do so. Nothing was changed.",
        ),
    ],
)
def test_a_failure_says_what_where_and_what_now(
    action: Action, outcome: Outcome, said: str
) -> None:
    assert failure(an_order(action, 5, state="failed"), outcome, EN) == said


@pytest.mark.parametrize(
    ("kind", "own", "done", "said"),
    [
        # a question asked within a flood: both are told
        (
            "question",
            "",
            (DELETE, PurgeMessages(channel="help", messages=("m2", "m3"))),
            "#214 · question · 3 messages removed · @Kim in #help · “how?” · first time",
        ),
        # with words of a policy's own
        (
            "question",
            "asked before",
            (DELETE,),
            "#214 · question · asked before · message removed · @Kim in #help · “how?”",
        ),
        # a limit let one deed through and held another back
        ("review", "", (DELETE,), "#214 · please decide · message removed · @Kim in #help"),
        # words alone are no deed
        ("question", "", (Reply(channel="help", text="hi"),), "#214 · question · @Kim in #help"),
    ],
)
def test_an_alert_hides_no_deed_behind_a_matter(
    kind: str, own: str, done: tuple[Action, ...], said: str
) -> None:
    case = a_case(kind=kind, title="how?", channel="help", status=CaseStatus.OPEN)
    decision = decided(*done, OpenCase(kind=kind), AlertTeam(text=own))
    assert alert(decision, case, BOOK, EN)[0].startswith(said)


def test_an_alert_of_the_houses_own_hides_no_deed() -> None:
    slow = SlowMode(channel="general", seconds=30)
    decision = decided(slow, AlertTeam(text="a wave"), subject=None, case=None)
    text, _ = alert(decision, None, BOOK, EN)
    assert text.startswith("a wave · slow mode, one message in 30 seconds · #general · ")


@pytest.mark.parametrize(
    ("outcomes", "said"),
    [
        # the gate or the network said no to one of two
        (
            ((DELETE, DONE), (HOUR, Outcome(state=REFUSED, detail="Mine is below theirs."))),
            "#214 · message removed · @Kim in #general · first time · toxicity 0.97 (“idiots”) · "
            "rule “No insults” · could not be done: timed out for 1 hour (Mine is below theirs)",
        ),
        # to both
        (
            ((DELETE, Outcome(state=REFUSED, detail="no")), (HOUR, Outcome(state=REFUSED))),
            "#214 · nothing done · @Kim in #general · first time · toxicity 0.97 (“idiots”) · "
            "rule “No insults” · could not be done: message removed (no) · "
            "could not be done: timed out for 1 hour (refused)",
        ),
        # it is still tried
        (
            ((DELETE, DONE), (HOUR, Outcome(state=FAILED, detail="the network is away"))),
            "#214 · message removed · @Kim in #general · first time · toxicity 0.97 (“idiots”) · "
            "rule “No insults” · not done yet: timed out for 1 hour (the network is away)",
        ),
        # nobody knows
        (
            ((DELETE, Outcome(state=IN_DOUBT)), (HOUR, DONE)),
            "#214 · timed out for 1 hour · @Kim in #general · first time · toxicity 0.97 "
            "(“idiots”) · rule “No insults” · in doubt: message removed",
        ),
        # the member could not be told
        (
            (
                (DELETE, DONE),
                (HOUR, DONE),
                (SendDirect(member="u1", text="."), Outcome(state=REFUSED, detail="doors shut")),
            ),
            "#214 · message removed, timed out for 1 hour · @Kim in #general · first time · "
            "toxicity 0.97 (“idiots”) · rule “No insults” · could not be done: told in private "
            "(doors shut)",
        ),
        # there was nothing to tell them
        (
            (
                (DELETE, Outcome(state=REFUSED, detail="no")),
                (HOUR, Outcome(state=REFUSED, detail="no")),
                (SendDirect(member="u1", text="."), Outcome(state=REFUSED, detail="not done")),
            ),
            "#214 · nothing done · @Kim in #general · first time · toxicity 0.97 (“idiots”) · "
            "rule “No insults” · could not be done: message removed (no) · "
            "could not be done: timed out for 1 hour (no)",
        ),
    ],
)
def test_an_alert_says_what_was_done_and_what_was_not(
    outcomes: Sequence[tuple[Action, Outcome]], said: str
) -> None:
    known = tuple((an_order(action), outcome) for action, outcome in outcomes)
    assert alert(decided(DELETE, HOUR), a_case(), BOOK, EN, known)[0] == said


def test_an_alert_says_in_german_what_was_not_done() -> None:
    known = (
        (an_order(DELETE), Outcome(state=FAILED, detail="das Netz ist weg")),
        (an_order(HOUR), Outcome(state=REFUSED, detail="kein Recht")),
    )
    text, _ = alert(decided(DELETE, HOUR), a_case(), BOOK, DE, known)
    assert text.endswith(
        "noch nicht: Nachricht entfernt (das Netz ist weg) · "
        "ging nicht: Auszeit für 1 Stunde (kein Recht)"
    )
