"""The app's home tab: what a member can do here, and what the team can."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from adapters.slack.outgoing import message
from adapters.slack.text import clean
from bot.domain import Button, CommandSpec, Standing
from bot.ports import Listed, Overview

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
        "feedback": "Give feedback",
        "why": "Why was I stopped?",
        "appeal": "Object to a decision",
        "help": "All commands",
        "cases open": "Open cases",
        "cases mine": "My cases",
        "policy list": "Policies in force",
        "the rules": "The rules",
        "in full": "In full:",
        "questions": "Your open questions",
        "matters": "What was decided about you",
        "queue": "Waiting for the team",
        "queue empty": "Nothing is waiting. What members report, appeal or ask appears here.",
        "more": "and {count} more: /evenhand cases",
        "unread": "The lists can't be read right now; they come back by themselves.",
    },
    "de": {
        "title": "Evenhand kümmert sich um diese Community.",
        "members": "Was du tun kannst. Antworten kommen als private Nachricht.",
        "team": "Für das Team",
        "rules": "Regeln lesen",
        "faq": "Eine Frage stellen",
        "report": "Etwas melden",
        "feedback": "Etwas rückmelden",
        "why": "Warum traf es mich?",
        "appeal": "Widersprechen",
        "help": "Alle Befehle",
        "cases open": "Offene Fälle",
        "cases mine": "Meine Fälle",
        "policy list": "Geltende Regeln",
        "the rules": "Die Regeln",
        "in full": "Ausführlich:",
        "questions": "Deine offenen Fragen",
        "matters": "Was über dich entschieden wurde",
        "queue": "Wartet auf das Team",
        "queue empty": "Nichts wartet. Meldungen, Widersprüche und Fragen stehen dann hier.",
        "more": "und {count} weitere: /evenhand cases",
        "unread": "Die Listen lassen sich gerade nicht lesen; sie kommen von selbst wieder.",
    },
}
_MEMBERS = ("rules", "faq", "report", "feedback", "why", "appeal", "help")
_TEAM = ("cases open", "cases mine", "policy list")
#: What Slack shows of one home tab, and of a community's rules there.
_MOST_BLOCKS, _MOST_RULES = 100, 30
#: Opened as a form, for nothing can be said without words.
FORMS = frozenset({"faq", "feedback", "report"})


def home(
    commands: Sequence[CommandSpec], standing: Standing, language: str, seen: Overview | None
) -> Json:
    """Return the home tab as somebody of this standing sees it.

    `seen` is how things stand for them, None where that cannot be read for now.
    """
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
    blocks += _lists(seen, words, staff=standing.is_staff)
    return {"type": "home", "blocks": blocks[:_MOST_BLOCKS]}


def spelled(seen: Overview, names: Callable[[str], str]) -> Overview:
    """Return the same with the names of channels in place of their ids."""

    def named(entries: Sequence[Listed]) -> tuple[Listed, ...]:
        return tuple(replace(one, text=names(one.text)) for one in entries)

    return replace(
        seen,
        questions=named(seen.questions),
        matters=named(seen.matters),
        queue=named(seen.queue),
    )


def _lists(seen: Overview | None, words: Mapping[str, str], *, staff: bool) -> list[Json]:
    if seen is None:
        return _said(words["unread"])
    queue = [*seen.queue]
    if staff and not queue:
        queue = [Listed(text=words["queue empty"])]
    if seen.more:
        queue.append(Listed(text=words["more"].format(count=seen.more)))
    rules = [f"{number}. {rule}" for number, rule in enumerate(seen.rules[:_MOST_RULES], start=1)]
    rules += [f"{words['in full']} {seen.rules_url}"] if seen.rules_url else []
    return [
        *_list(words["queue"], queue if staff else []),
        *_list(words["questions"], seen.questions),
        *_list(words["matters"], seen.matters),
        *_list(words["the rules"], [Listed(text="\n".join(rules))] if rules else []),
    ]


def _list(title: str, entries: Sequence[Listed]) -> list[Json]:
    if not entries:
        return []
    lines = [block for one in entries for block in _said(one.text, one.buttons)]
    return [{"type": "divider"}, {"type": "header", "text": _plain(title)}, *lines]


def _said(text: str, buttons: Sequence[Button] = ()) -> list[Json]:
    """Return our words as blocks in which nothing that a person wrote comes to life."""
    return list(message(text, buttons)["blocks"])


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
