"""What people see of a message in Slack is what is judged, whatever stands beside it."""

from typing import Any

import pytest

from adapters.slack.profile import profile_of
from adapters.slack.visible import visible

Json = dict[str, Any]


def rich(*elements: Json) -> list[Json]:
    section = {"type": "rich_text_section", "elements": list(elements)}
    return [{"type": "rich_text", "elements": [section]}]


WORDS = {"type": "text", "text": "you are all idiots"}


@pytest.mark.parametrize(
    ("message", "seen"),
    [
        ({"text": "hello"}, "hello"),  # most messages
        ({"text": "hello", "blocks": rich({"type": "text", "text": "hello"})}, "hello"),
        (
            # The same in Slack's two ways of writing it.
            {
                "text": "see <https://kettle.example|the rules>, *now*",
                "blocks": rich(
                    {"type": "text", "text": "see "},
                    {"type": "link", "url": "https://kettle.example", "text": "the rules"},
                    {"type": "text", "text": ", "},
                    {"type": "text", "text": "now", "style": {"bold": True}},
                ),
            },
            "see <https://kettle.example|the rules>, *now*",
        ),
        ({"text": "hello", "blocks": rich(WORDS)}, "hello\nyou are all idiots"),  # hidden
        ({"text": "", "blocks": rich(WORDS)}, "\nyou are all idiots"),  # nothing beside it
        (
            {"blocks": [{"type": "section", "text": {"type": "mrkdwn", "text": "<@U1> *is* bad"}}]},
            "\n<@U1> *is* bad",
        ),
        (
            {
                "text": "hi",
                "blocks": [
                    {"type": "header", "text": {"type": "plain_text", "text": "a & b"}},
                    {"type": "section", "fields": [{"type": "mrkdwn", "text": "in a field"}]},
                    {"type": "context", "elements": [{"type": "mrkdwn", "text": "small print"}]},
                ],
            },
            "hi\na &amp; b\nin a field\nsmall print",
        ),
        (
            {"text": "x", "blocks": rich({"type": "link", "url": "https://bad.example"})},
            "x\nhttps://bad.example",
        ),
        ({"text": "hi", "attachments": [{"text": "below", "title": "T"}]}, "hi\nT\nbelow"),
        (
            # Somebody else's words: a link that was unfolded, a message that was passed on.
            {
                "text": "look",
                "attachments": [
                    {"from_url": "https://kettle.example", "text": "idiots"},
                    {"is_share": True, "text": "idiots"},
                    {"is_msg_unfurl": True, "text": "idiots"},
                ],
            },
            "look",
        ),
        (
            {"text": "hi", "attachments": [{"fields": [{"title": "a", "value": "b c"}]}]},
            "hi\na b c",
        ),
        ({"text": "hi", "blocks": "nonsense", "attachments": [7, None]}, "hi"),  # odd
        ({"text": None, "blocks": [None, [], {"type": 7, "text": 8}]}, ""),
    ],
)
def test_what_is_seen_is_what_is_read(message: Json, seen: str) -> None:
    assert visible(message) == seen


def test_blocks_within_blocks_come_to_an_end() -> None:
    nested: Any = {"type": "plain_text", "text": "deep"}
    for _ in range(5000):
        nested = {"type": "section", "text": nested}
    assert visible({"text": "hi", "blocks": [nested]}) == "hi"
    many = [
        {"type": "header", "text": {"type": "plain_text", "text": f"n{n}"}} for n in range(9999)
    ]
    assert len(visible({"text": "hi", "blocks": many}).splitlines()) < 500


@pytest.mark.parametrize(
    ("user", "titles", "rank"),
    [
        ({"team_id": "T1", "is_admin": True}, ("Admin",), 2),  # one of ours
        ({"is_admin": True}, ("Admin",), 2),  # Slack leaves the team out
        ({"team_id": "T2", "is_admin": True, "is_owner": True}, ("External",), 0),  # another's
        ({"team_id": "T1", "is_stranger": True, "is_admin": True}, ("External",), 0),
        (
            # Somebody of our organisation who is in our workspace too.
            {"team_id": "T2", "is_admin": True, "enterprise_user": {"teams": ["T2", "T1"]}},
            ("Admin",),
            2,
        ),
        ({"team_id": "T2", "enterprise_user": {"teams": ["T2"]}}, ("External",), 0),
        ({"team_id": "T2", "enterprise_user": "odd"}, ("External",), 0),
    ],
)
def test_who_is_an_admin_elsewhere_is_none_here(
    user: Json, titles: tuple[str, ...], rank: int
) -> None:
    profile = profile_of({"id": "U1", **user}, "T1")
    assert (profile.titles, profile.rank) == (titles, rank)
