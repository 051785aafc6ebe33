"""Commands as forms: a window with a field for each parameter, and what was filled in."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from adapters.slack.ids import by_id
from adapters.slack.text import clean
from bot.domain import CommandSpec, Mention, Parameter, ParameterType

Json = dict[str, Any]
FORM = "evenhand_form"
_FIELD = "value"
_LONGEST_TITLE, _LONGEST_LABEL, _LONGEST_HINT = 24, 150, 75
_LONGEST_VALUE = 150
_MOST_TEXT, _MOST_CHOICES = 1000, 100
_WORDS = {
    "en": ("Send", "Cancel", "Which rule it is about"),
    "de": ("Senden", "Abbrechen", "Um welche Regel es geht"),
}
#: The parameter that says why, and the field beside it in which a rule is chosen.
REASON, _RULE = "reason", "evenhand_rule"


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """Where a form was opened: it comes back with what was filled in.

    `fixed` are parameters that are settled already; `reply_to` is the message it is about.
    """

    command: str
    channel: str
    channel_name: str = ""
    answer_at: str = ""
    reply_to: str = ""
    fixed: Mapping[str, str] = field(default_factory=dict)

    def packed(self) -> str:
        """Return it as text that Slack carries along."""
        return json.dumps(
            [
                self.command,
                self.channel,
                self.channel_name,
                self.answer_at,
                self.reply_to,
                dict(self.fixed),
            ]
        )


def origin_in(packed: str) -> Origin:
    """Return what `Origin.packed` made; raises ValueError for anything else."""
    try:
        command, channel, channel_name, answer_at, reply_to, fixed = json.loads(packed)
    except (ValueError, TypeError) as error:
        raise ValueError("this is no form of ours") from error
    return Origin(
        command=str(command),
        channel=str(channel),
        channel_name=str(channel_name),
        answer_at=str(answer_at),
        reply_to=str(reply_to),
        fixed={str(name): str(value) for name, value in dict(fixed).items()},
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Filled:
    """What somebody filled in, as options of a command."""

    options: dict[str, str]
    mentions: tuple[Mention, ...] = ()


def form(
    spec: CommandSpec,
    origin: Origin,
    language: str,
    initial: Mapping[str, str] | None = None,
    *,
    rules: Sequence[str] = (),
) -> Json:
    """Return the window for a command; `initial` are texts to begin with.

    Where it asks for a reason, one of the `rules` can be chosen, and words added or not.
    """
    tongue = language if language in _WORDS else "en"
    send, cancel, rule = _WORDS[tongue]
    fields = [one for one in spec.parameters if one.name not in origin.fixed]
    begun = initial or {}
    return {
        "type": "modal",
        "callback_id": FORM,
        "private_metadata": origin.packed(),
        "title": _plain(f"/{spec.name}", _LONGEST_TITLE),
        "submit": _plain(send, _LONGEST_TITLE),
        "close": _plain(cancel, _LONGEST_TITLE),
        "blocks": [
            block
            for one in fields
            for block in (
                *(_rule(rules, rule) if one.name == REASON else ()),
                {
                    "type": "input",
                    "block_id": one.name,
                    "optional": not one.required or (one.name == REASON and bool(rules)),
                    "label": _plain(_label(one, tongue), _LONGEST_LABEL),
                    "element": _element(one, begun.get(one.name, ""), last=one is fields[-1]),
                },
            )
        ],
    }


def _rule(rules: Sequence[str], label: str) -> tuple[Json, ...]:
    """Return the field in which a rule is chosen, none where there are no rules."""
    options = [
        {"text": _plain(rule, _LONGEST_HINT), "value": clean(rule, _LONGEST_VALUE)}
        for rule in rules[:_MOST_CHOICES]
        if rule.strip()
    ]
    if not options:
        return ()
    element = {"type": "static_select", "options": options, "action_id": _FIELD}
    return (
        {
            "type": "input",
            "block_id": _RULE,
            "optional": True,
            "label": _plain(label, _LONGEST_LABEL),
            "element": element,
        },
    )


def _label(parameter: Parameter, language: str) -> str:
    words = parameter.help.get(language, parameter.help["en"])
    return words[:1].upper() + words[1:]


def _element(parameter: Parameter, begun: str, *, last: bool) -> Json:
    match parameter.type:
        case ParameterType.MEMBER:
            shape: Json = {"type": "users_select"}
        case ParameterType.CHANNEL:
            among = {"include": ["public", "private"], "exclude_bot_users": True}
            shape = {"type": "conversations_select", "filter": among}
        case ParameterType.CHOICE:
            shape = {"type": "static_select", "options": choices(parameter.choices)}
        case ParameterType.INTEGER:
            shape = {"type": "number_input", "is_decimal_allowed": False, "min_value": "1"}
        case ParameterType.CASE | ParameterType.POLICY:
            shape = {"type": "external_select", "min_query_length": 0}
        case ParameterType.DURATION:
            hint = _plain("10 min · 2 h · 1 day · 7 days", _LONGEST_HINT)
            shape = {"type": "plain_text_input", "placeholder": hint}
        case _:
            shape = {"type": "plain_text_input", "multiline": last, "max_length": _MOST_TEXT}
            shape |= {"initial_value": clean(begun, _MOST_TEXT)} if begun else {}
    return shape | {"action_id": _FIELD}


def choices(words: Sequence[str]) -> list[Json]:
    """Return words as options to choose from."""
    return [
        {"text": _plain(word, _LONGEST_HINT), "value": word}
        for word in words[:_MOST_CHOICES]
        if 0 < len(word) <= _LONGEST_VALUE
    ]


def _plain(text: str, longest: int) -> Json:
    return {"type": "plain_text", "text": clean(text, longest) or "…", "emoji": False}


def filled_in(view: Json, spec: CommandSpec, origin: Origin) -> Filled:
    """Return what a form holds; raises KeyError, TypeError or ValueError for odd ones."""
    values = view["state"]["values"]
    options = dict(origin.fixed)
    mentions: list[Mention] = []
    for parameter in spec.parameters:
        typed = _typed(values.get(parameter.name, {}).get(_FIELD) or {})
        if parameter.name == REASON:
            typed = _because(_typed(values.get(_RULE, {}).get(_FIELD) or {}), typed)
        if not typed:
            continue
        options[parameter.name] = by_id(typed)
        if parameter.type is ParameterType.CHANNEL:
            mentions.append(Mention(id=typed, kind="channel", name=typed))
    return Filled(options=options, mentions=tuple(mentions))


def _because(rule: str, words: str) -> str:
    """Return the reason: the rule, then what somebody added."""
    rule = rule.rstrip(" .")
    return f"{rule}. {words}" if rule and words else rule or words


def _typed(field: Json) -> str:
    chosen = (field.get("selected_option") or {}).get("value")
    names = ("selected_user", "selected_conversation", "value")
    return str(chosen or next((field[name] for name in names if field.get(name)), "")).strip()
