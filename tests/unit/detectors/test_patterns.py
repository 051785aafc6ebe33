"""Patterns of a rulebook are matched together, in every language, and never take long."""

import random
import re
import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.detectors.finders import MOST_HITS, finder_for
from bot.detectors.patterns import LONGEST_PATTERN, PatternSet, compile_problem
from bot.detectors.text import make_text
from bot.errors import DetectorError
from bot.ports import Pattern


def found(regex: str, raw: str, form: str = "both") -> list[str]:
    """What one pattern shows of a text."""
    patterns = PatternSet([("house", Pattern(name="p", regex=regex, form=form))])
    return [hit.text for hit in patterns.match(make_text(raw)).get("house", ())]


UMLAUTS = (
    "ärger öl über äpfel öfen übel böse süß grüße größe mögen fähre käse löwe tür blöd müll "
    "häuser schön kühl gefühl straße fußball maß weiß fließen möwe jäger züge bär ähre"
)


@pytest.mark.parametrize("word", UMLAUTS.split())
def test_a_word_with_umlauts_is_found_as_a_whole_word_only(word: str) -> None:
    regex = rf"\b{word}\b"
    assert found(regex, f"so {word} hier") == [word]
    assert found(regex, f"{word.upper()}!") == [word.upper().replace("ẞ", "ß")] or "ß" in word
    assert found(regex, f"ver{word} {word}haft x{word}ß ä{word}") == []


@pytest.mark.parametrize(
    ("regex", "raw", "shown"),
    [
        # letters, digits and spaces of every script
        (r"\w+", "größe", ["größe"]),
        (r"x\dy", "x٣y", ["x٣y"]),
        (r"a\sb", "a\u00a0b", ["a\u00a0b"]),
        (r"\W+", "äö!? ü", ["!? "]),
        (r"\D+", "12ä3", ["ä"]),
        (r"\S+", "ä ö", ["ä", "ö"]),
        # the same inside of brackets
        (r"[\w-]+", "a-ä ö", ["a-ä", "ö"]),
        (r"[^\w]+", "ä!ö", ["!"]),
        (r"[^\s]+", "ä ö", ["ä", "ö"]),
        (r"[\d.]+", "1.٣ä", ["1.٣"]),
        (r"[^\W\d_]+", "ä1_ö", ["ä", "ö"]),
        (r"[^\W_]+", "ä1_ö", ["ä1", "ö"]),
        (r"[\W_]+", "ä_!ö", ["_!"]),
        (r"[\Da]+", "1ab2", ["ab"]),
        # boundaries at edges, within, and where a look beside is not enough
        (r"\bärger", "so ärgerlich, verärgert", ["ärger"]),
        (r"er\b", "ärger erst er", ["er", "er"]),
        (r"\bgut\b \böl\b", "gut öl", ["gut öl"]),
        (r"gut\b.*\böl", "gut und öl", ["gut und öl"]),
        (r"gut\b.*\böl", "gut undöl", []),
        (r"\Bärger\B", "ärger verärgert", ["ärger"]),
        (r"\b(böse|übel)\b", "böse übel übelst", ["böse", "übel"]),
        (r"\b!", "ä! !", ["!"]),
        (r"(?:\bhö ?)+", "höhö hö hö", ["hö", "hö hö"]),
        # neighbours that share a space
        (r"\bja\b", "ja ja ja", ["ja", "ja", "ja"]),
        # other scripts
        (r"\bидиот\b", "ты идиот!", ["идиот"]),
        (r"\bабв\b", "हिabв абв", ["абв"]),
        (r"\bab\b", "हिab ab", ["ab"]),
        (r"\bab.?\b", "हिabc abc", ["abc"]),
        (r"\b(ab|cd)\b", "ab กab cd abก", ["ab", "cd"]),
        # capitals never matter, quoted signs are signs
        (r"\Qa+b\E", "xA+Bx", ["A+B"]),
        (r"(?i)ÄRGER", "ärger", ["ärger"]),
        (r"\x{e4}rger|\xfcbel", "ärger übel", ["ärger", "übel"]),
        (r"[[:alpha:]]{2}", "ab", ["ab"]),
        (r"\pL+$", "1 äb", ["äb"]),
        (r"\Aab\z", "ab", ["ab"]),
        # words with an end left open, and phrases
        (r"\bidiot\w*", "Idioten und idiotisch", ["Idioten", "idiotisch"]),
        (r"\bfree\s+nitro\b", "get free  nitro now", ["free  nitro"]),
    ],
)
def test_a_pattern_means_in_every_language_what_it_says(
    regex: str, raw: str, shown: list[str]
) -> None:
    assert compile_problem(regex) is None
    assert found(regex, raw, form="clean") == shown


