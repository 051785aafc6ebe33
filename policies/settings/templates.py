"""Words to people: templates with named holes, in one language or in several.

A hole is a name in braces and nothing else. What fills it is never looked at again, so that a
member called `{reason}` stays just that.
"""

import re
from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, Field, WithJsonSchema

from bot.ports import Context
from policies.settings.base import closest

#: What may stand in braces, and what it becomes.
HOLES: Mapping[str, str] = {
    "member": "the member's name",
    "channel": "the channel it happened in",
    "community": "the community's name",
    "reason": "what was noticed",
    "rule": "the house rule that was broken",
    "duration": "how long it lasts",
    "until": "when it ends",
    "expires": "how long it is held against the member",
    "rules_url": "where the rules are",
    "question": "the question that was asked",
    "answer": "the answer that was found",
    "source": "where the answer comes from",
    "checked": "when the answer was last checked",
}
_HOLE = re.compile(r"\{([^{}\n]*)\}")
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Z]{2})?")
LONGEST_TEMPLATE = 1500


def check_template(text: str) -> str:
    """Return the template as it is; raises ValueError for a hole that nothing fills."""
    for name in _HOLE.findall(text):
        if name not in HOLES:
            raise ValueError(
                f"{{{name}}} is nothing that can be filled in{closest(name, HOLES)} "
                f"Known are {', '.join(f'{{{hole}}}' for hole in HOLES)}"
            )
    return text


def fill(template: str, holes: Mapping[str, str]) -> str:
    """Return the template with its holes filled; one that `holes` does not name stays."""
    return _HOLE.sub(lambda hole: holes.get(hole[1], hole[0]), template)


Template = Annotated[
    str, Field(min_length=1, max_length=LONGEST_TEMPLATE), AfterValidator(check_template)
]


def _by_language(value: Any) -> Any:
    if isinstance(value, str):
        return {"": value}
    if isinstance(value, dict):
        for language in value:
            if not isinstance(language, str) or not _LANGUAGE.fullmatch(language):
                raise ValueError(f"'{language}' is no language; write 'en' or 'de'")
        if value:
            return value
    raise ValueError("write a text, or one text per language such as 'en: ...' and 'de: ...'")


#: One template for all, or one per language.
Texts = Annotated[
    dict[str, Template],
    BeforeValidator(_by_language),
    WithJsonSchema(
        {
            "anyOf": [
                {"type": "string"},
                {"type": "object", "additionalProperties": {"type": "string"}},
            ]
        }
    ),
]


def pick(texts: Mapping[str, str] | None, language: str, home: str = "en") -> str | None:
    """Return the text in `language`, else the one for all, the community's, or any."""
    if not texts:
        return None
    for wanted in (language, "", home):
        if wanted in texts:
            return texts[wanted]
    return next(iter(texts.values()))


async def spoken_language(context: Context) -> str:
    """Return the language of the message where a detector is sure of it, else the context's."""
    signal = await context.signal("language")
    return signal.evidence if signal is not None and signal.evidence else context.language


def phrase(
    table: Mapping[str, Mapping[str, str]],
    name: str,
    language: str,
    address: str = "du",
    **holes: str,
) -> str:
    """Return a phrase from a policy's own table, its holes filled.

    A language that the table lacks is English; `de-sie` holds what differs in formal German.
    """
    tongue = language if language in table else "en"
    formal = table.get(f"{tongue}-sie", {}) if address == "sie" else {}
    return fill(formal.get(name) or table[tongue][name], holes)
