"""What the bot says about Telegram itself; everything else is worded by the house."""

from collections.abc import Mapping

TEXTS: Mapping[str, tuple[str, str]] = {
    "private_note": (
        "{who}, I have something for you alone. Open our chat to read it.",
        "{who}, ich habe etwas nur für dich. Öffne unseren Chat, dann kannst du es lesen.",
    ),
    "private_answer": (
        "I answer this to you alone. Open our chat to read it.",
        "Das beantworte ich dir allein. Öffne unseren Chat, dann kannst du es lesen.",
    ),
    "button_read": ("Read it", "Lesen"),
    "anonymous": (
        "I can't tell which of the administrators you are. Switch off 'Remain anonymous' in your "
        "rights, then give the command again.",
        "Ich sehe nicht, wer von den Administratoren du bist. Schalte in deinen Rechten „Anonym "
        "bleiben“ aus und gib den Befehl noch einmal.",
    ),
    "stranger_group": (
        "Hello. No rulebook of mine names this group yet, so I do nothing here. Whoever runs me "
        "can add it: its id is {id}.",
        "Hallo. Noch nennt keines meiner Regelwerke diese Gruppe, deshalb tue ich hier nichts. "
        "Wer mich betreibt, kann sie eintragen: Ihre Kennung ist {id}.",
    ),
    "needs_rights": (
        "I'm here. To look after this group I need to be an administrator who may delete messages "
        "and ban users.",
        "Ich bin da. Damit ich mich um diese Gruppe kümmern kann, brauche ich als Administrator "
        "die Rechte, Nachrichten zu löschen und Nutzer zu sperren.",
    ),
    "ready": (
        "I'm here and have the rights I need. /rules shows what holds here, /help what I can do.",
        "Ich bin da und habe die Rechte, die ich brauche. /rules zeigt, was hier gilt, /help, was "
        "ich kann.",
    ),
    "hello": (
        "Hello. Here I answer commands: /help lists them.",
        "Hallo. Hier beantworte ich Befehle: /help zählt sie auf.",
    ),
    "nothing_waits": (
        "Nothing is waiting for you. /help lists what I can do here.",
        "Für dich liegt nichts bereit. /help zählt auf, was ich hier kann.",
    ),
    "no_group": (
        "I don't look after any group that you are in, so there is nothing I can do for you here.",
        "Ich kümmere mich um keine Gruppe, in der du bist, deshalb kann ich hier nichts für dich "
        "tun.",
    ),
    "old_button": (
        "This button belongs to something I no longer know.",
        "Dieser Knopf gehört zu etwas, das ich nicht mehr kenne.",
    ),
}


def say(moment: str, language: str | None, **values: str) -> str:
    """Return a text in German where the language is that, else in English."""
    english, german = TEXTS[moment]
    text = german if (language or "").lower().startswith("de") else english
    return text.format(**values)
