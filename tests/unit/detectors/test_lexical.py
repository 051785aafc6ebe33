"""Attacks on people are abuse; criticism, quotation and swearing at a thing are not."""

from collections.abc import Coroutine
from typing import cast

import pytest

from bot.detectors import builtin
from bot.detectors.lexical import LexicalDetector
from bot.detectors.lexicon import load, read
from bot.detectors.text import make_text
from bot.domain import Signal

#: From here on a starter policy acts.
ACTS = 0.90
LEXICAL = LexicalDetector()


def signals(raw: str) -> dict[str, Signal]:
    return dict(LEXICAL.look(make_text(raw)))


@pytest.mark.parametrize(
    "raw",
    [
        # English, in the words of people
        "you are all idiots",
        "you're such a pathetic loser and a moron",
        "u r a fucking retard",
        "You dumb piece of shit",
        "fuck you",
        "@bob fuck off already",
        "piss off",
        "shut the fuck up",
        "kys",
        "go kill yourself",
        "I know where you live",
        "I will fucking kill you",
        "someone should shoot you",
        "nobody likes you",
        "your mom is a whore",
        "suck my dick",
        # German, du and ihr, with and without the sharp s
        "ihr seid alle Idioten",
        "du bist so ein Idiot",
        "Was bist du denn für ein Vollpfosten",
        "halt die Fresse",
        "Halt doch einfach deine dumme Fresse",
        "verpiss dich",
        "VERPISST EUCH ENDLICH",
        "fick dich du Hurensohn",
        "geh sterben",
        "ich bring dich um",
        "ich weiss wo du wohnst",
        "ich weiß, wo du wohnst",
        "du dummes Arschloch",
        "ihr gehört alle vergast",
        # groups
        "all muslims are terrorists",
        "kill all jews",
        "Juden sind Ungeziefer",
        "ich hasse Schwule",
        # disguised
        "y0u 4re 4ll 1d10ts",
        "you are all i d i o t s",
        "y o u  a r e  a l l  i d i o t s",
        "yоu аre аll іdіоts",
        "ｙｏｕ ａｒｅ ａｌｌ ｉｄｉｏｔｓ",
        "you are all id\u200bi\u200bots",
        "you are all idiooooots",
        "halt die Fr\u00adesse",
        "f i c k  d i c h",
    ],
)
def test_an_attack_on_people_is_acted_on(raw: str) -> None:
    assert signals(raw)["toxicity"].score >= ACTS


@pytest.mark.parametrize(
    "raw",
    [
        # criticism of the product and of the team, from calm to angry
        "This update is terrible, I want a refund",
        "das Update ist Müll, ihr habt alle Meldungen ignoriert",
        "your support is useless and I will cancel today",
        "How dumb is this design? Three clicks to log out!",
        "What a stupid bug, who tested this",
        "Der Support ist eine Katastrophe, nie wieder",
        "So ein dummer Fehler, und das seit drei Wochen",
        "Ihr habt es schon wieder kaputt gemacht, unfassbar",
        "I hate this app so much",
        "ich hasse dieses Update",
        # swearing at a thing or at luck
        "fuck this shit, it crashed again",
        "Scheiße, schon wieder abgestürzt",
        "what the fuck you can't even log in",
        "so eine verdammte Kacke hier",
        # negation, quotation, report, counter-speech
        "you are not an idiot",
        "you're not stupid, the docs are bad",
        "du bist nicht dumm",
        "he called me an idiot",
        "er hat mich einen Idioten genannt",
        'someone wrote "you are all idiots"',
        "sie hat geschrieben: „ihr seid alle Idioten“",
        "> you are all idiots\nplease do not write such things",
        "please stop calling people idiots",
        "bitte nennt andere nicht Idioten",
        "if you are an idiot you fall for it",
        # about oneself
        "I'm such an idiot, I forgot the password",
        "ich Idiot habe das Passwort vergessen",
        "I am a faggot and proud of it",
        # words that are only part of others, or mean something else
        "Scunthorpe United plays Arsenal in Essex",
        "Analyse, Wachstum, Klassenarbeit, Pissarro, Dickicht",
        "an idiot-proof guide, ein idiotensicheres Rezept",
        "I will shoot you an email",
        "you can kill your process with kill -9",
        "do not piss off the kernel maintainers",
        "the dykes protect the town",
        "armes Schwein, das tut mir leid",
        # identity is no abuse
        "muslims are not terrorists",
        "Flüchtlinge sind Menschen wie du und ich",
        "I am a gay man from Berlin",
        "Jews and muslims live here together",
        # ordinary talk
        "can you shut down the server at 7",
        "um 7 Uhr gibt's Essen",
        "danke dir, du bist ein Schatz",
        "",
    ],
)
def test_what_attacks_nobody_is_left_alone(raw: str) -> None:
    assert signals(raw)["toxicity"].score < ACTS


