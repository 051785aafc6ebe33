"""AutoMod: rules that members write under, with the limits that Discord has for them."""

import re
from collections.abc import Iterable, Mapping

from tests.fakes.discord import rights
from tests.fakes.discord.server import Asked, Server
from tests.fakes.discord.wire import Json, bad_form, unknown
from tests.fakes.discord.world import World

KEYWORD = 1
BLOCK, ALERT, TIMEOUT = 1, 2, 3
#: How many rules of each kind a server may have.
MOST: Mapping[int, int] = {1: 6, 3: 1, 4: 1, 5: 1, 6: 1}
#: Entries of each list, and characters of each entry.
LISTS: Mapping[str, tuple[int, int]] = {
    "keyword_filter": (1000, 60),
    "regex_patterns": (10, 260),
    "allow_list": (100, 60),
}
MOST_ROLES, MOST_CHANNELS, LONGEST_TOLD = 20, 50, 150
#: What Rust's engine does not read.
_NOT_RUST = re.compile(r"\\[CQEZ1-9]|\(\?[=!]|\(\?<[=!]")


class AutoModRules:
    """Routes about a server's AutoMod rules."""

    def __init__(self, world: World) -> None:
        self._world = world

    def serve(self, server: Server) -> None:
        """Add the routes."""
        path = "/guilds/{guild_id}/auto-moderation/rules"
        server.add("GET", path, self.list)
        server.add("POST", path, self.create)
        server.add("GET", path + "/{rule_id}", self.get)
        server.add("PATCH", path + "/{rule_id}", self.edit)
        server.add("DELETE", path + "/{rule_id}", self.delete)

    def _guild(self, asked: Asked) -> Json:
        guild = self._world.guild_of(asked["guild_id"])
        rights.need(guild, asked.by, rights.MANAGE_GUILD)
        return guild

    def _rule(self, asked: Asked) -> tuple[Json, Json]:
        guild = self._guild(asked)
        rule = guild["automod"].get(asked["rule_id"])
        if rule is None:
            raise unknown("Auto Moderation Rule", 10066)
        return guild, rule

    async def list(self, asked: Asked) -> list[Json]:
        return list(self._guild(asked)["automod"].values())

    async def get(self, asked: Asked) -> Json:
        return self._rule(asked)[1]

    async def create(self, asked: Asked) -> Json:
        return add_rule(self._world, self._guild(asked), asked.by, asked.body)

    async def edit(self, asked: Asked) -> Json:
        _, rule = self._rule(asked)
        if "trigger_type" in asked.body:
            raise bad_form("trigger_type: cannot be changed")
        changed = {**rule, **asked.body}
        _check(changed)
        rule.update(changed)
        return rule

    async def delete(self, asked: Asked) -> None:
        guild, rule = self._rule(asked)
        del guild["automod"][rule["id"]]


def add_rule(world: World, guild: Json, by: str, body: Json) -> Json:
    """Make a rule in somebody's name, within Discord's limits."""
    kind = int(body.get("trigger_type") or 0)
    if kind not in MOST:
        raise bad_form("trigger_type: Value must be one of {1, 3, 4, 5, 6}.")
    if sum(rule["trigger_type"] == kind for rule in guild["automod"].values()) >= MOST[kind]:
        raise bad_form(
            "AUTO_MODERATION_MAX_RULES_OF_TYPE_EXCEEDED: Maximum number of rules with trigger "
            f"type {kind} is {MOST[kind]}"
        )
    rule: Json = {
        "id": world.ids.new(),
        "guild_id": guild["id"],
        "creator_id": by,
        "event_type": 1,
        "trigger_metadata": {},
        "actions": [],
        "enabled": False,
        "exempt_roles": [],
        "exempt_channels": [],
        **body,
    }
    _check(rule)
    guild["automod"][rule["id"]] = rule
    return rule


def _check(rule: Json) -> None:
    if not 1 <= len(rule.get("name", "")) <= 100:
        raise bad_form("name: Must be between 1 and 100 in length.")
    if not rule["actions"]:
        raise bad_form("actions: This field is required")
    for name, (most, longest) in LISTS.items():
        entries = rule["trigger_metadata"].get(name, [])
        if len(entries) > most:
            raise bad_form(f"trigger_metadata.{name}: Must be {most} or fewer in length.")
        if any(not 1 <= len(entry) <= longest for entry in entries):
            raise bad_form(f"trigger_metadata.{name}: Must be {longest} or fewer in length.")
    for pattern in rule["trigger_metadata"].get("regex_patterns", []):
        if _NOT_RUST.search(pattern) or not _compiles(pattern):
            raise bad_form("trigger_metadata.regex_patterns: AUTO_MODERATION_INVALID_REGEX")
    if len(rule["exempt_roles"]) > MOST_ROLES or len(rule["exempt_channels"]) > MOST_CHANNELS:
        raise bad_form("exempt_roles, exempt_channels: too many")
    told = [(one.get("metadata") or {}).get("custom_message", "") for one in rule["actions"]]
    if any(len(text) > LONGEST_TOLD for text in told):
        raise bad_form("actions.metadata.custom_message: Must be 150 or fewer in length.")


def _compiles(pattern: str) -> bool:
    try:
        re.compile(pattern.replace(r"\z", r"\Z"))
    except re.error:
        return False
    return True


def caught(guild: Json, channel: Json, user: str, text: str) -> list[tuple[Json, str, str]]:
    """Return the rules that find something in a text, with the entry and what it found."""
    allowed = rights.permissions(guild, user)
    if allowed & (rights.MANAGE_GUILD | rights.ADMINISTRATOR) or user not in guild["members"]:
        return []
    roles, where = set(guild["members"][user]["roles"]), {channel["id"], channel.get("parent_id")}
    found: list[tuple[Json, str, str]] = []
    for rule in guild["automod"].values():
        spared = roles & {*rule["exempt_roles"]} or where & {*rule["exempt_channels"]}
        if not rule["enabled"] or rule["trigger_type"] != KEYWORD or spared:
            continue
        hit = _hit(rule["trigger_metadata"], text)
        if hit is not None:
            found.append((rule, *hit))
    return found


def _hit(wanted: Json, text: str) -> tuple[str, str] | None:
    if any(_find(_of_word(entry), text) for entry in wanted.get("allow_list", [])):
        return None
    patterns = [(entry, _of_word(entry)) for entry in wanted.get("keyword_filter", [])]
    patterns += [(entry, entry.replace(r"\z", r"\Z")) for entry in wanted.get("regex_patterns", [])]
    return _first(patterns, text)


def _first(patterns: Iterable[tuple[str, str]], text: str) -> tuple[str, str] | None:
    for entry, pattern in patterns:
        match = _find(pattern, text)
        if match is not None:
            return entry, match[0]
    return None


def _find(pattern: str, text: str) -> re.Match[str] | None:
    return re.search(pattern, text)


def _of_word(entry: str) -> str:
    """Return the expression for a keyword: whole words, but for the side with a star."""
    before = "" if entry.startswith("*") else r"(?<!\w)"
    after = "" if entry.endswith("*") else r"(?!\w)"
    return f"(?i){before}{re.escape(entry.strip('*'))}{after}"
