"""The open formats: what is written can be read; what cannot be read is said in one sentence."""

import json
import re
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain import (
    ACTION_KINDS,
    EVENT_KINDS,
    Action,
    Case,
    Decision,
    DeleteMessage,
    Event,
    MessagePosted,
    Mode,
    Nudge,
    Signal,
    Timeout,
    Withheld,
    event_key,
)
from bot.wire import (
    action_from_json,
    action_to_json,
    decision_from_json,
    decision_line,
    decision_to_json,
    event_from_json,
    event_to_json,
    record_from_json,
    record_to_json,
)
from tests.support.making import NOON, person, posted, verdict

st.register_type_strategy(datetime, st.datetimes(timezones=st.just(UTC)))
st.register_type_strategy(timedelta, st.timedeltas(timedelta(0), timedelta(days=4000)))
st.register_type_strategy(float, st.floats(allow_nan=False, allow_infinity=False))
ROUND = settings(max_examples=8)


def through_json(data: dict[str, Any]) -> dict[str, Any]:
    """Return the data as it comes back from a line of JSON."""
    line = json.dumps(data, allow_nan=False)
    assert "\n" not in line
    found: dict[str, Any] = json.loads(line)
    return found


@pytest.mark.parametrize("kind", EVENT_KINDS)
@given(data=st.data())
@ROUND
def test_every_event_comes_back_as_it_went(kind: str, data: st.DataObject) -> None:
    event: Event = data.draw(st.from_type(EVENT_KINDS[kind]))
    written = through_json(event_to_json(event))
    assert written["kind"] == kind
    assert event_from_json(written) == event
    assert event_key(event_from_json(written)) == event_key(event)


@pytest.mark.parametrize("do", ACTION_KINDS)
@given(data=st.data())
@ROUND
def test_every_action_comes_back_as_it_went(do: str, data: st.DataObject) -> None:
    action: Action = data.draw(st.from_type(ACTION_KINDS[do]))
    written = through_json(action_to_json(action))
    assert written["do"] == do
    assert action_from_json(written) == action


@given(st.from_type(Decision))
@settings(ROUND, max_examples=4)
def test_every_decision_comes_back_as_it_went(decision: Decision) -> None:
    assert decision_from_json(through_json(decision_to_json(decision))) == decision


@given(st.from_type(Case))
@ROUND
def test_every_case_comes_back_as_it_went(case: Case) -> None:
    assert record_from_json(Case, through_json(record_to_json(case))) == case


def test_what_is_as_usual_is_left_out() -> None:
    assert event_to_json(posted()) == {
        "kind": "message_posted",
        "id": "m1",
        "at": "2026-01-05T12:00:00Z",
        "network": "memory",
        "community": "kettle",
        "place": "p1",
        "channel": "general",
        "member": {"id": "rude", "name": "Rude"},
        "text": "hello",
    }


LINE = {
    "kind": "message_posted",
    "id": "m1",
    "at": "2026-01-05T12:00:00Z",
    "network": "memory",
    "community": "kettle",
    "channel": "general",
    "member": {"id": "rude", "name": "Rude"},
    "text": "hello",
}


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"kind": "message_sung"}, "unknown kind of event 'message_sung'; known are message_"),
        ({"kind": ["x"]}, "unknown kind of event"),  # not even a word
        ({"kind": None}, "unknown kind of event None"),
        ({"texts": "x"}, "unknown field 'texts'"),  # a slip of the pen
        ({"member": {"id": "u", "name": "U", "role": ["x"]}}, "member: unknown field 'role'"),
        ({"mentions": [{"id": "u", "who": "x"}]}, "mentions: unknown field 'who'"),
        ({"id": 5}, "id: input should be a valid string"),  # ids are names, not numbers
        ({"text": None}, "text: input should be a valid string"),
        ({"member": "ann"}, "member: input should be a dictionary"),
        ({"member": {"id": "u"}}, "member.name: field required"),
        ({"attachments": [{"name": "a", "size": "big"}]}, "attachments.0.size: input should be"),
        ({"at": "yesterday"}, "at: input should be a valid datetime"),
        ({"at": "2026-01-05T12:00:00"}, "'at' needs a time zone"),
        ({"at": "0001-01-01T00:00:00+05:00"}, "'at' is not within the years 1 to 9999"),
        (
            {"member": {"id": "u", "name": "U", "joined_at": "2026-01-05T12:00:00"}},
            "'member.joined_at' needs a time zone",
        ),
    ],
)
def test_a_bad_line_is_said_in_one_sentence(change: dict[str, Any], says: str) -> None:
    with pytest.raises(ValueError, match=re.escape(says)) as caught:
        event_from_json({**LINE, **change})
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    "missing", ["id", "at", "network", "community", "channel", "member", "text"]
)
def test_what_is_missing_is_named(missing: str) -> None:
    with pytest.raises(ValueError, match=f"^{missing}: field required"):
        event_from_json({name: value for name, value in LINE.items() if name != missing})


