"""The fake Discord insists on what Discord insists on, whoever asks."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import Any

import aiohttp
import pytest

from tests.fakes.discord import FakeDiscord, Json, rights


class Client:
    """Asks the fake over HTTP, as any bot may."""

    def __init__(self, fake: FakeDiscord, session: aiohttp.ClientSession) -> None:
        self.fake = fake
        self.session = session
        self.guild = fake.world.guild("Kettle & Co.")
        self.room = next(iter(self.guild["channels"].values()))
        self.here = f"/channels/{self.room['id']}/messages"

    async def ask(
        self, method: str, path: str, body: object = None, *, token: str = ""
    ) -> tuple[int, Any]:
        """Return the status and the answer's code or JSON."""
        headers = {"Authorization": f"Bot {token or self.fake.token}"}
        url = f"{self.fake.api}{path}"
        async with self.session.request(method, url, json=body, headers=headers) as answer:
            told = await answer.json() if answer.status != 204 else None
            return answer.status, told

    async def no(self, method: str, path: str, body: object = None) -> tuple[int, int]:
        """Return the status and Discord's code of a refusal."""
        status, told = await self.ask(method, path, body)
        return status, told["code"]

    def say(self, *, age: timedelta = timedelta(0)) -> str:
        owner = self.fake.world.users[self.guild["owner_id"]]
        at = datetime.now(UTC) - age
        return str(self.fake.people.say(self.guild, self.room, owner, "x", at=at)["id"])


@pytest.fixture
async def client() -> AsyncIterator[Client]:
    fake = FakeDiscord()
    await fake.start()
    async with aiohttp.ClientSession() as session:
        yield Client(fake, session)
    await fake.stop()


async def test_a_wrong_token_opens_nothing(client: Client) -> None:
    assert (await client.ask("GET", "/users/@me", token="another"))[0] == 401


async def test_bulk_deletion_is_all_or_nothing(client: Client) -> None:
    path = f"{client.here}/bulk-delete"
    young, old = [client.say() for _ in range(3)], client.say(age=timedelta(days=15))
    assert await client.no("POST", path, {"messages": young[:1]}) == (400, 50016)
    assert await client.no("POST", path, {"messages": [young[0], young[0]]}) == (400, 50035)
    assert await client.no("POST", path, {"messages": [*young, old]}) == (400, 50034)
    assert await client.ask("POST", path, {"messages": young}) == (204, None)
    assert list(client.fake.world.messages[client.room["id"]]) == [old]


LONG: list[tuple[str, Json]] = [
    ("a text that is too long", {"content": "x" * 2001}),
    ("a key that is too long", {"content": "x", "nonce": "x" * 26, "enforce_nonce": True}),
    ("too many rows", {"content": "x", "components": [{"type": 1, "components": []}] * 6}),
]


@pytest.mark.parametrize(("what", "body"), LONG)
async def test_messages_that_do_not_fit_are_refused(client: Client, what: str, body: Json) -> None:
    assert await client.no("POST", client.here, body) == (400, 50035), what


async def test_a_key_makes_a_repeat_the_same_message(client: Client) -> None:
    body = {"content": "x", "nonce": "k", "enforce_nonce": True}
    first = (await client.ask("POST", client.here, body))[1]["id"]
    assert (await client.ask("POST", client.here, body))[1]["id"] == first
    assert (await client.ask("POST", client.here, {**body, "nonce": "l"}))[1]["id"] != first


MENTIONS: list[tuple[Json | None, bool]] = [
    (None, True),  # nothing said: everybody is called
    ({"parse": []}, False),  # nobody
    ({"parse": ["users"]}, False),  # people only
]


@pytest.mark.parametrize(("allowed", "called"), MENTIONS)
async def test_who_is_called_is_reckoned_as_discord_does(
    client: Client, allowed: Json | None, called: bool
) -> None:
    own = client.guild["members"][client.fake.world.me["id"]]["roles"][0]
    client.guild["roles"][own]["permissions"] = str(rights.EVERYTHING)
    body: Json = {"content": "@everyone"}
    if allowed is not None:
        body["allowed_mentions"] = allowed
    assert (await client.ask("POST", client.here, body))[1]["mention_everyone"] is called


