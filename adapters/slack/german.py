"""Why something was not done, or only in part, in German: for teams that read German.

The other modules say it in English, each where it belongs; here stand the same facts, written
afresh. A name in braces is a hole, and what fills `why` is said in German as well.
"""

import re
from collections.abc import Mapping
from functools import cache

GERMAN: Mapping[str, str] = {
    # rights and plans
    "The Slack app may not do this: it lacks the scope {needed}; add it under OAuth & Permissions "
    "and install the app again.": "Das darf die Slack-App nicht: Ihr fehlt der Scope {needed}; "
    "ergänze ihn unter OAuth & Permissions und installiere die App neu.",
    "Slack takes this token no more; install the app again and set the new token.": "Dieses Token "
    "gilt bei Slack nicht mehr; installiere die App neu und trag das neue Token ein.",
    "Slack lets only an admin's token take down what others wrote; set "
    "EVENHAND_SLACK_USER_TOKEN.": "Was andere geschrieben haben, kann bei Slack nur das Token "
    "eines Admins entfernen; setz EVENHAND_SLACK_USER_TOKEN.",
    "A setting of this workspace keeps the app from doing this; an owner can allow it under "
    "Settings, Permissions.": "Eine Einstellung dieses Workspaces erlaubt das der App nicht; wem "
    "er gehört, kann es unter Einstellungen, Berechtigungen ändern.",
    "Slack offers user groups in paid plans only.": "Benutzergruppen gibt es bei Slack nur in "
    "bezahlten Tarifen.",
    "Slack lets an app restrict who posts only in Enterprise organisations, with an org admin's "
    "token that has the scope admin.conversations:write; without it a workspace admin can do it by "
    "hand in the channel's settings, Posting permissions.": "Wer schreiben darf, kann eine App bei "
    "Slack nur in Enterprise-Organisationen festlegen, mit dem Token eines Org-Admins und dem "
    "Scope admin.conversations:write; sonst geht es von Hand, in den Einstellungen des Channels "
    "unter Berechtigungen zum Posten.",
    "Evenhand did not lock this channel; who may post there is set in the channel's settings, "
    "Posting permissions.": "Diesen Channel hat nicht Evenhand gesperrt; wer dort schreiben darf, "
    "steht in seinen Einstellungen unter Berechtigungen zum Posten.",
    # people
    "Nobody with this id is in the workspace.": "Mit dieser Kennung ist niemand im Workspace.",
    "Slack passes no private messages to bots.": "Bots bekommen bei Slack keine privaten "
    "Nachrichten.",
    "Slack lets nobody be removed from the workspace's main channel.": "Aus dem Hauptchannel des "
    "Workspaces lässt sich bei Slack niemand entfernen.",
    "The workspace has no user group '{role}'; make one under People, User groups.": "Der "
    "Workspace hat keine Benutzergruppe „{role}“; leg sie unter Personen, Benutzergruppen an.",
    "taken out of {rooms}, but not out of {left}: {why}": "aus {rooms} genommen, aber nicht aus "
    "{left}: {why}",
    "was in none of our channels, but not out of {left}: {why}": "nicht aus {left} genommen: {why}",
    "taken out of {rooms}": "aus {rooms} genommen",
    "was in none of our channels": "war in keinem unserer Channels",
    "there was no time-out": "es gab keine Auszeit",
    # messages
    "I asked the author to take it down.": "Ich habe die Person gebeten, sie selbst zu löschen.",
    "The author could not be asked either.": "Auch darum bitten konnte ich die Person nicht.",
    "That message is gone.": "Diese Nachricht gibt es nicht mehr.",
    "already gone": "schon weg",
    "it was so already": "das war schon so",
    "{gone} were gone already": "{gone} waren schon weg",
    "{number} of {all} are gone so far": "{number} von {all} sind bisher weg",
    "This workspace does not let that message be changed any more.": "Diese Nachricht lässt sich "
    "in diesem Workspace nicht mehr ändern.",
    "The message is longer than Slack takes.": "Die Nachricht ist länger, als Slack erlaubt.",
    "Slack can't pin that message.": "Diese Nachricht lässt sich bei Slack nicht anpinnen.",
    "There are as many signs under that message as Slack takes.": "Unter dieser Nachricht stehen "
    "schon so viele Zeichen, wie Slack zulässt.",
    "This workspace has no emoji of that name.": "Ein Emoji dieses Namens gibt es in diesem "
    "Workspace nicht.",
    "Slack knows signs by their names; write ':name:' in the place of '{emoji}'.": "Slack kennt "
    "Zeichen bei ihren Namen; schreib „:name:“ statt „{emoji}“.",
    # channels
    "Slack knows no such channel, or the app is not in it; invite it there.": "Diesen Channel "
    "kennt Slack nicht, oder die App ist nicht darin; lade sie dort ein.",
    "The app is not in that channel; invite it there.": "Die App ist nicht in diesem Channel; lade "
    "sie dort ein.",
    "That channel is archived, so nothing can be changed in it.": "Dieser Channel ist archiviert, "
    "deshalb lässt sich darin nichts ändern.",
    "Slack lets nobody archive the workspace's main channel.": "Den Hauptchannel des Workspaces "
    "kann bei Slack niemand archivieren.",
    "Everybody is in that channel by a setting of the workspace, so it can't be archived.": "In "
    "diesem Channel sind nach einer Einstellung des Workspaces alle, deshalb lässt er sich nicht "
    "archivieren.",
    "Slack lets no app bring an archived channel back by itself; set EVENHAND_SLACK_USER_TOKEN, or "
    "do it by hand in the channel's settings.": "Einen archivierten Channel kann bei Slack keine "
    "App allein zurückholen; setz EVENHAND_SLACK_USER_TOKEN, oder hol ihn von Hand zurück, in den "
    "Einstellungen des Channels.",
    "it was not locked": "er war nicht gesperrt",
    "invite the app there: /invite @Evenhand": "lade die App dort ein: /invite @Evenhand",
    # the network
    "Slack cannot do this.": "Das kann Slack nicht.",
    "Evenhand is not installed in the Slack workspace {place}.": "Evenhand ist im Slack-Workspace "
    "{place} nicht installiert.",
    "Slack refused this ({words}).": "Slack hat das abgelehnt ({words}).",
    "Slack answers '{code}' to {method}.": "Slack antwortet auf {method} mit „{code}“.",
}
_HOLE = re.compile(r"\\\{(\w+)\\\}")


def told(detail: str, language: str) -> str:
    """Return a detail in German, where that is the language and it is known."""
    if language != "de" or not detail:
        return detail
    known = GERMAN.get(detail)
    if known is not None:
        return known
    for english, german in GERMAN.items():
        if detail.startswith(f"{english} "):
            return f"{german} {told(detail.removeprefix(english).lstrip(), language)}"
    for pattern, german in _with_holes():
        found = pattern.fullmatch(detail)
        if found is not None:
            return german.format(
                **{
                    name: told(words, language) if name == "why" else words
                    for name, words in found.groupdict().items()
                }
            )
    return detail


@cache
def _with_holes() -> tuple[tuple[re.Pattern[str], str], ...]:
    """Return the sentences that have holes, as patterns that find what fills them."""
    return tuple(
        (re.compile(_HOLE.sub(r"(?P<\1>.*?)", re.escape(english)), re.DOTALL), german)
        for english, german in GERMAN.items()
        if "{" in english
    )
