"""docs/reference/policy-file.md: every key of a policy file."""

from collections.abc import Iterator, Mapping

from pydantic import BaseModel

from bot.bootstrap import policy_kinds
from bot.locale import MOMENTS, MUST_SAY
from bot.locale.en import TEXTS
from bot.ports import PolicyKind
from bot.rulebook.chats import ChatLineModel, ExpectedModel, TestModel
from bot.rulebook.models import (
    FileModel,
    LimitsModel,
    NewcomersModel,
    PolicyModel,
    SharedBansModel,
    TeamModel,
)
from bot.rulebook.schema import first_sentences, kind_schema, model_schema
from bot.rulebook.words import DO_WORDS
from bot.rulebook.yaml_parse import DEEPEST, MOST_VALUES
from bot.rulebook.yaml_text import LONGEST_LINE, MOST_LINES
from policies.settings import HOLES, WISHES
from tools.docs.markdown import NOTE, Schema, code, keys, reached, table

_SECTIONS = (
    ("team", TeamModel),
    ("limits", LimitsModel),
    ("newcomers", NewcomersModel),
    ("shared_bans", SharedBansModel),
)
_INTRODUCTION = """\
# The policy file

A policy file holds the rules of one community: YAML in version 1.2, saved as UTF-8. `evenhand
check FILE` names every mistake in it as `file:line:column`, with what is wrong and how to mend
it, and then plays the file's own tests. A file with a mistake is never used: the last good one
stays in force.

Editors complete and check policy files when the first line names the schema: `#
yaml-language-server: $schema=policy-file.schema.json` (the file lies beside this page; `evenhand
schema` prints it).

- Unknown keys are mistakes. Whatever key is not marked as needed may be left out.
- Spans of time are words: `30 seconds`, `10 minutes`, `2 hours`, `1 day`, `1 hour 30 minutes`, `2
  Stunden`.
- Ids, channels with `#` and whatever begins with `@`, `{{`, `[`, `*`, `&`, `!` or `%` needs
  quotes.
- Aliases (`*`), anchors (`&`), tags (`!`), merge keys (`<<`), keys given twice and second
  documents are refused, as are files over 1 MB, {lines:,} lines or {values:,} values, lines over
  {line:,} characters, and more than {deep} levels.
- Further files (such as a FAQ's `answers`) lie in the policy file's folder or below it.

"""
_TESTS = """\
## tests

A test is a chat and all that must come of it, no more and no less. What only the team sees
(`alert team`, `open case`, `hold`) counts where it is named. What an observing policy would do
may be expected and need not be. Every test is a community of its own that begins on a Monday at
10:00 UTC; a day passes after its last line, so that reminders come.

"""
_HOLES = """\
## Holes in the words of policies

`say` and its like are one text, or one per language (`en:`, `de:`). A name in braces is a hole;
nothing else in braces is read, and what fills a hole is never read again.

"""
_TEXTS = """\
## texts

What the bot says at a moment may be replaced, one text per moment. `{{` and `}}` stand for
braces. Some facts are members' right and must stay.

"""


def policy_file_page() -> str:
    """Return the page."""
    parts = [
        NOTE,
        _INTRODUCTION.format(lines=MOST_LINES, values=MOST_VALUES, line=LONGEST_LINE, deep=DEEPEST),
        "".join(_frame()),
        "".join(_kinds(policy_kinds())),
        _wishes(),
        _HOLES,
        table(["hole", "what fills it"], [[code(f"{{{h}}}"), what] for h, what in HOLES.items()]),
        "\n",
        _tests(),
        _texts(),
    ]
    return "\n".join(part.strip("\n") + "\n" for part in parts if part.strip())


def _frame() -> Iterator[str]:
    whole = model_schema(FileModel)
    yield "## The file\n\n" + keys(whole, whole.get("$defs", {}))
    for title, model in _SECTIONS:
        schema = model_schema(model)
        yield f"\n### {title}\n\n{first_sentences(model)}\n\n{keys(schema, {})}"
    common = model_schema(PolicyModel)
    yield f"\n## policies\n\n{first_sentences(PolicyModel)}\n\n{keys(common, {})}"


def _kinds(kinds: Mapping[str, PolicyKind]) -> Iterator[str]:
    common = tuple(PolicyModel.model_fields)
    for name in sorted(kinds):
        schema = kind_schema(kinds[name])
        definitions = schema.get("$defs", {})
        yield f"\n## kind: {name}\n\n{schema['description']}\n\n"
        yield keys(schema, definitions, leave_out=common)
        yield from _definitions(definitions, schema, level="###")
        for key, model in kinds[name].files.items():
            yield from _file(name, key, model)


def _definitions(definitions: Schema, schema: Schema, level: str) -> Iterator[str]:
    """Yield a table for each model that the schema's keys lead to."""
    for name, key in reached(schema, definitions).items():
        body = definitions[name]
        yield f"\n{level} {key}\n\n{body.get('description', '')}\n\n{keys(body, definitions)}"


def _file(kind: str, key: str, model: type) -> Iterator[str]:
    schema = model_schema(model)
    definitions = schema.get("$defs", {})
    yield f"\n### The file named by {code(key)}\n\n{schema.get('description', '')}\n\n"
    yield keys(schema, definitions)
    yield from _definitions(definitions, schema, level="####")


def _wishes() -> str:
    rows = [
        [
            code(kind.example or word),
            first_sentences(kind.action).partition(";")[0].rstrip(".") + ".",
        ]
        for word, kind in WISHES.items()
    ]
    return "## What `then` may hold\n\n" + table(["action", "what it does"], rows)


def _tests() -> str:
    parts = [_TESTS]
    titles: dict[type[BaseModel], str] = {
        TestModel: "",
        ChatLineModel: "### chat\n\n",
        ExpectedModel: "### expect\n\n",
    }
    for model in titles:
        schema = model_schema(model)
        title = titles[model]
        parts.append(
            f"{title}{first_sentences(model)}\n\n{keys(schema, schema.get('$defs', {}))}\n"
        )
    words = ", ".join(code(word) for word in DO_WORDS)
    parts.append(f"Words for `do`: {words}, and the names of the open format (see events.md).\n")
    return "".join(parts)


def _texts() -> str:
    rows = [
        [
            code(moment),
            " ".join(code(f"{{{hole}}}") for hole in sorted(MOMENTS[moment])),
            " ".join(code(f"{{{hole}}}") for hole in sorted(MUST_SAY.get(moment, ()))),
            TEXTS[moment][0],
        ]
        for moment in sorted(MOMENTS)
    ]
    return _TEXTS.replace("{{{{", "{{") + table(
        ["moment", "holes", "must stay", "what it says in English"], rows
    )