@pytest.mark.parametrize("value", [[], "hello", 5, None])
def test_what_is_no_object_is_said_so(value: Any) -> None:
    with pytest.raises(ValueError, match="no JSON object"):
        event_from_json(value)


@given(st.dictionaries(st.sampled_from([*LINE, "x"]), st.from_type(str | int | list[int])))  # type: ignore[arg-type]  # Hypothesis takes unions
@ROUND
def test_no_line_breaks_more_than_itself(data: dict[str, Any]) -> None:
    with suppress(ValueError):
        event_from_json({**LINE, **data})


def test_moments_of_other_zones_are_the_same_moments() -> None:
    for at in ("2026-01-05T14:00:00+02:00", "2026-01-05T12:00:00Z", 1767614400):
        event = event_from_json({**LINE, "at": at})
        assert event.at == NOON
        assert event.at.tzinfo is UTC


@pytest.mark.parametrize(
    ("data", "says"),
    [
        ({"do": "dance"}, "unknown action 'dance'"),
        ({"do": 7}, "unknown action 7"),
        ({"do": "timeout", "member": "u"}, "seconds: field required"),
        ({"do": "timeout", "member": "u", "seconds": 5, "for": 5}, "unknown field 'for'"),
        ({"do": "nudge", "member": 5}, "member: input should be a valid string"),
    ],
)
def test_a_bad_action_is_said_in_one_sentence(data: dict[str, Any], says: str) -> None:
    with pytest.raises(ValueError, match=says):
        action_from_json(data)


def test_a_bad_record_is_said_in_one_sentence() -> None:
    with pytest.raises(ValueError, match="number: field required"):
        record_from_json(Case, {"community": "kettle"})


def test_the_open_line_of_a_decision() -> None:
    delete = DeleteMessage(channel="general", message="m1", member="rude")
    stop = Timeout(member="rude", seconds=3600)
    opinion = verdict(
        (delete, stop), signals=(Signal(name="toxicity", score=0.97, evidence="idiots"),)
    )
    decision = Decision(
        id="d1",
        at=NOON,
        community="kettle",
        network="memory",
        place="p1",
        cause=event_key(posted("$m1:kettle.example")),
        actor="Manners",
        subject=person(),
        actions=(delete, Nudge(member="rude", text="secret words")),
        withheld=(Withheld(action=stop, because="limit timeouts_per_day (0) is reached"),),
        verdicts=(opinion,),
    )
    assert decision_line(decision) == {
        "event": "$m1:kettle.example",
        "mode": Mode.ENFORCE.value,
        "actions": [
            {"do": "delete_message", "channel": "general", "message": "m1", "member": "rude"},
            {"do": "nudge", "member": "rude"},
        ],
        "withheld": [
            {
                "do": "timeout",
                "member": "rude",
                "seconds": 3600,
                "because": "limit timeouts_per_day (0) is reached",
            }
        ],
        "verdicts": [
            {
                "policy": "Manners",
                "reason": "it was rude",
                "signals": [{"name": "toxicity", "score": 0.97, "evidence": "idiots"}],
            }
        ],
    }


def test_an_event_is_the_class_of_its_kind() -> None:
    assert isinstance(event_from_json(LINE), MessagePosted)