def test_disguised_words_are_shown_as_they_were_written() -> None:
    assert found(r"\bidiot\b", "du 1d10t, i d i o t, idiot") == ["idiot", "1d10t", "i d i o t"]
    assert found(r"\bidiot\b", "du 1d10t", form="clean") == []
    assert found(r"\bidiot\b", "du 1d10t", form="skeleton") == ["1d10t"]


def test_every_owner_gets_its_own_hits_and_nobody_else_is_named() -> None:
    patterns = PatternSet(
        [
            ("insults", Pattern(name="idiot", regex=r"\bidiot\b")),
            ("insults", Pattern(name="fool", regex=r"\bfool\b")),
            ("links", Pattern(name="shop", regex=r"shop\.example", form="clean")),
        ]
    )
    hits = patterns.match(make_text("an Idiot at shop.example"))
    assert {owner: [hit.pattern for hit in each] for owner, each in hits.items()} == {
        "insults": ["idiot"],
        "links": ["shop"],
    }
    assert patterns.match(make_text("nothing here")) is patterns.match(make_text("nor here"))


def test_a_set_without_patterns_finds_nothing() -> None:
    assert not PatternSet([]).match(make_text("anything"))


def test_a_pattern_that_slipped_through_is_named() -> None:
    with pytest.raises(DetectorError, match=r"'broken'.*look-ahead"):
        PatternSet([("o", Pattern(name="broken", regex="(?=a)"))])


def test_a_text_full_of_one_word_shows_the_first_places_only() -> None:
    assert len(found(r"\bja\b", "ja " * 500)) == MOST_HITS


@pytest.mark.parametrize(
    ("regex", "problem"),
    [
        (r"foo(?=bar)", "column 4: look-ahead (?=...) cannot be matched safely; "),
        (r"foo(?!bar)", "column 4: look-ahead (?!...) cannot be matched safely; "),
        (r"(?<=a)b", "column 1: look-behind (?<=...) cannot be matched safely; "),
        (r"(?<!a)b", "column 1: look-behind (?<!...) cannot be matched safely; "),
        (r"(a)\1", r"column 4: \1: a back-reference cannot be matched; "),
        (r"(?P<x>a)(?P=x)", "column 9: a back-reference (?P=...) cannot be matched safely; "),
        (r"ab++", "column 4: ++ is a possessive quantifier; "),
        (r"a{2}+", "column 5: {2}+ is a possessive quantifier; "),
        (r"(?>a)", "column 1: an atomic group (?>...) cannot be matched safely; "),
        (r"(?(1)a|b)", "column 1: a condition (?(...) cannot be matched safely; "),
        (r"a(?#why)", "column 2: a comment (?#...) cannot be matched safely; "),
        (r"a{1001}", "column 2: {1001} repeats too often; write at most {1000}"),
        (r"a{2,5000}", "column 2: {2,5000} repeats too often; "),
        ("x" * 1001, "column 1001: the pattern is longer than 1000 characters; "),
        (r"(\pL{60}){16}", "column 1: the pattern is too big once it is unfolded; "),
        (r"(a", "column 3: a bracket ( is never closed; "),
        (r"a)", "column 2: a bracket ) was never opened; "),
        (r"a[b", "column 2: a bracket [ is never closed; "),
        (r"a[b-a]", "column 3: invalid character class range (b-a); "),
        (r"*a", "column 1: nothing stands before *; "),
        (r"a|+b", "column 3: nothing stands before +; "),
        (r"^*", "column 2: nothing stands before *; "),
        ("a\\", "column 2: the pattern ends in a backslash; "),
        (r"a\Z", r"column 2: \Z: \Z cannot be matched; write \z"),
        (r"\u00e4", r"column 1: \u: \u cannot be matched; write the character itself"),
        (r"[\b]", r"column 2: \b has no meaning inside [ ]; "),
        (r"[^\Wxy]", r"column 1: \W inside [^ ] with others; "),
        ("(" * 60 + "a" + ")" * 60, "column 51: brackets are nested deeper than 50; "),
        (r"(?:a\b.?)" * 21, r"column 1: the pattern has more than 20 \b or \B; "),
        (r"a*", "column 1: the pattern matches nothing at all, so every message; "),
        (r"|a", "column 1: the pattern matches nothing at all, so every message; "),
        (r"\b", "column 1: the pattern matches nothing at all, so every message; "),
    ],
)
def test_what_cannot_be_matched_is_refused_with_a_way_to_write_it(
    regex: str, problem: str, capfd: pytest.CaptureFixture[str]
) -> None:
    said = compile_problem(regex)
    assert said is not None
    assert said.startswith(problem)
    hint = said.partition("; ")[2]
    assert len(hint) > 5
    assert "\n" not in said
    assert capfd.readouterr() == ("", "")


