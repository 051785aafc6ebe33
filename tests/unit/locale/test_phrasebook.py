from datetime import UTC, datetime, timedelta

import pytest

from bot.locale import LANGUAGES, MOMENTS, MUST_SAY, Phrasebook

NOON = datetime(2026, 1, 5, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("after", "en", "de"),
    [
        # later today
        (timedelta(hours=3, minutes=40), "15:40 UTC", "15:40 Uhr (UTC)"),
        # another day, also where it is less than a day away
        (
            timedelta(hours=13),
            "Tuesday, 6 January, 01:00 UTC",
            "Dienstag, 6. Januar, 01:00 Uhr (UTC)",
        ),
        (
            timedelta(days=30),
            "Wednesday, 4 February, 12:00 UTC",
            "Mittwoch, 4. Februar, 12:00 Uhr (UTC)",
        ),
        # another year
        (
            -timedelta(days=5),
            "Wednesday, 31 December 2025, 12:00 UTC",
            "Mittwoch, 31. Dezember 2025, 12:00 Uhr (UTC)",
        ),
    ],
)
def test_a_moment_is_said_as_near_as_can_be(after: timedelta, en: str, de: str) -> None:
    assert Phrasebook("en").moment(NOON + after, NOON) == en
    assert Phrasebook("de").moment(NOON + after, NOON) == de


def test_numbers_and_quotation_marks_are_those_of_the_language() -> None:
    assert Phrasebook("en").decimal(0.974) == "0.97"
    assert Phrasebook("de").decimal(0.974) == "0,97"
    assert Phrasebook("en").quote("so") == "“so”"
    assert Phrasebook("de").quote("so") == "„so“"


def test_a_quotation_is_one_line_and_cut() -> None:
    assert Phrasebook().quote("a\n\n b\tc") == "“a b c”"
    assert len(Phrasebook().quote("x" * 5000)) == 202
    assert Phrasebook().quote("x" * 5000).endswith("x…”")


def test_a_span_of_time_is_said_in_the_language() -> None:
    assert Phrasebook("en").duration(5400) == "1 hour 30 minutes"
    assert Phrasebook("de").duration(5400) == "1 Stunde 30 Minuten"


def test_what_is_read_later_has_its_date() -> None:
    assert Phrasebook().dated(NOON) == "Monday, 5 January 2026, 12:00 UTC"
    assert Phrasebook("de").dated(NOON) == "Montag, 5. Januar 2026, 12:00 Uhr (UTC)"


@pytest.mark.parametrize(
    ("seconds", "said"),
    [
        (59, "59 seconds"),
        (61, "2 minutes"),  # never less than it is
        (2398, "40 minutes"),
        (5400, "1 hour 30 minutes"),
    ],
)
def test_what_remains_is_said_in_whole_minutes(seconds: int, said: str) -> None:
    assert Phrasebook().remaining(seconds) == said


def test_wordings_take_turns_by_the_number() -> None:
    said = {Phrasebook().say("removed_first", n, what="x", channel="#c") for n in range(4)}
    assert said == {"I removed x in #c.", "I took x in #c down."}


def test_the_form_of_address_is_chosen() -> None:
    du = Phrasebook("de", "du").say("your_message")
    sie = Phrasebook("de", "sie").say("your_message")
    assert (du, sie) == ("deine Nachricht", "Ihre Nachricht")


def test_a_text_without_address_is_the_same_in_both_forms() -> None:
    assert Phrasebook("de", "sie").say("button_why") == "Warum?"


def test_a_communitys_own_text_wins_in_every_language() -> None:
    own = {"nudge_removed": "Weg damit, {channel}: {reason}.\n"}
    for language in LANGUAGES:
        book = Phrasebook(language, "du", own)
        said = book.say("nudge_removed", 1, channel="#c", reason="r", what="w")
        assert said == "Weg damit, #c: r."


def test_a_language_that_is_not_spoken_falls_back_to_english() -> None:
    assert Phrasebook("fr").say("button_why") == "Why?"
    assert Phrasebook("fr").duration(60) == "1 minute"


def test_a_region_changes_nothing() -> None:
    assert Phrasebook("de-AT").say("button_why") == "Warum?"
    assert Phrasebook("de-CH").decimal(0.5) == "0,50"


def test_what_fills_a_hole_is_never_looked_at_again() -> None:
    said = Phrasebook().say("removed_first", what="{channel} {0.__class__}", channel="#c")
    assert said == "I removed {channel} {0.__class__} in #c."


def test_an_unknown_moment_is_a_mistake_of_ours() -> None:
    with pytest.raises(KeyError):
        Phrasebook().say("no such moment")


def test_what_must_be_said_names_holes_that_there_are() -> None:
    for moment, facts in MUST_SAY.items():
        assert facts <= MOMENTS[moment]
