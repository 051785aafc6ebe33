"""docs/reference/events.md: the open formats of events, actions and decisions."""

import dataclasses
import json
from datetime import UTC, datetime
from typing import Any

from pydantic import TypeAdapter

from bot.domain import (
    ACTION_KINDS,
    EVENT_KINDS,
    LEADS_TO,
    Attachment,
    Button,
    Decision,
    DeleteMessage,
    Member,
    Mention,
    MessagePosted,
    Signal,
    Timeout,
    Verdict,
    event_key,
)
from bot.rulebook.schema import first_sentences
from bot.rulebook.words import short_name
from bot.wire import decision_line, event_to_json
from tools.docs.markdown import NOTE, code, in_words, table

_INTRODUCTION = """\
# Events, actions and decisions

The open formats: JSON, one object a line, in UTF-8. `evenhand replay` reads events and prints
decisions with `--json`. Times are ISO 8601 with a zone (`2026-01-05T10:00:00Z`). Fields at their
default may be left out.

Unknown kinds, unknown fields and broken lines are named with their line number and skipped; under
`--strict` the exit code is then 1.

"""
_AT = datetime(2026, 1, 5, 10, 0, tzinfo=UTC)


def events_page() -> str:
    """Return the page."""
    event = _example()
    parts = [
        NOTE,
        _INTRODUCTION,
        "## Events\n\n" + _line(event_to_json(event)),
        *(_section(f"### {kind}", cls) for kind, cls in EVENT_KINDS.items()),
        "## Parts of events\n",
        *(_section(f"### {cls.__name__.lower()}", cls) for cls in (Member, Mention, Attachment)),
        "## Decisions\n\nWhat the community does about one event, as `replay --json` prints it:\n\n"
        + _line(decision_line(_decision(event)))
        + "\n`verdicts` holds what each policy thought, `withheld` what was not done and why.\n",
        "## Actions\n\nEffects are carried out by the network; house actions happen inside"
        " Evenhand and may lead to effects.\n",
        *(_action(do, cls) for do, cls in ACTION_KINDS.items()),
        _section("### button", Button),
    ]
    return "\n".join(part.strip("\n") + "\n" for part in parts)


def _action(do: str, cls: type[Any]) -> str:
    leads = LEADS_TO.get(cls)
    text = _section(f"### {do}", cls)
    if leads is not None:
        needs = ", ".join(short_name(effect) for effect in leads)
        text += f"\nA house action; the network must be able to: {needs}.\n"
    return text


def _section(title: str, cls: type[Any]) -> str:
    return f"{title}\n\n{first_sentences(cls)}\n\n{_fields(cls)}"


def _fields(cls: type[Any]) -> str:
    schema = TypeAdapter(cls).json_schema()
    definitions = schema.get("$defs", {})
    rows = []
    for field in dataclasses.fields(cls):
        needed = (
            field.default is dataclasses.MISSING and field.default_factory is dataclasses.MISSING
        )
        words = in_words(schema["properties"][field.name], definitions)
        rows.append([code(field.name), words, "needed" if needed else ""])
    return table(["field", "value", ""], rows) if rows else "No fields.\n"


def _line(data: object) -> str:
    return f"```json\n{json.dumps(data, ensure_ascii=False)}\n```\n"


def _example() -> MessagePosted:
    return MessagePosted(
        id="m1",
        at=_AT,
        network="lobby",
        community="kettle-co",
        channel="general",
        member=Member(id="u1", name="Rude", joined_at=_AT.replace(year=2025)),
        text="you are all idiots",
        mentions=(Mention(id="u2"),),
        attachments=(Attachment(name="a.png", type="image/png", size=123),),
    )


def _decision(event: MessagePosted) -> Decision:
    actions = (
        DeleteMessage(channel="general", message="m1", member="u1"),
        Timeout(member="u1", seconds=3600, reason="it attacks a person"),
    )
    verdict = Verdict(
        policy="Keep insults out",
        reason="it attacks a person",
        steps=(actions,),
        signals=(Signal(name="toxicity", score=0.97, evidence="idiots"),),
    )
    return Decision(
        id="d1",
        at=_AT,
        community="kettle-co",
        network="lobby",
        cause=event_key(event),
        actor="Keep insults out",
        actions=actions,
        verdicts=(verdict,),
    )
