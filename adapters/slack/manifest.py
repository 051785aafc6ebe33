"""The app's manifest: what is pasted into Slack so that the app is set up in one step."""

import json
from collections.abc import Collection, Mapping, Sequence
from types import MappingProxyType
from typing import Any

from adapters.slack.door import PATH, RETURN
from adapters.slack.effects import ABILITIES
from adapters.slack.scopes import HEARS, bot_scopes, events, user_scopes
from adapters.slack.shortcuts import EVERYWHERE, SHORTCUTS
from bot.domain import (
    ArchiveChannel,
    Ban,
    CommandSpec,
    Effect,
    Event,
    Kick,
    LockChannel,
    PinMessage,
    PurgeMessages,
    SlowMode,
    Timeout,
    UnarchiveChannel,
    Unban,
    UnlockChannel,
    UnpinMessage,
    Untimeout,
)

Json = dict[str, Any]
UMBRELLA = "/evenhand"
#: Names that Slack keeps for itself; behind the umbrella they work all the same.
RESERVED = frozenset(
    {"archive", "away", "call", "close", "collapse", "dm", "dnd", "expand", "feed", "feedback",
     "help", "invite", "join", "kick", "leave", "me", "msg", "mute", "open", "prefs", "remind",
     "remove", "rename", "search", "shrug", "status", "topic", "unarchive", "who"}
)  # fmt: skip
#: What a moderator's command leads to, where that is not merely words.
_LEADS_TO: Mapping[str, type[Effect]] = MappingProxyType(
    {
        "timeout": Timeout,
        "untimeout": Untimeout,
        "kick": Kick,
        "ban": Ban,
        "unban": Unban,
        "purge": PurgeMessages,
        "lock": LockChannel,
        "unlock": UnlockChannel,
        "slowmode": SlowMode,
        "pin": PinMessage,
        "unpin": UnpinMessage,
        "archive": ArchiveChannel,
        "unarchive": UnarchiveChannel,
    }
)
_MOST_COMMANDS = 50
_LONGEST = 140


def manifest(
    commands: Sequence[CommandSpec],
    needed: Collection[type[Effect]],
    *,
    url: str = "",
    without: Collection[str] = (),
    language: str = "en",
    hears: Collection[type[Event]] = HEARS,
) -> str:
    """Return the manifest as JSON; `url` is where Slack reaches us, left out for Socket Mode.

    `needed` are the effects that the rulebook's policies lead to; those of commands are added,
    but for the commands named in `without`. `hears` are the events that the policies listen for.
    """
    offered = [spec for spec in commands if _fits(spec.name) and spec.name not in without]
    effects = {*needed, *(_LEADS_TO[spec.name] for spec in offered if spec.name in _LEADS_TO)}
    whole = {
        "display_information": {
            "name": "Evenhand",
            "description": _DESCRIPTION.get(language, _DESCRIPTION["en"]),
            "background_color": "#1f5f5b",
        },
        "features": _features(offered, url, language),
        "oauth_config": _oauth(effects, hears, url),
        "settings": _settings(hears, url),
    }
    return json.dumps(whole, ensure_ascii=False, indent=2)


_DESCRIPTION = {
    "en": "Looks after this community: calm, explained, reversible.",
    "de": "Kümmert sich um diese Community: ruhig, erklärt, umkehrbar.",
}


def _fits(name: str) -> bool:
    return _LEADS_TO.get(name, Timeout) in ABILITIES


def _features(offered: Sequence[CommandSpec], url: str, language: str) -> Json:
    own = [spec for spec in offered if spec.name not in RESERVED][: _MOST_COMMANDS - 1]
    umbrella = _command(UMBRELLA, _UMBRELLA.get(language, _UMBRELLA["en"]), "ban @kim 2h", url)
    names = {spec.name for spec in offered}
    return {
        "app_home": {
            "home_tab_enabled": True,
            "messages_tab_enabled": True,
            "messages_tab_read_only_enabled": False,
        },
        "bot_user": {"display_name": "Evenhand", "always_online": True},
        "shortcuts": [
            {
                "name": one.label.get(language, one.label["en"]),
                "type": kind,
                "callback_id": one.id,
                "description": one.label.get(language, one.label["en"]),
            }
            for kind, shortcuts in (("message", SHORTCUTS), ("global", EVERYWHERE))
            for one in shortcuts
            if one.command in names
        ],
        "slash_commands": [umbrella, *(_of(spec, url, language) for spec in own)],
    }


_UMBRELLA = {
    "en": "Every command of Evenhand, such as rules, report or warn",
    "de": "Alle Befehle von Evenhand, etwa rules, report oder warn",
}


def _of(spec: CommandSpec, url: str, language: str) -> Json:
    example = spec.examples[0].partition(" ")[2] if spec.examples else ""
    words = spec.help.get(language, spec.help["en"])
    return _command(f"/{spec.name}", words, example, url)


def _command(name: str, description: str, hint: str, url: str) -> Json:
    found: Json = {
        "command": name,
        "description": description[:_LONGEST],
        # So that people and channels come as ids and not as names.
        "should_escape": True,
    }
    found |= {"usage_hint": hint} if hint else {}
    return found | ({"url": _address(url)} if url else {})


def _oauth(effects: Collection[type[Effect]], hears: Collection[type[Event]], url: str) -> Json:
    scopes: Json = {"bot": bot_scopes(effects, hears)}
    of_admins = user_scopes(effects)
    if of_admins:
        scopes["user"] = of_admins
    back = {"redirect_urls": [url.rstrip("/") + RETURN]} if url else {}
    return {**back, "scopes": scopes}


def _settings(hears: Collection[type[Event]], url: str) -> Json:
    at = {"request_url": _address(url)} if url else {}
    menus = {"message_menu_options_url": _address(url)} if url else {}
    return {
        "event_subscriptions": {**at, "bot_events": events(hears)},
        "interactivity": {"is_enabled": True, **at, **menus},
        "org_deploy_enabled": False,
        "socket_mode_enabled": not url,
        "token_rotation_enabled": False,
    }


def _address(url: str) -> str:
    return url.rstrip("/") + PATH
