"""Bad days on Telegram: others use the token, groups go, nobody says who is who."""

import hmac
from collections.abc import AsyncIterator
from contextlib import suppress
from pathlib import Path

import aiohttp
import pytest
from telegram.error import RetryAfter

from adapters.telegram.intake import Intake
from adapters.telegram.polling import Polling
from bot.domain import MessagePosted, OutcomeState, Reply
from bot.errors import NetworkError
from tests.contract.telegram_bench import TelegramBench
from tests.fakes.telegram.faults import Fault, server_error
from tests.fakes.telegram.wire import ApiError
from tests.integration.telegram.whole import Whole


@pytest.fixture(autouse=True)
def _short_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("adapters.telegram.polling._FIRST_PAUSE", 0.01)
    monkeypatch.setattr("adapters.telegram.polling._LONGEST_PAUSE", 0.05)


@pytest.fixture
async def hooked(tmp_path: Path) -> AsyncIterator[TelegramBench]:
    bench = TelegramBench(tmp_path, webhook="https://bot.example/telegram")
    await bench.open()
    await bench.start()
    yield bench
    await bench.shut()


def lines(bench: TelegramBench) -> list[str]:
    return [event.text for event in bench.house.of(MessagePosted)]


async def asked_more_often(bench: TelegramBench, times: int) -> None:
    await bench.cloud.until(lambda: bench.cloud.polls > times)


# ------------------------------------------------------------------------------ the token


async def test_a_token_that_is_revoked_ends_it_with_a_sentence(bench: TelegramBench) -> None:
    bench.telegram.token = "other"
    bench.cloud.release()
    with pytest.raises(NetworkError, match="EVENHAND_TELEGRAM_TOKEN"):
        await bench.ended()
    outcome = await bench.perform(Reply(channel=bench.channel, text="hello"))
    assert (outcome.state, "evenhand doctor" in outcome.detail) == (OutcomeState.REFUSED, True)


async def test_beside_a_second_program_that_asks_all_is_heard_and_it_is_told(
    bench: TelegramBench,
) -> None:
    ann = bench.person(await bench.join("Ann"))
    for number in range(4):
        after = bench.cloud.polls + 1
        # of two who ask one hears of a conflict, and it may be either
        with suppress(ApiError):
            await bench.cloud.get_updates(0, 100, 0, None)
        await asked_more_often(bench, after)
        await bench.heard(bench.people.say(bench.group, ann, f"line {number}")[1])
    assert lines(bench) == [f"line {number}" for number in range(4)]


async def test_a_pause_of_minutes_is_kept_as_long_as_telegram_asks(quiet: TelegramBench) -> None:
    station = quiet.adapter._station
    intake = Intake(station.line, station._hearing, quiet.house)
    polling = Polling(station.line, station.notebook, intake, station.watch, quiet.house)
    assert polling._pause_after(RetryAfter(344), 1.0) == 344


# ----------------------------------------------------------------------------- the webhook


@pytest.mark.parametrize("shown", ["", "wrong", "x" * 43])
async def test_a_secret_is_compared_in_constant_time_before_anything_is_read(
    hooked: TelegramBench, monkeypatch: pytest.MonkeyPatch, shown: str
) -> None:
    compared: list[tuple[bytes, bytes]] = []
    compare = hmac.compare_digest

    def watched(one: bytes, other: bytes) -> bool:
        compared.append((one, other))
        return compare(one, other)

    monkeypatch.setattr("adapters.telegram.webhook.hmac.compare_digest", watched)
    headers = {"X-Telegram-Bot-Api-Secret-Token": shown} if shown else {}
    url = f"{hooked.telegram.hooks.reach}/telegram"
    async with (
        aiohttp.ClientSession() as session,
        session.post(url, data=b"no JSON at all", headers=headers) as answer,
    ):
        assert answer.status == 401
    assert compared == [(shown.encode(), hooked.cloud.webhook["secret_token"].encode())]


# ------------------------------------------------------------------------------ the groups


@pytest.mark.parametrize(
    "fault",
    [
        Fault(code=400, description="Bad Request: chat not found"),
        Fault(code=403, description="Forbidden: bot was kicked from the supergroup chat"),
        server_error(502),
    ],
    ids=["gone", "kicked", "502"],
)
async def test_messages_are_heard_though_nobody_says_who_the_administrators_are(
    quiet: TelegramBench, fault: Fault
) -> None:
    quiet.telegram.faults.plan("getChatAdministrators", *[fault] * 20)
    quiet.telegram.faults.plan("getChat", *[fault] * 20)
    await quiet.start()
    await quiet.say(await quiet.join("Ann"), "hello")
    assert lines(quiet) == ["hello"]


async def test_nobody_is_punished_whose_standing_was_unknown_when_they_wrote(
    tmp_path: Path,
) -> None:
    whole = Whole(tmp_path)
    # neither at first, nor when it is asked for again
    whole.telegram.faults.plan("getChatAdministrators", *[server_error()] * 1_000)
    await whole.start()
    try:
        kept = whole.says(whole.owner(whole.group), "a pebble of the owner's")
        gone = whole.says(whole.comes("Rude"), "have a pebble")
        await whole.until(lambda: gone not in whole.group.messages)
        assert kept in whole.group.messages
    finally:
        await whole.close()
