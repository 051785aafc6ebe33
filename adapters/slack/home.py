"""The app's home tab: what a member can do here, and what the team can."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from adapters.slack.text import clean
from bot.domain import CommandSpec, Standing

Json = dict[str, Any]
#: Begins the name of each button of the home tab.
HOME = "evenhand_home"
_WORDS: Mapping[str, Mapping[str, str]] = {
    "en": {
        "title": "Evenhand looks after this community.",
        "members": "What you can do. Answers come in a private message.",
        "team": "For the team",
        "rules": "Read the rules",
        "faq": "Ask a question",
        "report": "Report something",
        "why": "Why was I stopped?",
        "appeal": "Object to a decision",
        "help": "All commands",
        "cases open": "Open cases",
        "cases mine": "My cases",
        "policy list": "Policies in force",
    },
    "de": {
        "title": "Evenhand kümmert sich um diese Community.",
        "members": "Was du tun kannst. Antworten kommen als private Nachricht.",
        "team": "Für das Team",
        "rules": "Regeln lesen",
        "faq": "Eine Frage stellen",
        "report": "Etwas melden",
        "why": "Warum traf es mich?",
        "appeal": "Widersprechen",
        "help": "Alle Befehle",
        "cases open": "Offene Fälle",
        "cases mine": "Meine Fälle",
        "policy list": "Geltende Regeln",
    },
}
_MEMBERS = ("rules", "faq", "report", "why", "appeal", "help")
_TEAM = ("cases open", "cases mine", "policy list")
#: Opened as a form, for nothing can be said without words.
FORMS = frozenset({"faq", "report"})


def home(commands: Sequence[CommandSpec], standing: Standing, language: str) -> Json:
    """Return the home tab as somebody of this standing sees it."""
    words = _WORDS.get(language, _WORDS["en"])
    offered = {spec.name for spec in commands if standing >= spec.right}
    blocks: list[Json] = [
        {"type": "header", "text": _plain(words["title"])},
        {"type": "section", "text": _plain(words["members"])},
        *_row(_MEMBERS, offered, words),
    ]
    if standing.is_staff:
        blocks += [
            {"type": "divider"},
            {"type": "section", "text": _plain(words["team"])},
            *_row(_TEAM, offered, words),
        ]
    return {"type": "home", "blocks": blocks}


def _row(asked: Sequence[str], offered: set[str], words: Mapping[str, str]) -> list[Json]:
    buttons = [
        {
            "type": "button",
            "action_id": f"{HOME}:{one}",
            "text": _plain(words[one]),
            "value": json.dumps(one.split(" ", 1)),
        }
        for one in asked
        if one.partition(" ")[0] in offered
    ]
    return [{"type": "actions", "elements": buttons}] if buttons else []


def _plain(text: str) -> Json:
    return {"type": "plain_text", "text": clean(text, 150), "emoji": False}


def asked_by(value: str) -> tuple[str, str]:
    """Return the command and the rest that a button of the home tab stands for."""
    name, *rest = json.loads(value)
    return str(name), str(rest[0]) if rest else ""
