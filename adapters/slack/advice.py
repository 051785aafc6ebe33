"""What people can do by themselves where Slack gives an app no way, with the words to send."""

from collections.abc import Mapping

from bot.domain import (
    Ban,
    Effect,
    LockChannel,
    SlowMode,
    UnarchiveChannel,
    Unban,
    UnlockChannel,
)

_BAN = {
    "en": "Slack lets no app close an account. Send an owner of the workspace{owners} these words: "
    "“Please deactivate {who} under Manage members. Reason: {reason}. What happened is in "
    "Evenhand's cases.” A time-out takes somebody out of the channels until then.",
    "de": "Bei Slack kann keine App ein Konto schließen. Schick einer Person, der der Workspace "
    "gehört{owners}, diese Worte: „Bitte deaktiviere {who} unter Mitglieder verwalten. Grund: "
    "{reason}. Was war, steht in Evenhands Fällen.“ Eine Auszeit hält so lange aus den Channels "
    "heraus.",
}
_UNBAN = {
    "en": "An owner of the workspace{owners} can activate the account of {who} again under Manage "
    "members.",
    "de": "Wem der Workspace gehört{owners}, kann das Konto von {who} unter Mitglieder verwalten "
    "wieder aktivieren.",
}
_LOCK = {
    "en": "An admin can choose who may post: the channel's name, Settings, Posting permissions. "
    "For Evenhand that takes an Enterprise organisation and an org admin's token.",
    "de": "Admins können festlegen, wer schreiben darf: Name des Channels, Einstellungen, "
    "Berechtigungen zum Posten. Für Evenhand braucht es eine Enterprise-Organisation und das "
    "Token eines Org-Admins.",
}
_SLOW = {
    "en": "Slack has no slow mode. A time-out helps against few people who write very much.",
    "de": "Slack hat keinen langsamen Modus. Gegen wenige, die sehr viel schreiben, hilft eine "
    "Auszeit.",
}
_UNARCHIVE = {
    "en": "Slack lets no app bring a channel back without an admin's token. Somebody of the team "
    "can: open the channel, its settings, Unarchive channel.",
    "de": "Bei Slack holt keine App ohne das Token eines Admins einen Channel zurück. Von Hand "
    "geht es: den Channel öffnen, Einstellungen, Archivierung aufheben.",
}
_WORDS: Mapping[type[Effect], Mapping[str, str]] = {
    Ban: _BAN,
    Unban: _UNBAN,
    LockChannel: _LOCK,
    UnlockChannel: _LOCK,
    SlowMode: _SLOW,
    UnarchiveChannel: _UNARCHIVE,
}
_NO_REASON = {"en": "see the cases", "de": "siehe die Fälle"}


def instead(effect: Effect, name: str, language: str, owners: tuple[str, ...] = ()) -> str:
    """Return what to do instead, in the language of whoever asked; empty where nothing is known.

    `name` is whom it is about, `owners` are the names of those who may close accounts.
    """
    tongue = "de" if language == "de" else "en"
    template = _WORDS.get(type(effect), {}).get(tongue, "")
    member = getattr(effect, "member", "")
    named = ", ".join(f"@{owner}" for owner in owners[:3])
    return template.format(
        owners=f" ({named})" if named else "",
        who=f"@{name} ({member})" if name else member,
        reason=getattr(effect, "reason", "").rstrip(". ") or _NO_REASON[tongue],
    )
