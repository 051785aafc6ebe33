"""Slack's markup: words come in as they were meant, and nothing in ours is alive."""

import random
import re
from collections.abc import Iterator

import pytest

from adapters.slack.forms import Origin, form
from adapters.slack.home import home
from adapters.slack.outgoing import message
from adapters.slack.text import LONGEST_TEXT, clean_name, plain, spoken
from bot.domain import Button, CommandSpec, Parameter, ParameterType, Standing
from bot.ports import Listed, Overview

WIRE = [
    ("5 &gt; 3 &amp; 2 &lt; 4", "5 > 3 & 2 < 4"),  # the three escapes
    ("&amp;lt;b&amp;gt;", "&lt;b&gt;"),  # an escape that somebody wrote out
    ("<@U1>", "@Ann"),  # a member we know
    ("<@U9|kim>", "@kim"),  # a member whose name Slack sends along
    ("<@U9>", "@U9"),  # a member whom nobody knows
    ("<#C1|help>", "#help"),  # a channel
    ("<!channel>", "@channel"),  # everybody
    ("<!here|here>", "@here"),  # everybody who is there
    ("<!subteam^S1|@helpers>", "@helpers"),  # a user group
    ("<!date^1392734382^{date}|Feb 18>", "Feb 18"),  # a date
    ("<https://x.example/a>", "https://x.example/a"),  # a bare link
    ("<https://x.example/|x.example>", "https://x.example/"),  # a link that Slack shortened
    ("<https://evil.example/|your bank>", "your bank (https://evil.example/)"),  # a masked link
    ("<mailto:a@b.example|a@b.example>", "a@b.example"),  # an address
    ("a <b c", "a <b c"),  # no mark at all
]


@pytest.mark.parametrize(("wire", "text"), WIRE)
def test_a_text_is_read_as_people_see_it(wire: str, text: str) -> None:
    assert plain(wire, _name).text == text


def _name(id: str) -> str:
    return "Ann" if id == "U1" else ""


def test_who_is_named_is_told_apart() -> None:
    found = plain("<@U1> <#C1|help> <!channel> <!subteam^S1|@helpers>", _name).mentions
    assert [(m.id, m.kind) for m in found] == [
        ("U1", "member"),
        ("C1", "channel"),
        ("channel", "everyone"),
        ("S1", "role"),
    ]


def test_a_name_cannot_pose_as_a_link_or_a_second_line() -> None:
    assert clean_name("  https://evil.example \n @all ") == "https[:]//evil.example @all"
    assert clean_name("@@kim") == "kim"
    assert len(clean_name("x" * 500)) == 80


def alive(arguments: dict[str, object]) -> list[str]:
    """Return what would do something in a message: marks, masked links, pinging elements."""
    found = re.findall(r"<[^>]*>", str(arguments["text"]))
    for block in arguments["blocks"]:  # type: ignore[attr-defined]  # JSON
        found += _alive_in(block)
    return found


def _alive_in(block: dict[str, object]) -> list[str]:
    if block["type"] != "rich_text":
        return [str(block)]
    found = []
    for section in block["elements"]:  # type: ignore[attr-defined]  # JSON
        for part in section["elements"]:
            same = part["type"] == "link" and part["url"] == part["text"]
            shown_as_is = same and re.fullmatch(r"https?://\S+", part["url"])
            if part["type"] != "text" and not shown_as_is:
                found.append(str(part))
    return found


SEEDS = (
    "<!channel>", "<!here>", "<@U0123ABCD>", "<#C1|x>", "<https://evil.example|click>",
    "&lt;!channel&gt;",
    "@channel", "@here", "*b*", "_i_", "`c`", "```", "|", "<", ">", "&", "javascript:alert(1)",
    "https://evil.example/<!channel>", "<!subteam^S1>", "\u202e", "\x00", "\ud800", "\n", " ", "://",
    "http://", '"', "mailto:", "<tel:+1|x>", "<!date^1^{date}^https://evil.example|x>", "ß", "🙂",
)  # fmt: skip


def hostile(count: int) -> Iterator[str]:
    dice = random.Random(6)
    for _ in range(count):
        yield "".join(dice.choices(SEEDS, k=dice.randint(1, 12)))


def test_of_ten_thousand_hostile_strings_none_is_alive() -> None:
    for text in hostile(10_000):
        assert alive(spoken(text)) == [], text


def kinds_in(value: object) -> set[str]:
    """Return the types of all text in blocks and views."""
    if isinstance(value, dict):
        own = {str(value["type"])} if isinstance(value.get("text"), str) else set()
        return own.union(*map(kinds_in, value.values()))
    return set().union(*map(kinds_in, value)) if isinstance(value, list | tuple) else set()


def test_no_form_no_tab_and_no_button_reads_markup_in_what_people_wrote() -> None:
    for text in hostile(300):
        spec = CommandSpec(
            name="warn",
            help={"en": text},
            parameters=(
                Parameter(name="reason", type=ParameterType.TEXT, help={"en": text, "de": text}),
            ),
        )
        listed = (Listed(text=text, buttons=(Button(id="why:1", label=text),)),)
        seen = Overview(rules=(text,), questions=listed, matters=listed, queue=listed)
        views = (
            form(spec, Origin(command="warn", channel="C1"), "en", {"reason": text}, rules=[text]),
            home([spec], Standing.MODERATOR, "en", seen),
            message(text, listed[0].buttons)["blocks"],
        )
        assert kinds_in(views) <= {"plain_text", "text", "link", "rich_text"}, text


def test_an_address_that_stands_alone_leads_where_it_says() -> None:
    (block,) = spoken("See https://x.example/rules?a=1&b=2. Thanks")["blocks"]
    assert block["elements"][0]["elements"] == [
        {"type": "text", "text": "See "},
        {
            "type": "link",
            "url": "https://x.example/rules?a=1&b=2",
            "text": "https://x.example/rules?a=1&b=2",
        },
        {"type": "text", "text": ". Thanks"},
    ]


def test_nothing_too_long_and_nothing_empty_is_sent() -> None:
    assert len(spoken("x" * 50_000)["text"]) == LONGEST_TEXT
    assert spoken("\x00")["text"] == "…"


def test_buttons_are_told_apart_and_cut_to_what_slack_takes() -> None:
    buttons = [Button(id=f"why:{n}", label="<!channel>" * 20) for n in range(30)]
    blocks = message("hello", buttons)["blocks"]
    shown = [button for row in blocks[1:] for button in row["elements"]]
    assert len(shown) == 25
    assert len({button["action_id"] for button in shown}) == 25
    assert all(len(button["text"]["text"]) <= 75 for button in shown)
    assert all(button["text"]["type"] == "plain_text" for button in shown)
