from datetime import UTC, date, datetime
from typing import Any

import pytest
from pydantic import ValidationError

from bot.ports import LearnedAnswer
from policies.faq.entries import FaqFile, known_entries, learned_entry

ENTRY = {"id": "hours", "question": "When are you open?", "answer": "From 9 to 17."}


def test_an_entry_has_one_language_or_several() -> None:
    file = FaqFile.model_validate(
        {
            "language": "de",
            "entries": [
                ENTRY,
                ENTRY | {"id": "english", "language": "en"},
                {
                    "id": "both",
                    "languages": {
                        "en": {"question": "Where?", "answer": "Here."},
                        "de": {"question": "Wo?", "alternates": ["Wohin?"], "answer": "Hier."},
                    },
                    "source": "help page",
                    "checked": "2026-03-01",
                    "review_by": "2027-03-01",
                    "tags": ["shop"],
                },
            ],
        }
    )
    hours, english, both = known_entries(file, "en")
    assert list(hours.wordings) == ["de"]
    assert list(english.wordings) == ["en"]
    assert both.wording("de")[1].alternates == ("Wohin?",)
    # A language that is missing falls back to the first there is, and says which that is.
    assert both.wording("fr")[0] == "en"
    assert both.checked == date(2026, 3, 1)


def test_an_entry_without_a_language_is_in_the_community_s() -> None:
    file = FaqFile.model_validate({"entries": [ENTRY]})
    assert list(next(known_entries(file, "de")).wordings) == ["de"]


def test_what_the_team_added_in_chat_is_an_entry() -> None:
    learned = LearnedAnswer(
        community="c", id="l1", question="Q?", answer="A.", language="de",
        by="lobby:mara", at=datetime(2026, 3, 2, tzinfo=UTC),
    )  # fmt: skip
    entry = learned_entry(learned)
    assert entry.wording("de")[1].answer == "A."
    assert entry.checked == date(2026, 3, 2)


@pytest.mark.parametrize(
    ("data", "says"),
    [
        ({"entries": []}, "there are no entries"),
        ({}, "Field required"),
        ({"version": 2, "entries": [ENTRY]}, "Input should be 1"),
        ({"entries": [ENTRY, ENTRY]}, "the id 'hours' is there twice"),
        ({"entries": [{"id": "x"}]}, "has no question"),
        ({"entries": [{"id": "x", "question": "Q?"}]}, "entry 'x' lacks an answer"),
        ({"entries": [{"id": "x", "answer": "A."}]}, "entry 'x' lacks a question"),
        (
            {"entries": [ENTRY | {"languages": {"en": {"question": "Q?", "answer": "A."}}}]},
            "not both",
        ),
        ({"entries": [ENTRY | {"id": "Opening Hours"}]}, "is no id; write small letters"),
        # A button's id must fit what the networks allow.
        ({"entries": [ENTRY | {"id": "x" * 33}]}, "is no id"),
        ({"entries": [ENTRY | {"checked": "March"}]}, "'March' is no day"),
        ({"entries": [ENTRY | {"checked": 2026}]}, "'2026' is no day"),
        ({"entries": [ENTRY | {"language": "german"}]}, "'german' is no language"),
        ({"entries": [ENTRY | {"answr": "x"}]}, "Extra inputs"),
    ],
)
def test_a_file_that_makes_no_sense_is_refused(data: dict[str, Any], says: str) -> None:
    with pytest.raises(ValidationError, match=says):
        FaqFile.model_validate(data)
