"""A word to whoever brought Evenhand into a server: what to do next, in three steps."""

import logging

import discord

from adapters.discord.problems import Busy, Refusal, Unclear
from adapters.discord.rendering import words
from adapters.discord.rest import Rest

log = logging.getLogger(__name__)
_GREETING = {
    "en": (
        "Thank you for inviting me to {server}. Three steps and I can begin:\n\n"
        'Put the server into a policy file: places: discord: "{id}".\n'
        "Move my role above those that I shall look after, in Server Settings, Roles.\n"
        "Run evenhand doctor; it says what is still missing and how to mend it.\n\n"
        "Until then I do nothing here."
    ),
    "de": (
        "Danke für die Einladung nach {server}. Drei Schritte, dann kann es losgehen:\n\n"
        'Trag den Server in eine Regeldatei ein: places: discord: "{id}".\n'
        "Schieb meine Rolle über die, um die ich mich kümmern soll: Servereinstellungen, Rollen.\n"
        "Starte evenhand doctor; das sagt, was noch fehlt und wie es geht.\n\n"
        "Bis dahin tue ich hier nichts."
    ),
}


async def greet(rest: Rest, guild: discord.Guild) -> bool:
    """Greet whoever invited Evenhand; returns whether they could be found and told."""
    inviter = await _inviter(guild)
    if inviter is None:
        return False
    language = str(guild.preferred_locale.value).partition("-")[0]
    text = _GREETING.get(language, _GREETING["en"]).format(server=guild.name, id=guild.id)
    try:
        way = await rest.request("POST", "/users/@me/channels", body={"recipient_id": inviter})
        await rest.request("POST", f"/channels/{way['id']}/messages", body=words(text))
    except (Refusal, Busy, Unclear) as problem:
        log.info("nobody in %s could be greeted: %s", guild.name, problem)
        return False
    return True


async def _inviter(guild: discord.Guild) -> str | None:
    """Return who invited Evenhand, by the audit log; its owner where that may not be read."""
    if not guild.me.guild_permissions.view_audit_log:
        return str(guild.owner_id) if guild.owner_id else None
    async for entry in guild.audit_logs(limit=20, action=discord.AuditLogAction.bot_add):
        if entry.target is not None and entry.target.id == guild.me.id and entry.user_id:
            return str(entry.user_id)
    return str(guild.owner_id) if guild.owner_id else None
