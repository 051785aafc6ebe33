"""The fake Discord's AutoMod and select menus keep to Discord's rules, whoever asks."""

from typing import Any

import pytest

from tests.contract.test_fake_discord import Client, client
from tests.fakes.discord import Json, rights

__all__ = ["client"]


def rule(**more: Any) -> Json:
    return {
        "name": "Words",
        "trigger_type": 1,
        "trigger_metadata": {"keyword_filter": ["pebble*"]},
        "actions": [{"type": 1}],
        "enabled": True,
        **more,
    }


def path(client: Client) -> str:
    return f"/guilds/{client.guild['id']}/auto-moderation/rules"


async def test_rules_are_made_read_changed_and_removed(client: Client) -> None:
    status, made = await client.ask("POST", path(client), rule())
    assert (status, made["creator_id"]) == (200, client.fake.world.me["id"])
    assert (await client.ask("GET", path(client)))[1] == [made]
    one = f"{path(client)}/{made['id']}"
    assert (await client.ask("PATCH", one, {"enabled": False}))[1]["enabled"] is False
    assert (await client.ask("GET", one))[1]["name"] == "Words"
    assert (await client.ask("DELETE", one))[0] == 204
    assert await client.no("GET", one) == (404, 10066)


@pytest.mark.parametrize(
    "change",
    [
        {"trigger_metadata": {"keyword_filter": ["x"] * 1001}},
        {"trigger_metadata": {"keyword_filter": ["x" * 61]}},
        {"trigger_metadata": {"regex_patterns": ["x"] * 11}},
        {"trigger_metadata": {"regex_patterns": ["x" * 261]}},
        # no look-around in Rust, and no open brackets anywhere
        {"trigger_metadata": {"regex_patterns": ["(?=x)"]}},
        {"trigger_metadata": {"regex_patterns": ["[x"]}},
        {"trigger_metadata": {"allow_list": ["x"] * 101}},
        {"exempt_roles": ["1"] * 21},
        {"exempt_channels": ["1"] * 51},
        {"actions": []},
        {"actions": [{"type": 1, "metadata": {"custom_message": "x" * 151}}]},
        {"name": ""},
        {"trigger_type": 9},
    ],
)
async def test_a_rule_beyond_the_limits_is_refused(client: Client, change: Json) -> None:
    assert await client.no("POST", path(client), rule(**change)) == (400, 50035)
    assert client.guild["automod"] == {}


async def test_a_server_has_room_for_six_rules_with_words(client: Client) -> None:
    for number in range(6):
        assert (await client.ask("POST", path(client), rule(name=str(number))))[0] == 200
    status, told = await client.ask("POST", path(client), rule())
    assert status == 400
    assert "AUTO_MODERATION_MAX_RULES_OF_TYPE_EXCEEDED" in told["message"]


async def test_rules_are_for_those_who_manage_the_server(client: Client) -> None:
    own = client.guild["members"][client.fake.world.me["id"]]["roles"][0]
    role = client.guild["roles"][own]
    role["permissions"] = str(int(role["permissions"]) & ~rights.MANAGE_GUILD)
    assert await client.no("GET", path(client)) == (403, 50013)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("have PEBBLES", False),
        ("a pebbly beach", True),
        # the exception lets the whole message through
        ("pebble beach has pebbles", True),
        # whole words, unless a star says otherwise
        ("stonewall", True),
        ("a stone.", False),
        ("mycasinobonus", False),
        ("call 1234-5678", False),
    ],
)
async def test_what_a_rule_finds_is_never_shown(client: Client, text: str, shown: bool) -> None:
    found = {
        "keyword_filter": ["pebble*", "stone", "*casino*"],
        "regex_patterns": [r"(?i)\d{4}-\d{4}"],
        "allow_list": ["pebble beach"],
    }
    await client.ask("POST", path(client), rule(trigger_metadata=found))
    ann = client.fake.people.join(client.guild, "Ann")
    client.fake.people.say(client.guild, client.room, ann, text)
    assert bool(client.fake.world.messages[client.room["id"]]) is shown


async def test_whoever_a_rule_spares_is_let_through(client: Client) -> None:
    people, world = client.fake.people, client.fake.world
    friend = world.role(client.guild, "Friend", at=1)
    await client.ask("POST", path(client), rule(exempt_roles=[friend["id"]]))
    owner = world.users[client.guild["owner_id"]]
    for user in (owner, people.join(client.guild, "Fay", roles=[friend["id"]])):
        people.say(client.guild, client.room, user, "a pebble")
    lounge = world.channel(client.guild, "lounge")
    await client.ask("POST", path(client), rule(exempt_channels=[lounge["id"]]))
    assert len(world.messages[client.room["id"]]) == 2


def menu(**more: Any) -> Json:
    options = [{"label": word, "value": word} for word in ("red", "blue")]
    select = {"type": 3, "custom_id": "colour", "options": options, **more}
    return {"components": [{"type": 1, "components": [select]}]}


async def test_somebody_chooses_from_a_select_menu(client: Client) -> None:
    status, message = await client.ask("POST", client.here, menu(max_values=2))
    assert status == 200
    ann = client.fake.people.join(client.guild, "Ann")
    chosen = client.fake.people.choose(
        client.guild, client.room, ann, "colour", ["red", "blue"], message
    )
    body = {"type": 4, "data": {"content": "Chosen."}}
    await client.ask("POST", f"/interactions/{chosen.id}/{chosen.token}/callback", body)
    assert await chosen.answered() == "Chosen."
    with pytest.raises(AssertionError, match="colour offers"):
        client.fake.people.choose(client.guild, client.room, ann, "colour", ["green"], message)


BAD_MENUS: list[Json] = [
    menu(options=[]),
    menu(options=[{"label": "x", "value": str(n)} for n in range(26)]),
    # more to be chosen than there is
    menu(max_values=3),
    menu(options=[{"label": "x", "value": "1"}, {"label": "y", "value": "1"}]),
    menu(options=[{"label": "", "value": "1"}]),
    # a menu stands alone in its row
    {"components": [{"type": 1, "components": [
        *menu()["components"][0]["components"],
        {"type": 2, "label": "x", "custom_id": "x", "style": 1},
    ]}]},
]  # fmt: skip


@pytest.mark.parametrize("body", BAD_MENUS)
async def test_a_select_menu_that_discord_would_not_take_is_refused(
    client: Client, body: Json
) -> None:
    assert await client.no("POST", client.here, body) == (400, 50035)
