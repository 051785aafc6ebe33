"""Which patterns mean the same to RE2 and to Rust, so that Discord may be given them."""

import pytest

from adapters.discord.rust import rust


@pytest.mark.parametrize(
    "pattern",
    [
        "free nitro",
        r"\bfree\s+nitro\w*",
        r"\d{4}-\d{2,}",
        r"[a-z0-9_.-]+@example\.(com|org)",
        r"(?:https?://)?discord\.gg/\S+",
        r"(?P<word>ab)c?",
        r"\p{Greek}+|\x{1F600}|\pL",
        "[[:alpha:]]+",
        # A bracket that stands first stands for itself.
        "[]a]",
        "[^]a]",
        r"[\]\[]",
        "ä{1}ö",
    ],
)
def test_a_pattern_that_both_read_alike_is_given_to_discord(pattern: str) -> None:
    assert rust(pattern) == "(?i)" + pattern


@pytest.mark.parametrize(
    "pattern",
    [
        # Sets within sets, which Rust subtracts and intersects.
        "[a-z&&x]",
        "[a-z--x]",
        "[a~~b]",
        "[a[b]",
        # Only RE2 quotes and takes single bytes.
        r"\Qa.b\E",
        r"\C",
        # Rust reads these as the edges of words.
        r"\<word\>",
        r"\b{start}",
        # Octal numbers and what stands for itself only in RE2.
        r"\123",
        r"\é",
        "a{,5}",
        "a{b",
        r"\p{^Greek}",
        # What is broken in both.
        "[a-z",
        "a\\",
    ],
)
def test_a_pattern_that_they_read_differently_stays_here(pattern: str) -> None:
    assert rust(pattern) is None
