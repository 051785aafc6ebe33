"""Slack over HTTP: what is not Slack's stays out, what is comes in once, and late is not lost."""

import asyncio
import json
import time
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from adapters.slack.door import Door
from adapters.slack.settings import SlackSettings
from bot.domain import CommandGiven, MessagePosted
from bot.errors import NetworkError
from tests.contract.slack_bench import SlackBench, slack_at
from tests.fakes.slack import SECRET
from tests.fakes.slack.delivery import signed
from tests.support.patience import PATIENCE

JSON = {"Content-Type": "application/json"}


@pytest.fixture
async def bench(tmp_path: Path) -> AsyncIterator[SlackBench]:
    async with slack_at(SlackBench(tmp_path, socket=False)) as bench:
        yield bench


def posted(bench: SlackBench, text: str = "hello") -> bytes:
    """Return an event that Slack might send."""
    event = {
        "type": "message",
        "user": bench.space.owner.id,
        "text": text,
        "channel": bench.room.id,
        "channel_type": "channel",
        "ts": bench.slack.new_ts(),
    }
    return json.dumps(bench.slack.envelope(bench.space, event)).encode()


async def test_a_request_that_slack_signed_is_taken_in(bench: SlackBench) -> None:
    body = posted(bench)
    status, _ = await bench.slack.http.send(body, JSON | signed(SECRET, body, time.time()))
    assert status == 200
    assert len(bench.house.of(MessagePosted)) == 1


HOSTILE = [
    {},  # nobody signed
    {"X-Slack-Signature": "v0=" + "0" * 64},  # a made-up signature
    {"X-Slack-Signature": "v0=" + "ß" * 64},  # letters that no digest has
    {"X-Slack-Signature": "v1=" + "0" * 64},  # another version
    {"X-Slack-Signature": ""},  # an empty signature
    {"X-Slack-Request-Timestamp": "abc"},  # no number
    {"X-Slack-Request-Timestamp": "1700000000.5"},  # half a second
    {"X-Slack-Request-Timestamp": "9" * 400},  # four hundred digits
    {"X-Slack-Request-Timestamp": "-1"},  # before all time
    {"X-Slack-Request-Timestamp": "١٧٠٠٠٠٠٠٠٠"},  # digits of another script
    {"X-Slack-Request-Timestamp": ""},  # no time at all
]


@pytest.mark.parametrize("changed", HOSTILE, ids=[str(number) for number in range(len(HOSTILE))])
async def test_a_forged_request_is_turned_away(bench: SlackBench, changed: dict[str, str]) -> None:
    body = posted(bench)
    headers = (signed(SECRET, body, time.time()) | changed) if changed else {}
    raw = {name: value.encode().decode("latin-1") for name, value in headers.items()}
    status, _ = await bench.slack.http.send(body, JSON | raw)
    assert status in (401, 400)
    assert bench.house.received == []


async def test_a_request_with_another_body_than_was_signed_is_turned_away(
    bench: SlackBench,
) -> None:
    headers = signed(SECRET, posted(bench), time.time())
    status, _ = await bench.slack.http.send(posted(bench, "other"), JSON | headers)
    assert status == 401


@pytest.mark.parametrize("seconds", [-301, 301, -86_400])
async def test_a_stale_or_early_request_is_turned_away(bench: SlackBench, seconds: int) -> None:
    body = posted(bench)
    headers = signed(SECRET, body, time.time() + seconds)
    status, _ = await bench.slack.http.send(body, JSON | headers)
    assert status == 401


async def test_a_replayed_request_is_acknowledged_and_done_once(bench: SlackBench) -> None:
    body = posted(bench)
    headers = JSON | signed(SECRET, body, time.time())
    statuses = [(await bench.slack.http.send(body, headers))[0] for _ in range(3)]
    assert statuses == [200, 200, 200]
    assert len(bench.house.of(MessagePosted)) == 1


async def test_an_oversized_request_is_cut_off(bench: SlackBench) -> None:
    status, _ = await bench.slack.http.send(b"x" * 1_020_000, JSON)
    assert status == 413


async def test_a_request_that_never_ends_is_let_go(tmp_path: Path) -> None:
    class Hasty(Door):
        async def open(self) -> None:
            self.patience = 0.05
            await super().open()

    settings = SlackSettings(bot_token="xoxb-1234567890", signing_secret=SECRET, port=0)
    door = Hasty(settings, app=None)  # type: ignore[arg-type]  # nobody gets so far
    await door.open()
    try:
        reader, writer = await asyncio.open_connection("127.0.0.1", door.port)
        head = b"POST /slack/events HTTP/1.1\r\nHost: x\r\nContent-Length: 500\r\n\r\n{"
        writer.write(head)
        await writer.drain()
        async with asyncio.timeout(PATIENCE):
            assert b"408" in await reader.readline()
        writer.close()
    finally:
        await door.close()


