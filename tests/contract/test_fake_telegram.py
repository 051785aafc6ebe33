"""The fake Telegram insists on what Telegram insists on: how updates reach a bot."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
from aiohttp import web

from tests.contract.telegram_client import Client, opened


@pytest.fixture
async def client() -> AsyncIterator[Client]:
    async with opened() as client:
        yield client


async def test_what_is_asked_for_again_comes_again_until_a_higher_offset(client: Client) -> None:
    first, second, third = [client.says()[1] for _ in range(3)]
    assert await client.numbers() == [first, second, third]
    assert await client.numbers() == [first, second, third]
    assert await client.numbers(second) == [second, third]
    # confirmed for good, whatever is asked for afterwards
    assert await client.numbers(0) == [second, third]


async def test_a_negative_offset_forgets_all_but_the_last(client: Client) -> None:
    last = [client.says()[1] for _ in range(3)][-1]
    assert await client.numbers(-1) == [last]
    assert await client.numbers() == [last]


async def test_at_most_a_hundred_come_at_once_and_no_more_than_wanted(client: Client) -> None:
    updates = [client.says()[1] for _ in range(120)]
    assert await client.numbers() == updates[:100]
    assert await client.numbers(limit=3) == updates[:3]


async def test_what_nobody_fetches_for_a_day_is_gone(client: Client) -> None:
    client.says()
    client.clock.tick(timedelta(hours=24).total_seconds())
    late = client.says()[1]
    assert await client.numbers() == [late]


async def test_asking_waits_for_news(client: Client) -> None:
    asking = asyncio.create_task(client.numbers(timeout=50))
    await client.cloud.until(lambda: client.cloud.polls)
    assert not asking.done()
    update = client.says()[1]
    assert await asking == [update]


async def test_of_two_who_ask_the_older_hears_of_a_conflict(client: Client) -> None:
    older = asyncio.create_task(client.no("getUpdates", timeout=50))
    await client.cloud.until(lambda: client.cloud.polls)
    younger = asyncio.create_task(client.numbers(timeout=50))
    code, words = await older
    assert (code, "terminated by other getUpdates" in words) == (409, True)
    update = client.says()[1]
    assert await younger == [update]


async def test_kinds_that_are_not_asked_for_do_not_come(client: Client) -> None:
    await client.numbers(allowed_updates=["message"])
    client.people.react(client.group, client.ann, 1, "👍")
    update = client.says()[1]
    assert await client.numbers() == [update]


async def test_changes_of_members_come_on_request_alone(client: Client) -> None:
    zoe = client.cloud.person("Zoe")
    client.people.join(client.group, zoe, service=False)
    assert await client.numbers() == []
    await client.numbers(allowed_updates=["chat_member"])
    client.people.leave(client.group, zoe)
    assert len(await client.numbers()) == 1


# -------------------------------------------------------------------------- webhooks


async def test_a_webhook_brings_one_again_until_it_is_taken_and_nobody_may_ask_meanwhile(
    client: Client,
) -> None:
    calls: list[tuple[str, int]] = []

    async def heard(request: web.Request) -> web.Response:
        body = await request.json()
        secret = request.headers.get("X-Telegram-Bot-Api-Secret-Token", "")
        calls.append((secret, body["update_id"]))
        return web.Response(status=200 if len(calls) > 2 else 500)

    app = web.Application()
    app.router.add_post("/hook", heard)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    client.fake.hooks.reach = f"http://127.0.0.1:{runner.addresses[0][1]}"
    await client.get("setWebhook", url="https://bot.example/hook", secret_token="s3cret")
    assert (await client.no("getUpdates"))[0] == 409
    first, second = client.says()[1], client.says()[1]
    await client.cloud.until_confirmed(second)
    assert calls == [("s3cret", first)] * 3 + [("s3cret", second)]
    await client.get("deleteWebhook")
    assert await client.numbers() == []
    await runner.cleanup()


async def test_a_secret_of_odd_signs_is_refused(client: Client) -> None:
    told = await client.no("setWebhook", url="https://bot.example/x", secret_token="ä b")
    assert told[0] == 400
