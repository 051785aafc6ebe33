"""Why something was not done, in German: for teams that read German.

The other modules say it in English, each where it belongs; here stand the same facts, written
afresh. A name in braces is a hole, which holds any words.
"""

import re
from collections.abc import Mapping
from functools import cache

GERMAN: Mapping[str, str] = {
    # people
    "Telegram knows nobody with this id here.": "Telegram kennt hier niemanden mit dieser Kennung.",
    "They are an administrator here; Telegram lets no bot act on administrators, so take their "
    "rights away first.": "Die Person ist hier Administrator, und gegen Administratoren kann bei "
    "Telegram kein Bot etwas tun. Dazu müssen erst ihre Rechte weg.",
    "They own this group; nobody can act on its owner.": "Der Person gehört diese Gruppe; gegen "
    "sie kann niemand etwas tun.",
    "That is the bot itself.": "Das ist der Bot selbst.",
    "A channel that writes in its own name can only be banned, and unbanned.": "Ein Kanal, der im "
    "eigenen Namen schreibt, lässt sich nur sperren und wieder zulassen.",
    "Nobody with this id can be written to.": "Wer diese Kennung hat, dem kann niemand schreiben.",
    "They have not opened a chat with the bot; a note in the group asks them to, and the words "
    "wait for them.": "Die Person hat noch keinen Chat mit dem Bot; ein Hinweis in der Gruppe "
    "bittet sie darum, und die Worte liegen für sie bereit.",
    "They have not opened a chat with the bot, or have closed it.": "Die Person hat keinen Chat "
    "mit dem Bot, oder sie hat ihn geschlossen.",
    # messages and rooms
    "Telegram lets the bot delete here only what is younger than 48 hours, and only with the right "
    "'Delete messages'; look whether it has that.": "Hier kann der Bot nur löschen, was jünger als "
    "48 Stunden ist, und nur mit dem Recht „Nachrichten löschen“; sieh nach, ob er es hat.",
    "It was written before the group became a supergroup, and Telegram lets no bot take that "
    "down.": "Das stand schon da, bevor die Gruppe zur Supergruppe wurde; das kann bei Telegram "
    "kein Bot mehr entfernen.",
    "What was to be changed is gone.": "Was geändert werden sollte, gibt es nicht mehr.",
    "Telegram lets nobody change this message any more.": "Diese Nachricht kann bei Telegram "
    "niemand mehr ändern.",
    "The text is too long for Telegram.": "Der Text ist für Telegram zu lang.",
    "This message is gone.": "Diese Nachricht gibt es nicht mehr.",
    "This group allows other signs only; its owner chooses them in the settings, Reactions.": "Hier"
    " sind nur andere Zeichen erlaubt; wem die Gruppe gehört, der wählt sie in den Einstellungen "
    "unter „Reaktionen“.",
    "This message is gone, or stands in another chat.": "Diese Nachricht gibt es nicht mehr, oder "
    "sie steht in einem anderen Chat.",
    "Telegram takes signs of its own alone, such as 👍, 👀, 👌 or 🎉, and '{emoji}' is none of "
    "them.": "Telegram nimmt nur seine eigenen Zeichen, etwa 👍, 👀, 👌 oder 🎉; „{emoji}“ gehört "
    "nicht dazu.",
    "There is no room '{name}' here; open a topic with this name, or write the id of the team's "
    "group.": "Hier gibt es keinen Raum „{name}“; leg ein Thema mit diesem Namen an, oder schreib "
    "die Kennung der Gruppe des Teams hin.",
    "There is no such room.": "Diesen Raum gibt es nicht.",
    "There is no such room here.": "Diesen Raum gibt es hier nicht.",
    "There is no such room to welcome somebody in.": "Den Raum, in dem begrüßt werden soll, gibt "
    "es nicht.",
    "It was not locked here; set what members may do in the group itself.": "Das wurde nicht von "
    "hier aus geschlossen; stell in der Gruppe selbst ein, was Mitglieder dürfen.",
    "This topic is gone.": "Dieses Thema gibt es nicht mehr.",
    "This topic is closed; make the bot an administrator.": "Dieses Thema ist geschlossen; mach "
    "den Bot zum Administrator.",
    # rights and groups
    "The bot lacks the right 'Ban users'; give it in the group's administrators.": "Dem Bot fehlt "
    "das Recht „Nutzer sperren“; gib es ihm bei den Administratoren der Gruppe.",
    "The bot lacks the right 'Manage topics'; give it in the group's administrators.": "Dem Bot "
    "fehlt das Recht „Themen verwalten“; gib es ihm bei den Administratoren der Gruppe.",
    "The bot lacks the right 'Pin messages'; give it in the group's administrators.": "Dem Bot "
    "fehlt das Recht „Nachrichten anheften“; gib es ihm bei den Administratoren der Gruppe.",
    "The bot lacks the right 'Invite users via link'; give it in the group's administrators.": "Dem"
    " Bot fehlt das Recht „Nutzer einladen“; gib es ihm bei den Administratoren der Gruppe.",
    "The bot is no administrator here; make it one, with 'Delete messages' and 'Ban users'.": "Der "
    "Bot ist hier kein Administrator; mach ihn dazu, mit „Nachrichten löschen“ und „Nutzer "
    "sperren“.",
    "The bot may not write here; let members send messages, or make it an administrator.": "Der "
    "Bot darf hier nicht schreiben; erlaube es den Mitgliedern, oder mach ihn zum Administrator.",
    "The bot was removed from this group; add it again.": "Der Bot wurde aus dieser Gruppe "
    "entfernt; hol ihn wieder dazu.",
    "The bot is not in this group; add it.": "Der Bot ist nicht in dieser Gruppe; hol ihn dazu.",
    "Telegram knows no such chat, or the bot was never in it; look at its id.": "Diesen Chat kennt "
    "Telegram nicht, oder der Bot war nie darin; prüf die Kennung.",
    "This works in supergroups only; make the group one (show the history to new members).": "Das "
    "geht nur in Supergruppen; mach die Gruppe zu einer (neuen Mitgliedern den Verlauf zeigen).",
    # the network
    "Telegram cannot do this.": "Das kann Telegram nicht.",
    "Telegram asked for a pause.": "Telegram hat um eine Pause gebeten.",
    "Telegram asks for a pause.": "Telegram bittet um eine Pause.",
    "Telegram refuses the bot's token; run `evenhand doctor`.": "Telegram weist das Token des Bots "
    "zurück; sieh mit `evenhand doctor` nach.",
    "Another program uses the same bot token.": "Ein anderes Programm benutzt dasselbe Token.",
    "Telegram did not answer as it should; it is tried again.": "Telegram hat nicht geantwortet, "
    "wie es soll; es wird noch einmal versucht.",
    "Telegram gave no clear answer, so nobody knows whether it was done.": "Telegram hat nicht "
    "eindeutig geantwortet, deshalb weiß niemand, ob es geschehen ist.",
    "Telegram says no: {words}.": "Telegram sagt nein: {words}.",
}
_HOLE = re.compile(r"\\\{(\w+)\\\}")


def told(detail: str, language: str) -> str:
    """Return why something was not done in German, where that is the language and it is known."""
    if language != "de" or not detail:
        return detail
    known = GERMAN.get(detail)
    if known is not None:
        return known
    for pattern, german in _with_holes():
        found = pattern.fullmatch(detail)
        if found is not None:
            return german.format(**found.groupdict())
    return detail


@cache
def _with_holes() -> tuple[tuple[re.Pattern[str], str], ...]:
    """Return the sentences that have holes, as patterns that find what fills them."""
    return tuple(
        (re.compile(_HOLE.sub(r"(?P<\1>.*)", re.escape(english)), re.DOTALL), german)
        for english, german in GERMAN.items()
        if "{" in english
    )
