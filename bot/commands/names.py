"""What commands, their parameters and choices are called in German.

Networks that can show names in each member's language do; what is sent is always the English name.
"""

from collections.abc import Mapping
from dataclasses import replace

from bot.domain import CommandSpec, Parameter

COMMANDS_DE: Mapping[str, str] = {
    "warn": "verwarnen",
    "timeout": "auszeit",
    "untimeout": "auszeit-beenden",
    "kick": "entfernen",
    "ban": "ausschließen",
    "unban": "wieder-zulassen",
    "purge": "aufräumen",
    "lock": "sperren",
    "unlock": "entsperren",
    "slowmode": "langsam",
    "pin": "anheften",
    "unpin": "abnehmen",
    "archive": "archivieren",
    "unarchive": "aus-archiv-holen",
    "why": "warum",
    "history": "vorgeschichte",
    "undo": "zurücknehmen",
    "case": "fall",
    "cases": "fälle",
    "claim": "übernehmen",
    "close": "abschließen",
    "note": "notiz",
    "rules": "regeln",
    "policy": "regelwerk",
    "faq": "faq",
    "feedback": "rückmeldung",
    "share": "weitergeben",
    "report": "melden",
    "appeal": "widerspruch",
    "mydata": "meine-daten",
    "erase": "löschen",
    "help": "hilfe",
}
PARAMETERS_DE: Mapping[str, str] = {
    "member": "mitglied",
    "duration": "dauer",
    "reason": "grund",
    "count": "anzahl",
    "channel": "kanal",
    "message": "nachricht",
    "what": "was",
    "case": "fall",
    "which": "welche",
    "resolution": "ergebnis",
    "text": "text",
    "do": "aktion",
    "policy": "regel",
    "question": "frage",
    "answer": "antwort",
    "command": "befehl",
}
CHOICES_DE: Mapping[str, str] = {
    "list": "auflisten",
    "pause": "anhalten",
    "observe": "beobachten",
    "enforce": "durchsetzen",
    "reload": "neu laden",
    "ask": "fragen",
    "add": "ergänzen",
    "open": "offen",
    "claimed": "übernommen",
    "mine": "meine",
    "closed": "abgeschlossen",
    "all": "alle",
    "show": "zeigen",
    "delete": "löschen",
}


def named(spec: CommandSpec) -> CommandSpec:
    """Return the command with its German names; what has none keeps the English one."""
    names = _german(COMMANDS_DE, spec.name)
    return replace(spec, names=names, parameters=tuple(map(_parameter, spec.parameters)))


def _parameter(parameter: Parameter) -> Parameter:
    choices = {choice: _german(CHOICES_DE, choice) for choice in parameter.choices}
    return replace(
        parameter,
        names=_german(PARAMETERS_DE, parameter.name),
        choice_names={choice: names for choice, names in choices.items() if names},
    )


def _german(names: Mapping[str, str], name: str) -> dict[str, str]:
    return {"de": names[name]} if name in names else {}