def test_the_longest_pattern_is_still_allowed() -> None:
    assert compile_problem("x" * LONGEST_PATTERN) is None


# -- evil patterns: each takes a backtracking engine exponential or quadratic time

_EVIL_CORES = [
    "(a+)+$", "(a*)*b", "(a|a)*$", "(a|aa)+$", "([a-z]+)*=", "(.*a){12}$", "(a?){30}a{30}",
    "(x+x+)+y", "(\\w+\\s?)*!", "(a|b|ab)*c", "^(([a-z])+.)+[A-Z]([a-z])+$", "(.*)*x", "(.+)+\\d",
    "(a+a+)+b", "((a*)*)*b", "(ab?)*c", "([^x]*x?)*y", "(\\d+)*\\w?z", "(a{1,5}){1,9}b",
    ".*.*.*=.*",
]  # fmt: skip


def _evil() -> list[str]:
    wrapped = [
        r"{}",
        r"\b{}",
        r"(?:{})+!",
        r"x?{}",
        r"{}|=",
        r"(?i){}",
        r"{}\b",
        r"\w*{}",
        r"ä{}",
        r"{}.*{}",
    ]
    return [shape.replace("{}", core) for shape in wrapped for core in _EVIL_CORES]


def test_there_are_two_hundred_evil_patterns() -> None:
    assert len(set(_evil())) == 200


@pytest.mark.parametrize("regex", _evil())
def test_an_evil_pattern_is_refused_or_harmless(regex: str) -> None:
    problem = compile_problem(regex)
    patterns = [] if problem else [("evil", Pattern(name=regex, regex=regex))]
    many = PatternSet(patterns)
    for raw in ("a" * 4_000, "ab" * 1_999 + "ß!"):
        many.match(make_text(raw))


# -- compared with Python's own engine, which knows boundaries of every language

_PIECES = ["a", "ä", "b", " ", "!", "_", r"\w", ".", "[aä]", "[^a]", r"[\W_]", r"\W", r"\s"]
_PIECES += [r"\d", r"[^\W\d_]", "[a-b]", r"[^\w]", r"\b", r"\b", r"\B", "|"]


def _pattern(parts: list[tuple[str, str]]) -> str:
    unrepeated = (r"\b", r"\B", "|")
    return "".join(piece + ("" if piece in unrepeated else times) for piece, times in parts)


@given(
    st.lists(
        st.tuples(st.sampled_from(_PIECES), st.sampled_from(["", "", "", "?", "*", "+", "{1,2}"])),
        min_size=1,
        max_size=7,
    ).map(_pattern),
    st.text("aäb !_1Ä", min_size=1, max_size=8),
)
def test_a_pattern_matches_where_python_would(regex: str, text: str) -> None:
    expected = re.compile(regex, re.IGNORECASE)
    if expected.search("") or compile_problem(regex):
        return
    spans = [match.span() for match in expected.finditer(text)]
    mine = list(finder_for(regex).spans(text))
    assert bool(mine) == bool(spans)
    if all(start < end for start, end in spans):
        assert mine == spans
    if " ".join(text.split()) == text:
        assert bool(found(regex, text, form="clean")) == bool(spans)


def test_a_thousand_words_are_told_apart() -> None:
    pick = random.Random(1)
    letters = string.ascii_lowercase + "äöüß"
    words = sorted({"".join(pick.choices(letters, k=8)) for _ in range(1_000)})
    patterns = PatternSet([("o", Pattern(name=word, regex=rf"\b{word}\b")) for word in words])
    for word in words[::50]:
        hits = patterns.match(make_text(f"und {word} da"))["o"]
        assert [hit.pattern for hit in hits] == [word]
