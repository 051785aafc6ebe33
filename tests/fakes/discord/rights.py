"""Who may do what, by Discord's rules: roles, ranks, channel overwrites."""

from datetime import UTC, datetime

from tests.fakes.discord.wire import MISSING_PERMISSIONS, Json, Problem, moment

KICK, BAN, ADMINISTRATOR, MANAGE_CHANNELS, MANAGE_GUILD = 1 << 1, 1 << 2, 1 << 3, 1 << 4, 1 << 5
ADD_REACTIONS, VIEW_AUDIT_LOG, VIEW_CHANNEL, SEND_MESSAGES = 1 << 6, 1 << 7, 1 << 10, 1 << 11
MANAGE_MESSAGES, READ_HISTORY, MENTION_EVERYONE = 1 << 13, 1 << 16, 1 << 17
MANAGE_ROLES, MANAGE_THREADS, SEND_IN_THREADS = 1 << 28, 1 << 34, 1 << 38
MODERATE_MEMBERS, EMBED_LINKS, USE_COMMANDS = 1 << 40, 1 << 14, 1 << 31
PIN_MESSAGES = 1 << 51
EVERYTHING = (1 << 53) - 1
#: What every member may do unless a channel says otherwise.
EVERYBODY = (
    VIEW_CHANNEL | SEND_MESSAGES | READ_HISTORY | ADD_REACTIONS | SEND_IN_THREADS | USE_COMMANDS
)
#: What a bot of a moderator's kind is usually given.
MODERATING = (
    EVERYBODY | KICK | BAN | MANAGE_CHANNELS | VIEW_AUDIT_LOG | MANAGE_MESSAGES | MANAGE_ROLES
    | MANAGE_THREADS | MODERATE_MEMBERS | EMBED_LINKS | MANAGE_GUILD | PIN_MESSAGES
)  # fmt: skip
THREADS = (10, 11, 12)


def rank(guild: Json, user: str) -> int:
    """Return the height of a member's highest role; the owner stands above all."""
    if user == guild["owner_id"]:
        return 1 << 30
    member = guild["members"].get(user)
    if member is None:
        return -1
    return max((guild["roles"][role]["position"] for role in member["roles"]), default=0)


def permissions(guild: Json, user: str, channel: Json | None = None) -> int:
    """Return what a member may do in a server, or in one of its channels."""
    if user == guild["owner_id"]:
        return EVERYTHING
    member = guild["members"].get(user)
    if member is None:
        return 0
    allowed = int(guild["roles"][guild["id"]]["permissions"])
    for role in member["roles"]:
        allowed |= int(guild["roles"][role]["permissions"])
    if allowed & ADMINISTRATOR:
        return EVERYTHING
    if channel is not None:
        allowed = _in_channel(guild, member, channel, allowed)
    return _in_timeout(member, allowed)


def _in_timeout(member: Json, allowed: int) -> int:
    until = member.get("communication_disabled_until")
    if until and moment(until) > datetime.now(UTC):
        return allowed & (VIEW_CHANNEL | READ_HISTORY)
    return allowed


def _in_channel(guild: Json, member: Json, channel: Json, allowed: int) -> int:
    if channel["type"] in THREADS:
        channel = guild["channels"][channel["parent_id"]]
    overwrites = {one["id"]: one for one in channel["permission_overwrites"]}
    everybody = overwrites.get(guild["id"])
    if everybody:
        allowed = _apply(allowed, int(everybody["deny"]), int(everybody["allow"]))
    deny = allow = 0
    for role in member["roles"]:
        if role in overwrites:
            deny |= int(overwrites[role]["deny"])
            allow |= int(overwrites[role]["allow"])
    allowed = _apply(allowed, deny, allow)
    own = overwrites.get(member["user"]["id"])
    return _apply(allowed, int(own["deny"]), int(own["allow"])) if own else allowed


def _apply(allowed: int, deny: int, allow: int) -> int:
    return (allowed & ~deny) | allow


def need(guild: Json, user: str, wanted: int, channel: Json | None = None) -> None:
    """Refuse what a member lacks the permission for."""
    if permissions(guild, user, channel) & wanted != wanted:
        raise Problem(*MISSING_PERMISSIONS)


def need_rank(guild: Json, user: str, target: str) -> None:
    """Refuse what is done to somebody who stands as high or higher."""
    if target in guild["members"] and rank(guild, user) <= rank(guild, target):
        raise Problem(*MISSING_PERMISSIONS)
