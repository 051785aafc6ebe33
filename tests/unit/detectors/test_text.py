"""Text is hostile: forms are cheap, German stays German, evidence points at what was written."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.hostile import FORMS
from bot.detectors import forms
from bot.detectors.forms import LONGEST, MARKS_KEPT
from bot.detectors.text import make_text

ANY_TEXT = st.text(
    st.one_of(
        st.characters(),
        st.sampled_from(
            "aeiou \u0301\u0308\u200b\u202eßäÄ1$@.ﬁ\uff41\u0430İ\t\n\ud800\u1100\u1161"
        ),
    ),
    max_size=60,
)


@pytest.mark.parametrize(
    ("raw", "clean"),
    [
        # sharp s, umlauts and digits are letters and numbers like any other
        ("Straße, groß, Maßnahme um 7 Uhr", "Straße, groß, Maßnahme um 7 Uhr"),
        ("ÄÖÜ äöü ẞ", "ÄÖÜ äöü ẞ"),
        # an umlaut typed as a letter and a mark is an umlaut
        ("a\u0308rger", "ärger"),
        # zero-width space, joiner, word joiner, byte order mark
        ("i\u200bd\u200di\u2060o\ufefft", "idiot"),
        # soft hyphen, braille blank, Hangul filler, variation selector, grapheme joiner
        ("i\u00add\u2800i\u3164o\ufe0ft\u034f", "idiot"),
        # directions are turned on the screen, not in what is read
        ("\u202eidiot\u202c \u2066x\u2069", "idiot x"),
        # letters of the tag block show nothing
        ("id\U000e0069\U000e0064iot", "idiot"),
        # controls go, white space becomes one space
        ("a\x00b\x07\t\n  c\u00a0d\u2003e ", "ab c d e"),
        # wide, circled and mathematical letters are compatibility forms
        ("ｉｄｉｏｔ ⓘⓓ 𝕀𝕕𝕚𝕠𝕥 ﬁn", "idiot id Idiot fin"),
        # the apostrophes of phones and German keyboards are one apostrophe
        ("it’s gibt´s geht`s", "it's gibt's geht's"),
        # half-width Korean melts into syllables, however long the word
        ("\uffa1\uffc2" * 6, "가" * 6),
        # a lone surrogate is nothing that can be read
        ("x\ud800y", "xy"),
    ],
)
def test_a_clean_text_keeps_what_can_be_seen(raw: str, clean: str) -> None:
    assert make_text(raw).clean == clean


@pytest.mark.parametrize(
    ("raw", "skeleton"),
    [
        ("Groß um 7 Uhr, 7Uhr, 100km, 5pm, 3er", "groß um 7 uhr, 7uhr, 100km, 5pm, 3er"),
        # numbers alone are numbers, names with a number keep it
        ("1337 4:5 10-14-01 u4 utf8", "1337 4:5 10-14-01 u4 utf8"),
        # leet inside of words, also at their beginning
        ("1d10t n00b k1ll @sshole $hit a55hole", "idiot noob kill asshole shit asshole"),
        ("sh!t b!tch! stop!", "shit bitch! stop!"),
        # 1 and ! are i or l, whichever makes a word
        ("a55ho1e musl1ms !mm1grants k1ll3r", "asshole muslims immigrants killer"),
        ("574km 1st 12abc", "574km 1st 12abc"),
        # Cyrillic, Greek, small capitals, squares
        ("іdіоt ıdιοτ ɪᴅɪᴏᴛ 🅸🅳🅸🅾🆃", "idiot idiot idiot idiot"),
        # a real word of Russian, Greek or Japanese stays what it is
        ("привет, дела καλημέρα カタカナとひらがな", "привет, дела καλημέρα カタカナとひらがな"),
        # letters of several scripts in one word: what is unknown may be any letter
        ("woᗰеn idi𐑐t ⲥunт", "women idiot cunt"),
        # letters one by one, with a wider gap between words
        ("y o u  a r e  i d i o t", "you are idiot"),
        ("i.d.i.o.t i-d-i-o-t i . d . i . o . t", "idiot idiot idiot"),
        # without wider gaps the words that are known are parted
        ("y o u a r e a n i d i o t", "you are an idiot"),
        ("d u b i s t e i n v o l l i d i o t", "du bist ein vollidiot"),
        # a list of numbers and a short abbreviation are not spelled out
        ("1 2 3 4 z.B. e.g.", "1 2 3 4 z.b. e.g."),
        # long letters
        ("idiooooot fuuuck killlll dummmm asssshole", "idiot fuck kill dumm asshole"),
        # stars for letters, in words that are often starred and in no others
        (
            "f*ck sch**ße a**hole B#TCH, 2*x **bold** l*rd",
            "fuck scheiße asshole bitch, 2*x **bold** l*rd",
        ),
        # from its end: as a whole, word by word, one word alone, and with other tricks in it
        ("toidi na era uoy", "you are an idiot"),
        ("uoy era na toidi", "you are an idiot"),
        ("\u202etoidi na era uoy\u202c", "you are an idiot"),
        ("what a toidi", "what a idiot"),
        ("ssierf eid esserf ud hcolhcsra", "freiss die fresse du arschloch"),
        ("t0іdі na era uoy", "you are an idiot"),
        # words that are one from either end, and words that nobody knows
        ("regen im park, lager, anna, otto, parc", "regen im park, lager, anna, otto, parc"),
        ("kube ctl systemd grub initrd", "kube ctl systemd grub initrd"),
        # marks heaped on letters
        ("i̷͇d̶̤i̴̥o̵͎t̸̼", "idiot"),
        ("crème brûlée", "creme brulee"),
        # German letters are not folded
        ("BLÖÖÖD Scheiße", "blöd scheiße"),
        ("İdiot", "idiot"),
    ],
)
def test_a_skeleton_undoes_disguises(raw: str, skeleton: str) -> None:
    assert make_text(raw).skeleton == skeleton


@pytest.mark.parametrize(
    ("raw", "form", "found", "written"),
    [
        ("so i\u200bdi\u200bot!", "clean", "idiot", "i\u200bdi\u200bot"),
        ("so  a\u0308rger", "clean", "ärger", "a\u0308rger"),
        ("you i.d.i.o.t", "skeleton", "idiot", "i.d.i.o.t"),
        ("ein ɪᴅɪᴏᴛ!", "skeleton", "idiot", "ɪᴅɪᴏᴛ"),
        ("ﬁﬁ 1d10ooooot", "skeleton", "idiot", "1d10ooooot"),
        ("what a toidi!", "skeleton", "idiot", "toidi"),
        # what was turned as a whole lies anywhere in it
        ("toidi na era uoy", "skeleton", "idiot", "toidi na era uoy"),
        ("\t  x \n y", "clean", "x y", "x \n y"),
    ],
)
def test_evidence_points_into_what_was_written(
    raw: str, form: str, found: str, written: str
) -> None:
    text = make_text(raw)
    start = (text.clean if form == "clean" else text.skeleton).index(found)
    begin, end = text.to_original(form, start, start + len(found))
    assert text.original[begin:end] == written


@given(ANY_TEXT)
def test_any_place_of_a_form_is_a_place_of_the_original(raw: str) -> None:
    text = make_text(raw)
    for form, written in (("clean", text.clean), ("skeleton", text.skeleton)):
        last = 0
        for place in range(len(written)):
            start, end = text.to_original(form, place, place + 1)
            assert last <= start < end <= len(text.original)
            last = start


@given(ANY_TEXT)
def test_a_form_can_always_be_written_down(raw: str) -> None:
    text = make_text(raw)
    for form in (text.original, text.clean, text.skeleton):
        form.encode()
    assert text.clean == " ".join(text.clean.split())
    assert text.skeleton == text.skeleton.lower()


@given(st.text(st.sampled_from("abcdeäöüßABÄÖÜ0123456789 .,!?"), max_size=60))
def test_german_and_english_are_only_folded_in_their_spaces(raw: str) -> None:
    assert make_text(raw).clean == " ".join(raw.split())


def test_a_text_is_cut_before_anything_else_and_says_so() -> None:
    short, long = make_text("a" * LONGEST), make_text("ab" * LONGEST)
    assert (short.cut, long.cut) == (False, True)
    assert len(long.original) == len(long.clean) == LONGEST


@pytest.mark.parametrize("raw", FORMS.values(), ids=FORMS.keys())
def test_hostile_text_stays_short_in_every_form(raw: str) -> None:
    text = make_text(raw)
    assert len(text.clean) <= LONGEST
    assert len(text.skeleton) <= LONGEST


@pytest.mark.parametrize("raw", FORMS.values(), ids=FORMS.keys())
def test_no_long_heap_of_marks_ever_reaches_nfkc(raw: str, monkeypatch: pytest.MonkeyPatch) -> None:
    heaps: list[int] = []

    def watched(text: str) -> str:
        heaps.append(_longest_heap(text))
        return unicodedata.normalize("NFKC", text)

    monkeypatch.setattr(forms, "_nfkc", watched)
    make_text(raw).skeleton  # noqa: B018  # the property does the work
    assert max(heaps, default=0) <= MARKS_KEPT


def _longest_heap(text: str) -> int:
    longest = heap = 0
    for char in text:
        heap = heap + 1 if unicodedata.combining(char) else 0
        longest = max(longest, heap)
    return longest


def test_forty_thousand_marks_leave_one_letter_with_four() -> None:
    clean = make_text("a" + "\u0316\u0301" * 20_000).clean
    assert len(unicodedata.normalize("NFD", clean)) == 1 + MARKS_KEPT
