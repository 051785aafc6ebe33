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
        "not_yours": "This button belongs to somebody else.",
        "asked": "asked to be let in",
        "answered": "answered at the door",
        "waited": "gave no answer at the door",
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
        "not_yours": "Dieser Knopf gehört jemand anderem.",
        "asked": "wollte hereingelassen werden",
        "answered": "hat an der Tür geantwortet",
        "waited": "hat an der Tür nicht geantwortet",
        "silent": "niemand an der Tür",
    },
    "de-sie": {
        "greeting": "Guten Tag {member}, Sie möchten zu {community}.",
        "rules": "Bitte lesen Sie vorher die Regeln: {rules_url}",
        "press": "Mit dem Knopf kommen Sie herein.",
        "welcome": "Willkommen, Sie sind drin.",
        "wrong": "Das ist nicht die Antwort, deshalb kann ich Sie jetzt nicht hereinlassen. "
        "Sie können jederzeit noch einmal fragen.",
    },
}
