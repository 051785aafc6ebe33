"""Whether Slack brings the app what it has to hear: told by what was written while it listened."""

import json
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.contract.slack_bench import SlackBench, slack_at
from tests.fakes.slack import Channel

T = 1_790_000_000.0
HOUR = 3600.0


class Moment:
    """Slack's clock, set by hand."""

    def __init__(self) -> None:
        self.at = T

    def __call__(self) -> float:
        return self.at


@pytest.fixture
async def bench(tmp_path: Path) -> AsyncIterator[SlackBench]:
    bench = SlackBench(tmp_path, now=Moment())
    await bench.open()
    yield bench
    await bench.close()


def listened(bench: SlackBench, since: float, until: float, **upto: float) -> None:
    noted = {"alive": {"alive": until, "since": since}, bench.place: upto}
    (bench.folder / "heard.json").write_text(json.dumps(noted))


def write(bench: SlackBench, at: float, user: str = "", room: Channel | None = None) -> None:
    """Let somebody write who is not heard."""
    bench.slack.clock.at = at  # type: ignore[attr-defined]  # a Moment
    room = room or bench.room
    bench.slack.say(bench.space, room, user or bench.space.owner.id, "hello")[1].cancel()


async def told(bench: SlackBench) -> tuple[bool, str]:
    """Return what doctor says last of all: whether what is written is heard."""
    finding = list(await bench.adapter.examine())[-1]
    return finding.ok, f"{finding.what} {finding.mend}"


async def test_what_was_written_and_never_heard_is_a_missing_subscription(
    bench: SlackBench,
) -> None:
    write(bench, T)
    listened(bench, T - HOUR, T + HOUR)
    ok, words = await told(bench)
    assert not ok
    assert "in #help while Evenhand listened was not heard" in words
    assert "Subscribe the app to message.channels under" in words


async def test_private_channels_have_an_event_of_their_own(bench: SlackBench) -> None:
    secret = bench.space.add_channel("secret", kind="private")
    secret.members |= {bench.space.bot.id, bench.space.owner.id}
    write(bench, T, room=secret)
    write(bench, T + 1)
    listened(bench, T - HOUR, T + HOUR, **{bench.channel: T + 1})
    ok, words = await told(bench)
    assert not ok
    assert "Subscribe the app to message.groups under" in words


async def test_what_was_heard_is_said(bench: SlackBench) -> None:
    write(bench, T)
    listened(bench, T - HOUR, T + HOUR, **{bench.channel: T})
    assert await told(bench) == (True, "what was written lately in #help was heard ")


@pytest.mark.parametrize(
    ("since", "until"),
    [
        (T + HOUR, T + 2 * HOUR),  # written before it listened
        (T - HOUR, T + 1),  # so lately that it may be on its way
        (T - 2 * HOUR, T - HOUR),  # written after it had stopped
    ],
)
async def test_what_could_not_be_heard_says_nothing(
    bench: SlackBench, since: float, until: float
) -> None:
    write(bench, T)
    listened(bench, since, until)
    ok, words = await told(bench)
    assert ok
    assert "Slack does not tell an app which events" in words


async def test_what_was_written_before_the_app_came_into_the_channel_says_nothing(
    bench: SlackBench,
) -> None:
    write(bench, T)
    bench.slack.clock.at = T + 10  # type: ignore[attr-defined]  # a Moment
    bench.slack.say(bench.space, bench.room, bench.space.bot.id, "", subtype="channel_join")[
        1
    ].cancel()
    write(bench, T + 20, user=bench.space.bot.id)
    listened(bench, T - HOUR, T + HOUR)
    assert (await told(bench))[0]


async def test_since_when_it_listens_is_known_from_one_run_alone(tmp_path: Path) -> None:
    async with slack_at(SlackBench(tmp_path)) as bench:
        heard = bench.adapter._slack._heard
        heard.listening(T)
        heard.listening(T + HOUR)
        assert heard.listened() == (T, T + HOUR)
        heard.deaf()
        heard.listening(T + 2 * HOUR)
        assert heard.listened() == (T + 2 * HOUR, T + 2 * HOUR)
