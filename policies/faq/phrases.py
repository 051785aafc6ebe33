"""What the FAQ says around its answers, by language; `de-sie` is the formal German."""

from collections.abc import Mapping
from datetime import date

PHRASES: Mapping[str, Mapping[str, str]] = {
    "en": {
        "helped": "Did that help?",
        "from": "({source}, checked in {month}.)",
        "from_source": "({source}.)",
        "from_day": "(Checked in {month}.)",
        "old": "This may be out of date; the team can tell you for sure.",
        "meant": "Do you mean one of these?",
        "meant_one": "Do you mean this question?",
        "unknown": "I don't know that one, so I have asked the team. "
        "Somebody will answer you here.",
        "thanks": "Good. Come back any time.",
        "asked": "I have asked the team. Somebody will answer you here.",
        "asked_before": "The team has your question already and will answer you here.",
        "not_yours": "These buttons belong to whoever asked. Ask your own question here any time.",
        "gone": "That answer is no longer on the list. Ask again and I will look once more.",
        "yes": "Yes",
        "person": "Ask a person",
        "case": "Asked for a person about: {question}",
        "found": "it looks like “{question}” ({confidence})",
        "unsure": "nothing on the list is surely meant ({confidence})",
        "pressed": "a button under an answer was pressed",
        "silent_kind": "not a question, and no button of its own",
        "silent_unlike": "nothing on the list is like it",
        "silent_nearest": "the nearest is “{entry}” with {confidence}",
        "silent_no_text": "no text",
        "silent_elsewhere": "not a help channel, and not mentioned",
        "silent_talk": "does not look like a question",
        "silent_short": "too short for a question",
        "silent_team": "from the team",
        "silent_for_somebody": "meant for somebody else",
        "silent_again": "the same was asked a short while ago",
        "silent_team_here": "the team is talking here",
    },
    "de": {
        "helped": "Passt das?",
        "from": "({source}, geprüft im {month}.)",
        "from_source": "({source}.)",
        "from_day": "(Geprüft im {month}.)",
        "old": "Das ist vielleicht nicht mehr aktuell, das Team weiß es sicher.",
        "meant": "Meinst du eine von diesen Fragen?",
        "meant_one": "Meinst du diese Frage?",
        "unknown": "Das weiß ich nicht, deshalb habe ich das Team gefragt. "
        "Die Antwort kommt hierher.",
        "thanks": "Gut. Frag jederzeit wieder.",
        "asked": "Ich habe das Team gefragt. Die Antwort kommt hierher.",
        "asked_before": "Das Team hat deine Frage schon, die Antwort kommt hierher.",
        "not_yours": "Diese Knöpfe sind für die Person, die gefragt hat. "
        "Stell hier jederzeit deine eigene Frage.",
        "gone": "Diese Antwort steht nicht mehr auf der Liste. "
        "Frag noch einmal, dann suche ich neu.",
        "yes": "Ja",
        "person": "Einen Menschen fragen",
        "case": "Möchte einen Menschen fragen zu: {question}",
        "found": "es klingt nach „{question}“ ({confidence})",
        "unsure": "nichts auf der Liste ist sicher gemeint ({confidence})",
        "pressed": "ein Knopf unter einer Antwort wurde gedrückt",
        "silent_kind": "keine Frage, und kein eigener Knopf",
        "silent_unlike": "nichts auf der Liste ist ihr ähnlich",
        "silent_nearest": "am nächsten ist „{entry}“ mit {confidence}",
        "silent_no_text": "kein Text",
        "silent_elsewhere": "kein Hilfekanal, und nicht erwähnt",
        "silent_talk": "sieht nicht wie eine Frage aus",
        "silent_short": "zu kurz für eine Frage",
        "silent_team": "vom Team",
        "silent_for_somebody": "für jemand anderen gedacht",
        "silent_again": "dasselbe wurde gerade erst gefragt",
        "silent_team_here": "das Team spricht hier gerade",
    },
    "de-sie": {
        "meant": "Meinen Sie eine von diesen Fragen?",
        "meant_one": "Meinen Sie diese Frage?",
        "thanks": "Gut. Fragen Sie jederzeit wieder.",
        "asked_before": "Das Team hat Ihre Frage schon, die Antwort kommt hierher.",
        "not_yours": "Diese Knöpfe sind für die Person, die gefragt hat. "
        "Stellen Sie hier jederzeit Ihre eigene Frage.",
        "gone": "Diese Antwort steht nicht mehr auf der Liste. "
        "Fragen Sie noch einmal, dann suche ich neu.",
    },
}
_MONTHS = {
    "en": ("January", "February", "March", "April", "May", "June", "July", "August",
           "September", "October", "November", "December"),
    "de": ("Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August",
           "September", "Oktober", "November", "Dezember"),
}  # fmt: skip


def month(day: date, language: str) -> str:
    """Return month and year in words."""
    names = _MONTHS.get(language, _MONTHS["en"])
    return f"{names[day.month - 1]} {day.year}"


def number(value: float, language: str) -> str:
    """Return a share with two places."""
    text = f"{value:.2f}"
    return text.replace(".", ",") if language == "de" else text
