import pytest

from policies.faq.entries import known_entries
from policies.faq.index import Index, codes, pieces
from tests.unit.policies.faqs import faq_file

INDEX = Index(known_entries(faq_file(), "en"))


@pytest.mark.parametrize(
    ("question", "entry", "language"),
    [
        ("can I cancel my order", "cancel", "en"),
        ("I would like to cancel the order from this morning", "cancel", "en"),
        ("kann man Bestellungen stornieren?", "cancel", "de"),
        # A compound shares pieces with its parts.
        ("Bestellungsstornierung möglich?", "cancel", "de"),
        ("Versandkosten?", "shipping", "de"),
        ("how do I get rid of limescale", "descale", "en"),
        # Typing in a hurry.
        ("wie entkalkt man den wasserkochr", "descale", "de"),
    ],
)
def test_the_entry_that_is_meant_comes_first(question: str, entry: str, language: str) -> None:
    best = INDEX.search(question)[0]
    assert (best.entry.id, best.language) == (entry, language)


def test_who_puts_the_question_as_it_stands_is_surely_understood() -> None:
    assert INDEX.search("Can I cancel my order?")[0].confidence > 0.95


def test_a_code_decides_between_entries_that_are_alike() -> None:
    assert INDEX.search("my kettle shows E5")[0].entry.id == "error-e5"
    assert INDEX.search("E2??")[0].entry.id == "error-e2"
    # A code that no entry knows (an order's number) decides nothing.
    assert INDEX.search("cancel my order AB-1234")[0].entry.id == "cancel"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Error E21 on my K-200", {"e21", "k-200"}),
        ("/refund me 100 euros by 2026", {"/refund"}),
        ("no codes in here, and/or there", set()),
    ],
)
def test_codes_are_known_by_their_look(text: str, found: set[str]) -> None:
    assert codes(text) == found


def test_confidence_falls_with_each_place_and_stays_between_0_and_1() -> None:
    found = INDEX.search("what does the display show?", limit=6)
    scores = [one.confidence for one in found]
    assert scores == sorted(scores, reverse=True)
    assert all(0.0 <= score <= 1.0 for score in scores)


def test_nothing_in_common_is_nothing_found() -> None:
    assert INDEX.search("xyzzy qqq") == []
    assert INDEX.search("") == []
    assert INDEX.search("https://kettle.example/descale") == []


def test_what_is_off_topic_is_not_sure() -> None:
    for text in ("who won the match last night?", "Wer hat gestern gewonnen?", "lovely weather"):
        found = INDEX.search(text)
        assert not found or found[0].confidence < 0.3, text


def test_a_very_long_text_is_cut_and_nothing_breaks() -> None:
    assert INDEX.search("cancel my order " * 50_000)[0].entry.id == "cancel"


def test_words_are_cut_into_pieces_and_short_ones_stay_whole() -> None:
    assert set(pieces("Öl")) == {" öl", "öl ", " öl "}
    assert pieces("a a") == {" a ": 2}


def test_an_entry_is_found_by_its_id() -> None:
    entry = INDEX.get("cancel")
    assert entry is not None
    assert entry.id == "cancel"
    assert INDEX.get("nope") is None


def test_one_entry_alone_can_be_found() -> None:
    alone = Index(list(known_entries(faq_file(), "en"))[:1])
    assert alone.search("cancel my order")[0].entry.id == "cancel"
