"""The few words that the adapter says itself, because the house cannot any more or not yet."""

from collections.abc import Mapping

_TEXTS: Mapping[str, Mapping[str, str]] = {
    "busy": {
        "en": "I can't take this in right now. Nothing was done; please try again in a minute.",
        "de": "Das geht gerade nicht. Es ist nichts passiert; versuch es in einer Minute noch mal.",
    },
    "elsewhere": {
        "en": "I don't look after this server.",
        "de": "Um diesen Server kümmere ich mich nicht.",
    },
    "reason": {"en": "Reason, as they will read it", "de": "Grund, wie die Person ihn liest"},
    "duration": {
        "en": "How long, such as 30 minutes, 2h, 1 day",
        "de": "Wie lange, etwa 30 Minuten, 2h, 1 Tag",
    },
    "what": {"en": "What is wrong with it", "de": "Was daran nicht in Ordnung ist"},
    "feedback": {"en": "What it is about", "de": "Worum es geht"},
    "Report": {"en": "Report", "de": "Melden"},
    "Warn": {"en": "Warn", "de": "Verwarnen"},
    "Time out": {"en": "Time out", "de": "Auszeit geben"},
    "Why?": {"en": "Why?", "de": "Warum?"},
    "Save as feedback": {"en": "Save as feedback", "de": "Als Rückmeldung festhalten"},
    "History": {"en": "History", "de": "Vorgeschichte"},
}


def text(name: str, language: str) -> str:
    """Return a text in the language of whoever reads it, in English where there is none."""
    found = _TEXTS[name]
    return found.get(language.partition("-")[0].lower(), found["en"])


def in_german(name: str) -> str:
    """Return a text in German."""
    return _TEXTS[name]["de"]
