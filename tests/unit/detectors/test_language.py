"""Which language a message is in: told where it is clear, and unknown rather than wrong."""

from pathlib import Path

import pytest

from bot.detectors import language as languages
from bot.detectors.language import (
    UNKNOWN,
    LanguageDetector,
    guess_language,
    read_model,
    tell,
    write_model,
)
from bot.detectors.text import make_text
from bot.errors import DetectorError

LANGUAGE = LanguageDetector()


@pytest.mark.parametrize(
    ("raw", "language"),
    [
        ("wie kann ich das denn zurückgeben", "de"),
        ("Hallo, wo ist meine Bestellung?", "de"),
        ("wie gehts euch so", "de"),
        ("das Update ist Müll, ihr habt alle Meldungen ignoriert", "de"),
        # without umlauts, in dialect, with English words in it
        ("koennt ihr mir bitte helfen", "de"),
        ("dat is doch nich dein Ernst", "de"),
        ("ich habe den Server upgedated und jetzt crasht der Client", "de"),
        ("how do i return this", "en"),
        ("thanks, that's what I was looking for", "en"),
        ("I was in the room", "en"),
        ("u are so funny today lmao", "en"),
        ("does apt install work for u", "en"),
        # what says nothing does not get in the way
        ("schau mal https://example.com/the/best/way/of/life an", "de"),
        ("@the_best_way kannst du mir das geben", "de"),
        # too little, or nothing at all
        ("ok", UNKNOWN),
        ("lol", UNKNOWN),
        ("haha ok gg", UNKNOWN),
        ("no", UNKNOWN),
        ("asdf 1234", UNKNOWN),
        ("42", UNKNOWN),
        ("", UNKNOWN),
        # both at once
        ("das the und and ist is", UNKNOWN),
        # other languages, in our letters and in others
        ("je ne sais pas pourquoi ça ne marche plus", UNKNOWN),
        ("no sé por qué ya no funciona", UNKNOWN),
        ("non so perché non funziona più", UNKNOWN),
        ("ik weet niet waarom dat niet meer gaat", UNKNOWN),
        ("nie wiem, co mam teraz zrobić", UNKNOWN),
        ("bunu nasıl yapacağımı bilmiyorum", UNKNOWN),
        ("привет как дела", UNKNOWN),
        ("今日はどうですか", UNKNOWN),
    ],
)
def test_a_language_is_told_only_where_it_is_clear(raw: str, language: str) -> None:
    signal = LANGUAGE.look(make_text(raw))["language"]
    assert signal.evidence == language
    assert 0 <= signal.score <= 1


async def test_it_answers_as_detectors_do() -> None:
    assert set(await LANGUAGE.score(make_text("hello"))) == LANGUAGE.names


def test_an_unclear_text_is_answered_in_the_communitys_language() -> None:
    assert guess_language("ok", "de") == "de"
    assert guess_language("how do i return this", "de") == "en"


def test_a_long_text_is_read_in_part() -> None:
    assert tell("wie kann ich das denn zurückgeben " * 2_000)[0] == "de"
    assert tell("x" * 100_000)[0] == UNKNOWN


@pytest.mark.parametrize("written", ["", "{}", "[]", '{"bits": 15, "rows": "x"}', "not json"])
def test_a_broken_model_is_refused_in_one_sentence(written: str) -> None:
    with pytest.raises(DetectorError, match="install Evenhand again"):
        read_model(written)


def test_the_model_is_small_and_reads_as_it_was_written() -> None:
    written = Path(languages.__file__).with_name("language.json").read_text(encoding="utf-8")
    assert len(written) <= 100_000
    assert write_model(read_model(written)) == written