@pytest.mark.parametrize(
    "raw",
    [
        "fuck this shit, it crashed again",
        "this fucking update",
        "Scheiße, schon wieder abgestürzt",
        "das ist doch beschissen",
    ],
)
def test_swearing_without_a_target_is_a_matter_of_tone(raw: str) -> None:
    found = signals(raw)
    assert found["profanity"].score >= 0.5
    assert found["toxicity"].score < 0.5


@pytest.mark.parametrize(
    ("raw", "signal"),
    [
        ("you are all idiots", "insult"),
        ("ich bring dich um", "threat"),
        ("all muslims are terrorists", "identity_attack"),
        ("show me your tits", "obscene"),
    ],
)
def test_toxicity_is_the_loudest_of_the_harms(raw: str, signal: str) -> None:
    found = signals(raw)
    assert found["toxicity"].score == found[signal].score >= ACTS


def test_the_evidence_is_what_was_written() -> None:
    raw = "well, y0u  4re 4ll 1d\u200b10ts!"
    found = signals(raw)["insult"]
    assert found.evidence == "y0u  4re 4ll 1d\u200b10ts"
    assert [raw[start:end] for start, end in found.spans] == [found.evidence]


def test_a_friendly_face_after_an_insult_leaves_it_to_people() -> None:
    assert 0.5 < signals("lol you idiot :)")["toxicity"].score < ACTS
    assert signals("I will kill you :)")["toxicity"].score >= ACTS


def test_every_further_attack_makes_it_a_little_worse() -> None:
    one = signals("you idiot")["toxicity"].score
    two = signals("you idiot. you moron")["toxicity"].score
    many = signals("you idiot. " * 40)["toxicity"].score
    assert one < two < many <= 0.99


def test_a_quiet_text_costs_no_new_signals() -> None:
    assert LEXICAL.look(make_text("hello")) is LEXICAL.look(make_text("good morning"))


@pytest.mark.parametrize("language", ["en", "de"])
def test_every_rule_speaks_for_a_signal_with_a_score(language: str) -> None:
    for rule in load(language):
        assert rule.signal in LEXICAL.names | {"unless"}
        assert 0 < rule.score < 1 or rule.signal == "unless"


def test_a_rule_is_written_with_lists_gaps_and_clauses() -> None:
    source = """
# a comment
[who]
you y'all
[what]
fool wise_guy
[rules]
insult 0.9 {who} (?:are )?{what}
insult 0.8 < go away >
unless wise guys
"""
    detector = LexicalDetector(read(source, "en"))

    def score(raw: str) -> float:
        return detector.look(make_text(raw))["insult"].score

    assert score("you,  wise guy") == 0.9
    assert score("you are fool") == 0.9
    assert score("young fool") == 0.0
    assert score("well, go away!") == 0.8
    assert score("never go away from home") == 0.0


async def test_no_built_in_detector_ever_waits() -> None:
    text = make_text("you are all idiots, free nitro at http://a.ru")
    for detector in builtin():
        waiting = cast("Coroutine[object, None, object]", detector.score(text))
        with pytest.raises(StopIteration) as ended:
            waiting.send(None)
        assert ended.value.value.keys() == detector.names


def test_signal_names_are_given_once() -> None:
    names = [name for detector in builtin() for name in detector.names]
    assert len(names) == len(set(names))
    assert {"toxicity", "profanity", "spam", "caps", "links", "language"} <= set(names)
