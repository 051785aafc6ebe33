import re
from collections.abc import Mapping

import pytest

from bot.locale import MOMENTS, MUST_SAY, de, en
from bot.rulebook.templates import holes

Texts = Mapping[str, tuple[str, ...]]
ALL: tuple[tuple[str, Texts], ...] = (("en", en.TEXTS), ("de", de.TEXTS), ("sie", de.FORMAL))
EVERY = [
    (f"{language} {moment}", wording)
    for language, texts in ALL
    for moment, wordings in texts.items()
    for wording in wordings
]
#: What members hear in private; these have several wordings and are held to the strictest form.
NOTICES = tuple(en.notices.NOTICES)
SANCTIONS = tuple(moment for moment in MUST_SAY if moment != "appeal_refused")
#: Words of the du form, wherever they stand; a capital Du would begin a sentence.
DU = re.compile(r"\b(du|dich|dir|dein\w*)\b", re.IGNORECASE)
SIE = re.compile(r"(?<![.:?] )(?<!^)\b(Sie|Ihnen|Ihr|Ihre[mnrs]?)\b")


def _sentences(text: str) -> int:
    filled = re.sub(r"\{\w+\}", "x", text)
    return len(re.findall(r"[.?](?:\s|$)", filled))


def test_both_languages_speak_at_the_same_moments() -> None:
    assert set(en.TEXTS) == set(de.TEXTS)
    assert set(de.FORMAL) <= set(de.TEXTS)


def test_every_wording_of_a_moment_says_the_same_facts() -> None:
    for moment, facts in MOMENTS.items():
        wordings = [w for _, texts in ALL for w in texts.get(moment, ())]
        assert {frozenset(holes(wording)) for wording in wordings} == {facts}, moment


def test_texts_are_calm() -> None:
    for where, text in EVERY:
        assert "!" not in text, where
        assert "understanding" not in text, where
        assert "Verständnis" not in text, where
        assert not re.search(r"\b[A-ZÄÖÜ]{4,}\b", text), where  # nobody is shouted at
        assert not re.search(r"[\U0001F300-\U0001FAFF]", text), where


def test_texts_are_short_and_clean() -> None:
    for where, text in EVERY:
        assert _sentences(text) <= 4, where
        assert text == text.strip(), where
        assert "  " not in text, where


@pytest.mark.parametrize("moment", NOTICES)
def test_what_members_read_has_as_many_wordings_in_every_language(moment: str) -> None:
    counts = {len(texts[moment]) for _, texts in ALL if moment in texts}
    assert len(counts) == 1


@pytest.mark.parametrize("moment", SANCTIONS)
def test_every_sanction_says_why_how_long_and_how_to_appeal(moment: str) -> None:
    assert "reason" in MOMENTS[moment]
    if moment.startswith(("timeout", "ban")) and "for_good" not in moment:
        assert {"duration", "until"} <= MOMENTS[moment]
    if moment.startswith("warning"):
        assert "expires" in MOMENTS[moment]
    assert all("press Appeal" in wording for wording in en.TEXTS[moment])
    assert all("Widersprechen" in wording for wording in de.TEXTS[moment])
    assert all("Widersprechen" in wording for wording in de.FORMAL[moment])


@pytest.mark.parametrize("moment", SANCTIONS)
def test_every_sanction_says_who_decided(moment: str) -> None:
    team = moment.endswith("_team")
    for wording in en.TEXTS[moment]:
        assert bool(re.search(r"\b(we|We|us)\b", wording)) is team
        assert bool(re.search(r"\bI\b", wording)) is not team
    for wording in (*de.TEXTS[moment], *de.FORMAL[moment]):
        assert bool(re.search(r"\b([Ww]ir|uns)\b", wording)) is team
        assert bool(re.search(r"\b([Ii]ch)\b", wording)) is not team


def test_whoever_wants_sie_is_never_called_du() -> None:
    for moment in de.TEXTS:
        spoken = de.FORMAL.get(moment, de.TEXTS[moment])
        assert not [wording for wording in spoken if DU.search(wording)], moment


def test_whoever_wants_du_is_never_called_sie() -> None:
    for moment, wordings in de.TEXTS.items():
        assert not [wording for wording in wordings if SIE.search(wording)], moment


def test_the_form_with_sie_changes_only_what_addresses_somebody() -> None:
    for moment in de.FORMAL:
        assert any(DU.search(wording) for wording in de.TEXTS[moment]) or any(
            re.search(r"\b(drück|[Ee]ntschuldige|Schreib)\b", w) for w in de.TEXTS[moment]
        ), moment


def test_strikes_up_to_the_third_have_words_of_their_own() -> None:
    for number in (1, 2, 3):
        assert f"strike_{number}" in MOMENTS
