"""Whether Discord will let Evenhand work: token, intents, servers, permissions, heights."""

from collections.abc import Iterator, Sequence
from typing import Any

from adapters.discord import places
from adapters.discord.directory import Directory
from adapters.discord.inviting import NEEDED, permissions_for
from adapters.discord.places import Place, Room, lacking
from adapters.discord.problems import Busy, No, Refusal, Unclear, sentence
from adapters.discord.rest import Rest
from adapters.discord.starts import LEAST_LEFT
from bot.ports import Finding

#: Application flags that say whether an intent is switched on, for large bots and for small ones.
_MEMBERS, _CONTENT = 1 << 14 | 1 << 15, 1 << 18 | 1 << 19
_PORTAL = "https://discord.com/developers/applications, your application, page Bot"
_ROLES = "Server Settings, Roles"
#: Rooms that are named one by one; of more there is a count.
_MOST_NAMED = 5
_TALKED_IN = frozenset({0, 2, 5, 13})


async def examine(rest: Rest, directory: Directory) -> Sequence[Finding]:
    """Return what was found; a Discord that cannot be reached is a finding too."""
    try:
        me = await rest.get("/users/@me")
        application = await rest.get("/applications/@me")
        gateway = await rest.get("/gateway/bot")
        guilds = await rest.get("/users/@me/guilds")
    except Refusal as refusal:
        mend = f"Make a new token at {_PORTAL}, Reset Token."
        return [Finding(ok=False, what=sentence(refusal), mend=mend)]
    except (Busy, Unclear) as error:
        mend = "Look whether this machine reaches discord.com."
        return [Finding(ok=False, what=str(error), mend=mend)]
    found = [Finding(ok=True, what=f"the token is accepted: {me['username']}")]
    found += _intents(int(application.get("flags") or 0))
    found.append(_starts(int(gateway["session_start_limit"]["remaining"])))
    for guild in guilds:
        found += await _server(directory, guild)
    if not guilds:
        what, mend = (
            "the bot is in no server",
            "Run `evenhand discord invite` and open the address.",
        )
        found.append(Finding(ok=False, what=what, mend=mend))
    return found


def _intents(flags: int) -> Iterator[Finding]:
    for bits, name in ((_MEMBERS, "Server Members Intent"), (_CONTENT, "Message Content Intent")):
        on = bool(flags & bits)
        mend = "" if on else f"Switch it on at {_PORTAL}."
        yield Finding(ok=on, what=f"'{name}' is {'on' if on else 'off'}", mend=mend)


def _starts(left: int) -> Finding:
    fine = left >= LEAST_LEFT
    mend = "" if fine else "Find out what makes it start so often, before Discord resets the token."
    return Finding(ok=fine, what=f"{left} starts are left for today", mend=mend)


async def _server(directory: Directory, guild: dict[str, Any]) -> list[Finding]:
    try:
        place = await directory.place(str(guild["id"]))
    except (Busy, No, Refusal, Unclear) as error:
        return [Finding(ok=False, what=f"{guild['name']} cannot be looked at: {error}")]
    return [_permissions(place), *_too_much(place), *_height(place), *_rooms(place)]


def _permissions(place: Place) -> Finding:
    where = f"{place.name} ({place.id})"
    missing = lacking(place.my_permissions(), permissions_for(NEEDED))
    if not missing:
        return Finding(ok=True, what=f"{where}: all permissions are there")
    mend = f"Give them to my role in {_ROLES}, or leave out what needs them."
    return Finding(ok=False, what=f"{where}: missing are {missing}", mend=mend)


def _too_much(place: Place) -> Iterator[Finding]:
    if any(place.roles[id].permissions & places.ADMINISTRATOR for id in _mine(place)):
        what = f"{place.name}: my role has 'Administrator', which is more than I need"
        mend = f"Take it away in {_ROLES}; `evenhand discord invite` says what is enough."
        yield Finding(ok=False, what=what, mend=mend)


def _mine(place: Place) -> list[str]:
    return [id for id in place.my_roles if id in place.roles]


def _height(place: Place) -> Iterator[Finding]:
    above = [
        role.name
        for role in place.roles.values()
        if role.position >= place.my_rank and role.id not in place.my_roles and not role.managed
    ]
    if above:
        what = f"{place.name}: I can do nothing to whoever has {_named(above)}"
        mend = f"Move my role above those that I shall look after, in {_ROLES}."
        # It is usual for some to stand above; only whoever runs the server knows who should not.
        yield Finding(ok=True, what=what, mend=mend)


def _rooms(place: Place) -> Iterator[Finding]:
    needed = places.VIEW_CHANNEL | places.READ_MESSAGE_HISTORY | places.SEND_MESSAGES
    shut = [room for room in place.rooms.values() if _is_shut(place, room, needed)]
    if shut:
        what = f"{place.name}: I can't read and write in {_named([f'#{r.name}' for r in shut])}"
        mend = "Give my role 'View Channel', 'Read Message History' and 'Send Messages' there."
        yield Finding(ok=False, what=what, mend=mend)


def _is_shut(place: Place, room: Room, needed: int) -> bool:
    return room.type in _TALKED_IN and bool(lacking(place.my_permissions(room), needed))


def _named(names: Sequence[str]) -> str:
    shown = ", ".join(names[:_MOST_NAMED])
    return shown if len(names) <= _MOST_NAMED else f"{shown} and {len(names) - _MOST_NAMED} more"
