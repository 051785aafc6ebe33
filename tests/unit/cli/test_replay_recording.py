"""Recordings are read whatever is in them: bad lines are named, and order is kept."""

import io
import json
from datetime import timedelta
from typing import Any

import pytest

from bot.domain import Event, MessagePosted
from bot.replay import Recording, event_from_line
from bot.replay.recording import MOST_BAD_KEPT, MOST_LINE
from bot.wire import event_to_json
from tests.support.making import NOON, after, posted


def line(id: str = "m1", seconds: float = 0, **more: Any) -> str:
    return json.dumps(event_to_json(posted(id, at=after(seconds), **more)), ensure_ascii=False)


def read(*lines: str | bytes, community: str = "") -> tuple[list[Event], Recording]:
    raw = [one if isinstance(one, bytes) else one.encode() for one in lines]
    recording = Recording(io.BytesIO(b"\n".join(raw)), community=community)
    return list(recording), recording


def test_a_recording_gives_its_events_in_order() -> None:
    events, recording = read(line("m1"), line("m2", 1), line("m3", 2))
    assert [event.id for event in events] == ["m1", "m2", "m3"]
    assert (recording.events, recording.line, recording.bad) == (3, 3, [])


@pytest.mark.parametrize(
    ("bad", "why"),
    [
        # half a line, as a full disk leaves it
        ('{"id": "m1", "kind": "mess', "not JSON: unterminated string"),
        # something else altogether
        ("hello", "not JSON: expecting value at column 1"),
        # JSON, but no object
        ("[1, 2]", "one JSON object in braces"),
        # a kind of the future
        ('{"id": "x", "kind": "dance"}', "unknown kind of event 'dance'"),
        # no kind
        ("{}", "unknown kind of event None"),
        # numbers that JSON does not have
        ('{"kind": NaN}', "NaN is no number"),
        # a field that no event of this kind has
        (line().replace('"text"', '"txet"'), "unknown field 'txet'"),
        # no author
        ('{"id":"a","kind":"message_posted"}', "field required"),
        # a time without a zone
        (line().replace("12:00:00Z", "12:00:00"), "'at' needs a time zone"),
        # a time in which nobody chatted
        (line().replace("2026", "9999"), "9999-01-05 is no date of a chat"),
        # nested until Python gives up
        ("[" * 100_000, "nested too deeply"),
        # another encoding
        ('{"text": "Grüße"}'.encode("latin-1"), "not UTF-8 (byte 13 of the line)"),
    ],
)
def test_a_bad_line_is_named_with_its_number_and_left_out(bad: str | bytes, why: str) -> None:
    events, recording = read(line("m1"), "", bad, line("m2", 1))
    assert [event.id for event in events] == ["m1", "m2"]
    (found,) = recording.bad
    assert found.line == 3
    assert why in found.why
    assert "\n" not in found.why


def test_a_huge_line_is_refused_and_the_next_is_read() -> None:
    events, recording = read(line("m1", says="x" * (3 * MOST_LINE)), line("m2"))
    assert [event.id for event in events] == ["m2"]
    assert recording.bad[0].why == "longer than 1,000,000 bytes"
    assert recording.line == 2


def test_a_huge_last_line_without_an_end_is_refused() -> None:
    events, recording = read(line("m1"), "x" * (2 * MOST_LINE))
    assert len(events) == 1
    assert recording.bad_lines == 1


def test_of_many_bad_lines_the_first_are_kept_and_all_are_counted() -> None:
    _, recording = read(*["?"] * 1000)
    assert len(recording.bad) == MOST_BAD_KEPT
    assert recording.bad_lines == 1000


def test_empty_lines_windows_ends_and_a_byte_order_mark_are_no_mistakes() -> None:
    events, recording = read(b"\xef\xbb\xbf" + line("m1").encode() + b"\r", "", "  ", line("m2"))
    assert [event.id for event in events] == ["m1", "m2"]
    assert recording.bad_lines == 0


def test_a_late_event_is_told_at_the_time_of_the_one_before() -> None:
    events, recording = read(line("m1", 60), line("m2", 0), line("m3", 61))
    assert [event.at - NOON for event in events] == [timedelta(seconds=s) for s in (60, 60, 61)]
    assert (recording.late, recording.first_late) == (1, 2)


def test_a_repeat_is_left_out() -> None:
    events, recording = read(line("m1"), line("m1"), line("m2"))
    assert [event.id for event in events] == ["m1", "m2"]
    assert recording.repeats == 1


def test_one_community_can_be_chosen_of_several() -> None:
    lines = (line("m1"), line("m2", community="tea"), line("m3"))
    events, recording = read(*lines, community="tea")
    assert [event.id for event in events] == ["m2"]
    everything, both = read(*lines)
    assert len(everything) == 3
    assert both.communities == {"kettle", "tea"}
    assert recording.communities == {"tea"}


def test_every_field_of_a_line_arrives() -> None:
    event = event_from_line(
        line(says="so ärger hier", channel_name="general", reply_to="m0").encode()
    )
    assert isinstance(event, MessagePosted)
    assert (event.text, event.channel_name, event.reply_to) == ("so ärger hier", "general", "m0")
