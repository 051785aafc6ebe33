"""Nothing that people write comes alive in what Evenhand says on Discord."""

import random
import re
from collections.abc import Iterator

import pytest

from adapters.discord.markup import clean_name, plain
from adapters.discord.rendering import nonce, rows, words
from bot.domain import Button
from bot.locale import de, en

SEEDS = (
    "@everyone", "@here", "@EVERYONE", "<@123456789012345678>", "<@!123456789012345678>",
    "<@&123456789012345678>", "<#123456789012345678>", "<:blob:123456789012345678>",
    "<a:blob:123456789012345678>", "</ban:123456789012345678>", "<t:1:R>", "<id:customize>",
    "[your bank](https://evil.example)", "[x](<https://evil.example>)", "](", "[", "]", "(", ")",
    "https://evil.example/", "https://evil.example/@everyone", "<https://evil.example>", "*", "**",
    "***", "_", "__", "~~", "||", "`", "```", "\n", "\n# ", "\n## ", "\n-# ", "\n> ", "\n>>> ",
    "\n- ", "\n* ", "\n+ ", "\n1. ", "\n1) ", "\\", "\\\\", " ", "\t", "#", ">", "a", "ß", "🙂",
    "\u202e", "\x00", "\ud800", "\u200b", "\u2028", "http://", "://", "discord.gg/x", "-", "1",
)  # fmt: skip
_ADDRESS = re.compile(r"https?://[^\s<]+[^<.,:;\"')\]\s]")
_LINE_START = re.compile(r"[ \t]*(#{1,3} |-# |>|[-*+] |\d+[.)] )")


def alive(text: str) -> Iterator[str]:
    """Yield what Discord would not show as it stands, read as its own apps read it."""
    position, at_line_start = 0, True
    while position < len(text):
        if at_line_start and (found := _LINE_START.match(text, position)):
            yield found[0]
        here = text[position]
        at_line_start = here == "\n"
        if here == "\\" and text[position + 1 : position + 2] in set("\\*_~`|[]<>#+-.)"):
            position += 2
            continue
        if found := _ADDRESS.match(text, position):
            if re.match(r"@(everyone|here)", found[0], re.IGNORECASE):
                yield found[0]
            position = found.end()
            continue
        if here in "*_~`|[]<":
            yield here
        position += 1
    yield from re.findall(r"@everyone|@here", text, re.IGNORECASE)


def hostile(dice: random.Random) -> str:
    return "".join(dice.choices(SEEDS, k=dice.randint(1, 12)))


def test_of_thousands_of_hostile_strings_none_is_alive() -> None:
    dice = random.Random(6)
    for _ in range(3_000):
        text = hostile(dice)
        said = plain(text)
        assert list(alive(said)) == [], text
        assert len(said) <= 2000
        said.encode()  # no half characters, which Discord refuses


TEMPLATES = [
    text
    for texts in (en.TEXTS, de.TEXTS, de.FORMAL)
    for wordings in texts.values()
    for text in wordings
]


def test_no_template_brings_a_hostile_string_to_life() -> None:
    dice = random.Random(7)
    assert len(TEMPLATES) > 100
    for template in TEMPLATES:
        for _ in range(3):
            text = re.sub(r"\{\w+\}", lambda _: hostile(dice), template)
            assert list(alive(plain(text))) == [], text


SHOWN = [
    # ordinary words stay as they are
    ("Bis 15:40 Uhr. Grund: Regel 2 (keine Beleidigungen).",) * 2,
    # an address that stands for itself stays one
    ("See https://x.example/a_b?c=d#e.", "See https://x.example/a_b?c=d#e."),
    # marks are shown
    ("2 * 3 * 4 and snake_case", "2 \\* 3 \\* 4 and snake\\_case"),
    # a heading is a number sign, a list is a dash
    ("# loud\n- one", "\\# loud\n\\- one"),
    ("1. one\n2) two", "1\\. one\n2\\) two"),
    # nobody is called
    ("@everyone", "@\u200beveryone"),
    # what turns the direction around goes
    ("abc\u202edef", "abcdef"),
]


@pytest.mark.parametrize(("text", "shown"), SHOWN)
def test_text_is_shown_as_it_is(text: str, shown: str) -> None:
    assert plain(text) == shown


def test_a_name_cannot_pose_as_a_link_or_a_second_line() -> None:
    assert clean_name("  https://evil.example \n x ") == "https[:]//evil.example x"
    assert len(clean_name("x" * 500)) == 80
    assert clean_name("\u202e") == "?"


def test_buttons_fit_what_discord_takes() -> None:
    buttons = [Button(id=f"why:{n}", label="x" * 200) for n in range(30)]
    shown = [
        one
        for row in rows([*buttons, Button(id="x" * 101, label="y")])
        for one in row["components"]
    ]
    assert len(shown) == 25
    assert all(len(one["label"]) == 80 for one in shown)


def test_nothing_empty_is_said_and_keys_fit() -> None:
    assert words("\x00")["content"] == "…"
    assert len(nonce("d1:0")) == 25
    assert nonce("d1:0") != nonce("d1:1")
