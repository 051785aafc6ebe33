"""The lobby's values: records and their lines, tokens and seats, pace and clean text."""

from datetime import UTC, datetime, timedelta

import pytest

from adapters.lobby import seats
from adapters.lobby.asked import Pace, Trouble, asked_from, clean_text
from adapters.lobby.records import Carried, Hall, Owed, Person, Post, Record, Tomb, dump, load
from adapters.lobby.server import is_loopback
from bot.domain import Button

NOON = datetime(2026, 1, 5, 12, 0, tzinfo=UTC)

RECORDS: list[Record] = [
    Person(id="p-1", name="Ann", joined_at=NOON),
    Person(
        id="p-1",
        name="Ann",
        key="k",
        roles=("Moderator", "Helper"),
        joined_at=NOON,
        joins=3,
        here=False,
        sample=True,
        timeout_until=NOON,
        timeout_reason="rule 2",
        banned=True,
        banned_until=NOON,
        shown_out=True,
        out_reason="rule 3",
    ),
    Post(id="m-1", channel="general", author="p-1", name="Ann", text="hi", at=NOON),
    Post(
        id="m-2",
        seq=7,
        channel="help",
        author="evenhand",
        name="Evenhand",
        at=NOON,
        reply_to="m-1",
        to="p-1",
        interaction="i-1",
        buttons=(Button(id="yes:1", label="Yes", style="primary"),),
        removed="policy:Rule 2",
        edited=True,
        restored=True,
    ),
    Hall(id="general", slow=30, locked=True, lock_reason="a raid"),
    Hall(id="general"),
    Carried(key="d1:0", state="done", detail="already gone", made="m-2"),
    Tomb(message="m-3", removed="team"),
    Owed(id="left-1", person="p-1", at=NOON, paid=True),
]


@pytest.mark.parametrize("record", RECORDS, ids=lambda record: type(record).__name__)
def test_a_record_comes_back_from_its_line_as_it_was(record: Record) -> None:
    assert load(dump(record)) == record


def test_a_record_from_a_later_version_loses_only_what_is_unknown() -> None:
    assert load({"is": "hall", "id": "help", "colour": "teal"}) == Hall(id="help")


@pytest.mark.parametrize("data", [{}, {"is": "dragon"}, {"is": "post", "id": "m-1"}])
def test_a_line_that_is_no_record_is_refused(data: dict[str, str]) -> None:
    with pytest.raises(ValueError, match=r"record|missing"):
        load(data)


def test_a_ban_without_an_end_holds_and_one_with_an_end_ends() -> None:
    person = Person(id="p-1", name="Ann", joined_at=NOON, banned=True)
    assert person.is_banned(NOON + timedelta(days=3650))
    ends = Person(id="p-1", name="Ann", joined_at=NOON, banned=True, banned_until=NOON)
    assert not ends.is_banned(NOON)


def test_a_token_is_known_by_its_key_and_does_not_show_in_it() -> None:
    token = "a" * 40
    assert seats.proves(token, seats.key_of(token))
    assert not seats.proves("b" * 40, seats.key_of(token))
    assert token not in seats.key_of(token) + seats.person_id(token)


@pytest.mark.parametrize("token", ["", "short", "x" * 200, "ä" * 40, 5, None, ["a" * 40]])
def test_what_cannot_be_a_token_is_none(token: object) -> None:
    assert not seats.is_token(token)


def test_a_seat_is_taken_once_and_can_be_given_back() -> None:
    links = seats.Seats()
    token = links.new()
    assert links.take(token)
    assert not links.take(token)
    links.give_back(token)
    assert links.is_free(token)
    assert not links.is_free("")
    assert not links.is_free("ä")


def test_only_so_many_links_to_the_seat_are_open_at_once() -> None:
    links = seats.Seats()
    tokens = [links.new() for _ in range(seats.MOST_SEATS + 5)]
    assert sum(links.is_free(token) for token in tokens) == seats.MOST_SEATS
    assert links.is_free(tokens[-1])


def test_pace_allows_a_stretch_and_then_so_many_a_second() -> None:
    now = [0.0]
    pace = Pace(3, 1, lambda: now[0])
    assert [pace.allows("ann") for _ in range(4)] == [True, True, True, False]
    assert pace.allows("bob")
    now[0] += 1.5
    assert [pace.allows("ann") for _ in range(2)] == [True, False]


def test_pace_forgets_whoever_came_longest_ago() -> None:
    pace = Pace(1, 0, lambda: 0.0, most=2)
    assert [pace.allows(who) for who in ("ann", "bob", "cem", "ann")] == [True] * 4


CLEAN = [
    # what came, what is kept
    ("  hello \n", "hello"),
    ("two\nlines\tand a tab", "two\nlines\tand a tab"),
    ("a\x00b\x1b[0m\x7f", "ab[0m\x7f"),
    ("half \ud800 a character", "half \ufffd a character"),
    ("\U0001f600", "\U0001f600"),
]


@pytest.mark.parametrize(("typed", "text"), CLEAN)
def test_text_is_whole_and_without_control_codes(typed: str, text: str) -> None:
    assert clean_text(typed) == text


@pytest.mark.parametrize(
    "frame",
    [
        {},
        {"id": "short"},
        {"id": "x" * 65},
        {"id": "message one"},
        {"id": "message-1", "text": 5},
        {"id": "message-1", "text": "x" * 20_001},
        {"id": "message-1", "channel": ["general"]},
    ],
)
def test_a_frame_of_a_wrong_form_is_refused(frame: dict[str, object]) -> None:
    with pytest.raises(Trouble) as trouble:
        asked_from(frame)
    assert trouble.value.code == "bad_request"


HOSTS = [
    ("127.0.0.1", True),
    ("127.9.9.9", True),
    ("localhost", True),
    ("LOCALHOST.", True),
    ("::1", True),
    ("[::1]", True),
    ("0.0.0.0", False),
    ("192.168.1.5", False),
    ("localhost.evil.example", False),
    ("", False),
]


@pytest.mark.parametrize(("host", "local"), HOSTS)
def test_only_this_machine_is_this_machine(host: str, local: bool) -> None:
    assert is_loopback(host) is local