ODD = [
    (b"{", JSON),  # truncated
    (b"[]", JSON),  # no object
    (b'"words"', JSON),  # no object either
    (b"\xff\xfe", JSON),  # no UTF-8
    (b"payload=%7B", {"Content-Type": "application/x-www-form-urlencoded"}),  # half a payload
    (b"", JSON),  # nothing
]


@pytest.mark.parametrize(("body", "headers"), ODD, ids=[str(n) for n in range(len(ODD))])
async def test_what_slack_signed_and_nobody_can_read_breaks_nothing(
    bench: SlackBench, body: bytes, headers: dict[str, str]
) -> None:
    status, _ = await bench.slack.http.send(body, headers | signed(SECRET, body, time.time()))
    assert status in (200, 400)
    assert await bench.say(bench.space.owner.id, "still here")


UNKNOWN = [
    {"type": "function_executed", "function": {}},  # a kind that we do not know
    {"type": "message"},  # without anything in it
    {"type": "message", "subtype": "channel_topic", "channel": "C1", "ts": "1.0"},  # no words
    {"type": "message", "channel": 5, "ts": None, "user": {}, "text": []},  # nonsense in all fields
    {"type": "reaction_added", "item": {"type": "file"}, "user": "U1"},  # no message
    {"type": "team_join", "user": None},  # nobody
    {"type": 7},  # no kind
    {"type": "user_change", "user": {"id": "U1", "profile": "odd"}},  # a profile that is none
    {"type": "channel_rename", "channel": {"id": ["C1"], "name": 5}},  # an odd channel
    {"type": "message", "channel": "C1", "ts": "nan", "user": "U1", "blocks": [[[{}]]]},
    {"type": "message", "subtype": "message_changed", "message": [], "previous_message": 3},
    {"type": "message", "subtype": "message_deleted", "channel": "C1"},  # without what
    {"type": "app_home_opened", "user": {"id": "U1"}},  # a user that is no id
    {"type": "member_joined_channel", "user": [], "channel": {}},
]


@pytest.mark.parametrize("event", UNKNOWN, ids=[str(n) for n in range(len(UNKNOWN))])
async def test_an_event_that_means_nothing_to_us_breaks_nothing(
    bench: SlackBench, event: dict[str, object]
) -> None:
    await bench.slack.emit(bench.space, event)
    assert set(bench.slack.http.statuses) <= {200, 400}
    assert await bench.say(bench.space.owner.id, "still here")


async def test_slack_may_make_sure_that_the_address_is_ours(bench: SlackBench) -> None:
    body = json.dumps({"type": "url_verification", "challenge": "c-123", "token": "t"}).encode()
    answer = await bench.slack.http.send(body, JSON | signed(SECRET, body, time.time()))
    assert answer == (200, '{"challenge": "c-123"}')


async def test_a_database_that_is_busy_is_no_acknowledgement(bench: SlackBench) -> None:
    bench.house.busy = 1
    body = posted(bench)
    headers = JSON | signed(SECRET, body, time.time())
    assert (await bench.slack.http.send(body, headers))[0] == 503
    assert (await bench.slack.http.send(body, headers))[0] == 200
    assert len(bench.house.of(MessagePosted)) == 1


async def test_a_retry_of_what_was_never_seen_is_taken_in(bench: SlackBench) -> None:
    body = posted(bench)
    again = {"X-Slack-Retry-Num": "3", "X-Slack-Retry-Reason": "http_timeout"}
    headers = JSON | again | signed(SECRET, body, time.time())
    assert (await bench.slack.http.send(body, headers))[0] == 200
    assert len(bench.house.of(MessagePosted)) == 1


async def test_a_command_given_over_http_reaches_the_house(bench: SlackBench) -> None:
    answer = await bench.slack.command(bench.space, bench.room, bench.space.owner.id, "/rules")
    assert answer == {}
    assert bench.house.of(CommandGiven)[0].name == "rules"


async def test_a_port_in_use_is_said_with_what_to_do(bench: SlackBench, tmp_path: Path) -> None:
    second = SlackBench(tmp_path, socket=False)
    await second.slack.start()
    second.new_adapter(port=bench.adapter.port)
    with pytest.raises(NetworkError, match=r"in use; .* EVENHAND_SLACK_PORT"):
        await second.adapter.listen(second.house)
    await second.close()


@pytest.mark.parametrize(
    "more",
    [
        {"authorizations": {"team_id": "T1"}},  # no list
        {"authorizations": [7, None, []]},  # a list of nothing
        {"team_id": ["T1"]},
        {"event": [], "event_id": 5},
        {"event": None},
    ],
)
async def test_an_odd_envelope_breaks_nothing(bench: SlackBench, more: dict[str, object]) -> None:
    body = json.dumps({**json.loads(posted(bench)), **more}).encode()
    status, _ = await bench.slack.http.send(body, JSON | signed(SECRET, body, time.time()))
    assert status in (200, 400)
    assert await bench.say(bench.space.owner.id, "still here")