async def test_rank_counts_and_the_owner_stands_above_all(client: Client) -> None:
    chief = client.fake.world.role(client.guild, "Chief")
    kim = client.fake.people.join(client.guild, "Kim", roles=[chief["id"]])
    for id in (kim["id"], client.guild["owner_id"]):
        path = f"/guilds/{client.guild['id']}/members/{id}"
        assert await client.no("DELETE", path) == (403, 50013)


async def test_no_time_out_is_longer_than_28_days(client: Client) -> None:
    kim = client.fake.people.join(client.guild, "Kim")
    path = f"/guilds/{client.guild['id']}/members/{kim['id']}"
    until = (datetime.now(UTC) + timedelta(days=29)).isoformat()
    body = {"communication_disabled_until": until}
    assert await client.no("PATCH", path, body) == (400, 50035)


async def test_a_bulk_ban_says_who_could_not_be_banned(client: Client) -> None:
    kim = client.fake.people.join(client.guild, "Kim")
    ids = [kim["id"], client.guild["owner_id"], "123456789012345678"]
    path = f"/guilds/{client.guild['id']}/bulk-ban"
    status, told = await client.ask("POST", path, {"user_ids": ids})
    assert (status, told) == (200, {"banned_users": ids[:1], "failed_users": ids[1:]})


@pytest.mark.parametrize("lacking", [rights.BAN, rights.MANAGE_GUILD])
async def test_a_bulk_ban_needs_both_permissions(client: Client, lacking: int) -> None:
    kim = client.fake.people.join(client.guild, "Kim")
    for role in client.guild["roles"].values():
        role["permissions"] = str(int(role["permissions"]) & ~rights.ADMINISTRATOR & ~lacking)
    path = f"/guilds/{client.guild['id']}/bulk-ban"
    assert await client.no("POST", path, {"user_ids": [kim["id"]]}) == (403, 50013)
    assert client.guild["bans"] == {}


async def test_a_bulk_ban_takes_between_one_and_two_hundred(client: Client) -> None:
    people = [client.fake.world.user(f"Raider {n}")["id"] for n in range(201)]
    path = f"/guilds/{client.guild['id']}/bulk-ban"
    for ids in ([], people):
        assert await client.no("POST", path, {"user_ids": ids}) == (400, 50035)
    assert (await client.ask("POST", path, {"user_ids": people[:200]}))[0] == 200
    assert len(client.guild["bans"]) == 200


async def test_interactions_are_answered_once_and_in_time(client: Client) -> None:
    owner = client.fake.world.users[client.guild["owner_id"]]
    pressed = client.fake.people.press(client.guild, client.room, owner, "b", {"id": "1"})
    path = f"/interactions/{pressed.id}/{pressed.token}/callback"
    body = {"type": 4, "data": {"content": "x"}}
    assert await client.ask("POST", path, body) == (204, None)
    assert await client.no("POST", path, body) == (400, 40060)
    late = client.fake.people.press(client.guild, client.room, owner, "b", {"id": "1"})
    late.at -= timedelta(seconds=4)
    path = f"/interactions/{late.id}/{late.token}/callback"
    assert await client.no("POST", path, body) == (404, 10062)


COMMANDS: list[tuple[str, Json]] = [
    ("a capital", {"name": "Warn", "description": "x"}),
    ("no description", {"name": "warn"}),
    ("a description that is too long", {"name": "warn", "description": "x" * 101}),
    (
        "what may be left out before what may not",
        {
            "name": "warn",
            "description": "x",
            "options": [
                {"name": "a", "type": 3, "description": "x"},
                {"name": "b", "type": 3, "description": "x", "required": True},
            ],
        },
    ),
]


@pytest.mark.parametrize(("what", "body"), COMMANDS)
async def test_commands_that_discord_would_not_take_are_refused(
    client: Client, what: str, body: Json
) -> None:
    path = f"/applications/{client.fake.world.me['id']}/guilds/{client.guild['id']}/commands"
    assert await client.no("POST", path, body) == (400, 50035), what


async def test_limits_say_how_long_to_wait(client: Client) -> None:
    client.fake.limits.set("POST", "/channels/{channel_id}/messages", 1, 60)
    assert (await client.ask("POST", client.here, {"content": "x"}))[0] == 200
    status, told = await client.ask("POST", client.here, {"content": "x"})
    assert status == 429
    assert 0 < told["retry_after"] <= 60
    assert told["global"] is False
