"""Why something was done, in full, for members and for the team."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain import (
    Action,
    AddRole,
    Answer,
    Ban,
    Outcome,
    OutcomeState,
    Signal,
    Silence,
    SlowMode,
    Warn,
    Withheld,
)
from bot.grounds import NO_PATTERN, OBSERVED, PAUSED, over_limit
from bot.locale import Phrasebook
from bot.tell import alert, explain, statement
from tests.unit.tell.told import (
    BOOK,
    DE,
    DELETE,
    EN,
    HOUR,
    NOON,
    VERDICT,
    a_case,
    an_order,
    by_mara,
    decided,
)

#: When the member reads it.
SOON = NOON + timedelta(minutes=20)


def test_a_statement_of_reasons_has_all_its_points() -> None:
    decision = decided(DELETE, HOUR, until=NOON + timedelta(hours=1), redress="Appeal here.")
    assert statement(decision, EN, SOON).splitlines() == [
        "What: message removed, timed out for 1 hour, in #general, on Monday, 5 January "
        "2026, 12:00 UTC.",
        "On what ground: rule “No insults”.",
        "What was noticed: it reads as an insult.",
        "Where: “idiots”",
        "Noticed and decided by the bot on its own, under “Keep insults out”.",
        "Until: 13:00 UTC, in 40 minutes.",
        "Appeal here.",
    ]


def test_a_statement_says_when_it_is_over() -> None:
    decision = decided(HOUR, until=NOON + timedelta(hours=1))
    later = NOON + timedelta(days=1)
    lines = statement(decision, DE, later).splitlines()
    assert lines[0].endswith("am Montag, 5. Januar 2026, 12:00 Uhr (UTC).")
    assert "Bis: Montag, 5. Januar, 13:00 Uhr (UTC); das ist vorbei." in lines
    assert "Bis: 13:00 Uhr (UTC), noch 40 Minuten." in statement(decision, DE, SOON)


def test_a_statement_says_when_a_person_decided() -> None:
    said = statement(by_mara(Warn(member="u1")), EN, SOON)
    assert "Decided by a person of the team." in said
    assert "Mara" not in said
    half = replace(by_mara(Warn(member="u1")), automated_detection=True)
    assert "Noticed by the bot, decided by a person of the team." in statement(half, EN, SOON)


def test_a_statement_about_what_was_undone_says_so() -> None:
    said = statement(decided(DELETE, undone_at=NOON, undone_by="Tom"), EN, SOON)
    assert said.endswith("It was taken back on 2026-01-05.")


UNSCORED = [
    (EN, "  toxicity 0.72, not scored by the model", "0.72, not scored by the model"),
    (DE, "  Toxizität 0,72, nicht vom Modell bewertet", "0,72, nicht vom Modell bewertet"),
]


@pytest.mark.parametrize(("book", "line", "told"), UNSCORED)
def test_a_score_that_a_model_was_to_give_is_told_to_be_missing(
    book: Phrasebook, line: str, told: str
) -> None:
    signal = Signal(name="toxicity", score=0.72, unscored=True)
    decision = decided(DELETE, verdicts=(replace(VERDICT, signals=(signal,)),))
    assert line in explain(decision, (), book).splitlines()
    text, _ = alert(decision, a_case(), BOOK, book)
    assert told in text


def test_a_second_look_is_told() -> None:
    late = decided(DELETE, details={"late": "12"})
    assert "Judged again: a score came 12 seconds after the message" in explain(late)
    told = "Noch einmal beurteilt: Eine Bewertung kam 12 Sekunden nach der Nachricht"
    assert told in explain(late, (), DE)


def test_an_explanation_shows_everything() -> None:
    decision = decided(
        DELETE,
        HOUR,
        withheld=(Withheld(action=Ban(member="u1"), because="limit bans_per_day"),),
        silent=(Silence(policy="Flood", because="2 messages of 6"),),
        details={"text": "you idiots"},
        undone_at=NOON,
        undone_by="Tom",
    )
    orders = (
        (an_order(DELETE), Outcome(state=OutcomeState.DONE, detail="already gone")),
        (an_order(HOUR), Outcome(state=OutcomeState.IN_DOUBT, detail="no answer in time")),
        (an_order(AddRole(member="u1", role="muted")), None),
    )
    assert explain(decision, orders).splitlines() == [
        "#214, d1: @Kim in #general, 2026-01-05, 12:00 UTC",
        "Decided by the policy “Keep insults out”, on its own",
        "Message: “you idiots”",
        "It was the first time",
        "Taken back by @Tom, 2026-01-05, 12:00 UTC",
        "Policy “Keep insults out” (enforce): it reads as an insult",
        "  toxicity 0.97 (“idiots”)",
        "Decided: message removed",
        "Decided: timed out for 1 hour",
        "Held back: banned, no end set (limit bans_per_day)",
        "Carried out: message removed: done (already gone)",
        "Carried out: timed out for 1 hour: in doubt (no answer in time)",
        "Carried out: given the role “muted”: waiting",
        "Kept silent: “Flood” (2 messages of 6)",
        "Policy file abcdef012345",
    ]


def test_an_explanation_leaves_out_what_says_nothing() -> None:
    counted = replace(VERDICT, signals=(Signal(name="flood_same", score=1.0),))
    surely = replace(VERDICT, signals=(Signal(name="toxicity", score=1.0),))
    answer = Answer(member="m1", channel="general", text="done")
    done = Outcome(state=OutcomeState.DONE)
    said = explain(decided(DELETE, verdict=counted), ((an_order(answer), done),))
    assert "flood_same" not in said
    assert "answered the command" not in said
    assert "  toxicity 1.00" in explain(decided(DELETE, verdict=surely))


def test_an_explanation_of_nothing_done_says_so() -> None:
    assert "Decided: nothing done" in explain(decided())


@pytest.mark.parametrize(
    ("action", "said"),
    [
        (SlowMode(channel="c", seconds=0), "slow mode lifted"),
        (SlowMode(channel="c", seconds=30), "slow mode, one message in 30 seconds"),
    ],
)
def test_slow_mode_is_described_by_its_pace(action: Action, said: str) -> None:
    assert f"Decided: {said}" in explain(decided(action))


def test_a_german_team_reads_grounds_in_german() -> None:
    decision = decided(
        DELETE,
        withheld=(
            Withheld(action=HOUR, because=over_limit("timeouts_per_day", 20)),
            Withheld(action=DELETE, because=OBSERVED),
        ),
        silent=(
            Silence(policy="Flut", because=PAUSED),
            Silence(policy="Wörter", because=NO_PATTERN),
            Silence(policy="Eigene", because="was sie selbst sagt"),
        ),
    )
    assert explain(decision, (), DE).splitlines()[-6:-1] == [
        "Zurückgehalten: Auszeit für 1 Stunde (Grenze timeouts_per_day (20) ist erreicht)",
        "Zurückgehalten: Nachricht entfernt (die Regel beobachtet nur)",
        "Geschwiegen hat: „Flut“ (angehalten)",
        "Geschwiegen hat: „Wörter“ (keines ihrer Muster kommt vor)",
        "Geschwiegen hat: „Eigene“ (was sie selbst sagt)",
    ]
    assert alert(decision, a_case(), BOOK, DE)[0].endswith(
        "unterblieben: Auszeit für 1 Stunde (Grenze timeouts_per_day (20) ist erreicht)"
    )
