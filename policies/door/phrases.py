"""What is said at the door, by language; `de-sie` is the formal German."""

from collections.abc import Mapping

PHRASES: Mapping[str, Mapping[str, str]] = {
    "en": {
        "greeting": "Hello {member}, you asked to join {community}.",
        "rules": "Please read the rules first: {rules_url}",
        "press": "Press the button to come in.",
        "agree": "I'll keep to the rules",
        "welcome": "Welcome. You are in.",
        "wrong": "That isn't the answer, so I can't let you in now. "
        "You can ask again whenever you like.",
        "wrong_inside": "That isn't the answer, so you can't stay just now. "
        "You are welcome to come back and try again.",
        "not_yours": "This button belongs to somebody else.",
        "welcome_all": "Welcome to {community}.",
        "press_to_write": "Press the button, then you can write here.",
        "may_write": "Thank you. You can write now.",
        "not_new": "This button is for those who have just come in.",
        "wave": "Many people came in at once, so I closed the door. Who comes now is shown out. "
        "It opens again {span} after the last wave.",
        "opened": "The wave is over, and the door is open again.",
        "asked": "asked to be let in",
        "answered": "answered at the door",
        "waited": "gave no answer at the door",
        "came": "came in and was met",
        "crowd": "{number} people came in at once",
        "closed": "came in while the door was closed",
        "silent": "nobody at the door",
    },
    "de": {
        "greeting": "Hallo {member}, du möchtest zu {community}.",
        "rules": "Bitte lies vorher die Regeln: {rules_url}",
        "press": "Mit dem Knopf kommst du herein.",
        "agree": "Ich halte mich an die Regeln",
        "welcome": "Willkommen, du bist drin.",
        "wrong": "Das ist nicht die Antwort, deshalb kann ich dich jetzt nicht hereinlassen. "
        "Du kannst jederzeit noch einmal fragen.",
        "wrong_inside": "Das ist nicht die Antwort, deshalb kannst du jetzt nicht bleiben. "
        "Komm gern wieder und versuch es noch einmal.",
        "not_yours": "Dieser Knopf gehört jemand anderem.",
        "welcome_all": "Willkommen bei {community}.",
        "press_to_write": "Drück auf den Knopf, dann kannst du hier schreiben.",
        "may_write": "Danke. Jetzt kannst du schreiben.",
        "not_new": "Dieser Knopf ist für alle, die gerade erst gekommen sind.",
        "wave": "Auf einmal kamen sehr viele herein, deshalb ist die Tür jetzt zu. Wer noch kommt, "
        "muss wieder gehen. {span} nach der letzten Welle geht sie von selbst auf.",
        "opened": "Die Welle ist vorbei, die Tür ist wieder offen.",
        "asked": "wollte hereingelassen werden",
        "answered": "hat an der Tür geantwortet",
        "waited": "hat an der Tür nicht geantwortet",
        "came": "kam herein und wurde begrüßt",
        "crowd": "{number} Leute kamen auf einmal herein",
        "closed": "kam herein, während die Tür zu war",
        "silent": "niemand an der Tür",
    },
    "de-sie": {
        "greeting": "Guten Tag {member}, Sie möchten zu {community}.",
        "rules": "Bitte lesen Sie vorher die Regeln: {rules_url}",
        "press": "Mit dem Knopf kommen Sie herein.",
        "welcome": "Willkommen, Sie sind drin.",
        "press_to_write": "Drücken Sie auf den Knopf, dann können Sie hier schreiben.",
        "may_write": "Danke. Jetzt können Sie schreiben.",
        "wrong": "Das ist nicht die Antwort, deshalb kann ich Sie jetzt nicht hereinlassen. "
        "Sie können jederzeit noch einmal fragen.",
        "wrong_inside": "Das ist nicht die Antwort, deshalb können Sie jetzt nicht bleiben. "
        "Kommen Sie gern wieder und versuchen Sie es noch einmal.",
    },
}
