"""What is done to members: time-outs, kicks, bans, roles."""

from datetime import UTC, datetime, timedelta

from adapters.discord import places
from adapters.discord.deed import Deed, done, nobody
from adapters.discord.problems import UNKNOWN_BAN, No, Refusal
from adapters.discord.reading import is_id
from bot.domain import (
    AddRole,
    Ban,
    Kick,
    Outcome,
    RemoveRole,
    Timeout,
    Unban,
    Untimeout,
)

#: Discord takes no time-out longer than 28 days; a little less, so that clocks may differ.
LONGEST_TIMEOUT = timedelta(days=28) - timedelta(minutes=1)
_KICKED = 20


async def time_out(deed: Deed, action: Timeout) -> Outcome:
    """Keep a member from writing until a fixed moment."""
    now = datetime.now(UTC)
    until = action.until or deed.order.at + timedelta(seconds=action.seconds)
    if until <= now:
        return done(detail="it would be over already")
    await deed.may_touch(places.MODERATE_MEMBERS, action.member)
    at = min(until, now + LONGEST_TIMEOUT)
    await _set_timeout(deed, action.member, at.isoformat(), action.reason)
    return done(detail="" if at == until else "Discord holds it for 28 days")


async def end_timeout(deed: Deed, action: Untimeout) -> Outcome:
    """Let a member write again."""
    await deed.may_touch(places.MODERATE_MEMBERS, action.member)
    await _set_timeout(deed, action.member, None, action.reason)
    return done()


async def _set_timeout(deed: Deed, member: str, until: str | None, reason: str) -> None:
    await deed.rest.request(
        "PATCH",
        f"{deed.guild}/members/{member}",
        body={"communication_disabled_until": until},
        reason=deed.reason(reason),
        urgent=True,
    )
    deed.touched(member)


async def kick(deed: Deed, action: Kick) -> Outcome:
    """Show a member out."""
    await deed.may_touch(places.KICK_MEMBERS, action.member)
    await deed.rest.request(
        "DELETE",
        f"{deed.guild}/members/{action.member}",
        reason=deed.reason(action.reason),
        urgent=True,
    )
    deed.touched(action.member)
    return done()


async def was_kicked(deed: Deed, action: Kick) -> Outcome | None:
    """Return that a kick was done where the audit log or the member's absence shows it."""
    place = await deed.place()
    if place.my_permissions() & places.VIEW_AUDIT_LOG:
        log = await deed.rest.get(f"{deed.guild}/audit-logs", action_type=str(_KICKED), limit="100")
        for entry in log["audit_log_entries"]:
            ours = str(entry["user_id"]) == place.me and str(entry["target_id"]) == action.member
            if ours and f"{deed.order.decision})" in entry.get("reason", ""):
                return done()
        return None
    gone = await deed.tools.directory.member(deed.order.place, action.member) is None
    return done(detail="they are no longer here") if gone else None


async def ban(deed: Deed, action: Ban) -> Outcome:
    """Keep somebody out; whom nobody knows here can be kept out too."""
    await deed.may_touch(places.BAN_MEMBERS, action.member)
    try:
        await deed.rest.request(
            "PUT",
            f"{deed.guild}/bans/{action.member}",
            body={"delete_message_seconds": 0},
            reason=deed.reason(action.reason),
            urgent=True,
        )
    except Refusal as refusal:
        if nobody(refusal):
            raise No("Discord knows nobody with this id.") from None
        raise
    deed.touched(action.member)
    return done()


async def unban(deed: Deed, action: Unban) -> Outcome:
    """Let somebody come back."""
    if not is_id(action.member):
        raise No("Nobody with this id is here.")
    await deed.may(places.BAN_MEMBERS)
    path = f"{deed.guild}/bans/{action.member}"
    try:
        await deed.rest.request("DELETE", path, reason=deed.reason(action.reason))
    except Refusal as refusal:
        if refusal.code == UNKNOWN_BAN:
            return done(detail="there was no ban")
        raise
    return done()


async def change_role(deed: Deed, action: AddRole | RemoveRole) -> Outcome:
    """Give a role or take it."""
    if not is_id(action.member):
        raise No("Nobody with this id is here.")
    place = await deed.may(places.MANAGE_ROLES)
    role = place.role_named(action.role)
    if role is None:
        raise No(f"There is no role '{action.role}' in {place.name}.")
    if role.managed or role.id == place.id:
        raise No(f"Discord itself manages the role '{role.name}'; nobody can give or take it.")
    if role.position >= place.my_rank:
        raise No(
            f"The role '{role.name}' stands as high as mine or above. Move mine above it in Server "
            "Settings, Roles."
        )
    method = "PUT" if isinstance(action, AddRole) else "DELETE"
    path = f"{deed.guild}/members/{action.member}/roles/{role.id}"
    await deed.rest.request(method, path, reason=deed.reason())
    deed.touched(action.member)
    return done()
