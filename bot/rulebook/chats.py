"""The `tests:` of a policy file: chats, and what must come of them."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Annotated, Any, Literal, Self

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    ValidationError,
    WithJsonSchema,
    model_validator,
)

from bot.domain import ACTION_KINDS, parse_duration
from bot.rulebook.book import ChatLine, Expected, RulebookTest
from bot.rulebook.document import Document
from bot.rulebook.words import DO_WORDS, did_you_mean
from bot.rulebook.yaml_nodes import Path

#: Seconds between two lines where `at` is left out.
SPACING = 30.0
_WHAT = ("says", "edits", "reports", "presses")


def _span(value: Any) -> timedelta:
    if isinstance(value, str):
        return parse_duration(value)
    raise ValueError(f"{value!r} is no span of time; write '30 seconds', '10 minutes', '1 day'")


def _moment(value: Any) -> timedelta:
    if value == 0 or (isinstance(value, str) and value.strip() in ("0", "start")):
        return timedelta(0)
    return _span(value)


def _do(word: str) -> str:
    name = " ".join(word.replace("_", " ").replace("-", " ").lower().split())
    do = DO_WORDS.get(name, name.replace(" ", "_"))
    if do not in ACTION_KINDS:
        raise ValueError(f"'{word}' is nothing that can be done; {did_you_mean(name, DO_WORDS)}")
    return do


def _nothing(value: Any) -> Any:
    if value is None or (isinstance(value, str) and value.strip().lower() == "nothing"):
        return []
    return value


def _or_nothing(schema: dict[str, Any]) -> None:
    items = {key: schema.pop(key) for key in ("type", "items") if key in schema}
    schema["anyOf"] = [items, {"const": "nothing"}]


_DURATION = WithJsonSchema({"type": "string", "examples": ["30 seconds", "10 minutes", "1 day"]})
Span = Annotated[timedelta, BeforeValidator(_span), _DURATION]
Moment = Annotated[timedelta, BeforeValidator(_moment), _DURATION]
Name = Annotated[str, Field(min_length=1, max_length=100)]
Words = Annotated[str, Field(min_length=1, max_length=10_000)]
Do = Annotated[
    str,
    AfterValidator(_do),
    WithJsonSchema({"enum": sorted({*DO_WORDS, *ACTION_KINDS})}),
]


class _Strict(BaseModel):
    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)


class ChatLineModel(_Strict):
    """One thing that happens in a test's chat."""

    who: Name = Field(description="Anybody: the same name is the same member.")
    says: Words | None = Field(default=None, description="Writes a message.")
    edits: Words | None = Field(default=None, description="Changes their last message to this.")
    reports: Name | None = Field(
        default=None, description="Reports the last message of this member to the team."
    )
    presses: Words | None = Field(default=None, description="Presses the button with this id.")
    does: Literal["asks to join", "joins", "leaves", "waits"] | None = Field(
        default=None, description="Asks to be let in, comes in, goes, or lets time pass."
    )
    in_: Name | None = Field(
        default=None, alias="in", description="The channel; default '#general'."
    )
    at: Moment | None = Field(
        default=None, description="Time since the first line; default 30 seconds after the last."
    )
    reply_to: Name | None = Field(
        default=None, description="Whose last message it answers, or the number of a line: 'l3'."
    )
    roles: Annotated[tuple[Name, ...], Field(strict=False)] = Field(
        default=(), description="The member's roles, as the network shows them."
    )
    network: Name | None = Field(default=None, description="Where it happens; default 'lobby'.")
    member_for: Span | None = Field(default=None, description="How long they have been here.")
    account_age: Span | None = Field(default=None, description="How old their account is.")
    signals: dict[Name, Annotated[float, Field(ge=0.0, le=1.0)]] = Field(
        default_factory=dict,
        description="Scores to take for granted here, such as {toxicity: 0.97}.",
    )

    @model_validator(mode="after")
    def _one_thing(self) -> Self:
        given = [name for name in (*_WHAT, "does") if getattr(self, name) is not None]
        if len(given) != 1:
            raise ValueError(
                f"a line is one of says, edits, reports, presses or does; "
                f"this has {' and '.join(given) or 'none of them'}"
            )
        return self


class ExpectedModel(_Strict):
    """Something that the bot must do."""

    do: Do = Field(description="What is done, such as delete, nudge or timeout.")
    of: Name | None = Field(default=None, description="Whose message or membership it is about.")
    to: Name | None = Field(default=None, description="The same as `of`, where it reads better.")
    in_: Name | None = Field(default=None, alias="in", description="The channel.")
    saying: Words | None = Field(default=None, description="Words that occur in its text.")
    for_: Span | None = Field(default=None, alias="for", description="For how long.")
    by: Name | None = Field(default=None, description="The name of the policy that wants it.")

    @model_validator(mode="after")
    def _one_person(self) -> Self:
        if self.of is not None and self.to is not None:
            raise ValueError("'of' and 'to' mean the same; keep one of them")
        return self


class TestModel(_Strict):
    """An example: a chat, and everything that the bot must do to its members."""

    __test__ = False

    name: Name = Field(description="What the example shows.")
    chat: Annotated[tuple[ChatLineModel, ...], Field(strict=False, min_length=1)] = Field(
        description="What happens, in order."
    )
    expect: Annotated[tuple[ExpectedModel, ...], BeforeValidator(_nothing), Field(strict=False)] = (
        Field(
            description="What the bot does, no more and no less; [] or nothing for nothing.",
            json_schema_extra=_or_nothing,
        )
    )


def tests_of(models: tuple[TestModel, ...], document: Document) -> tuple[RulebookTest, ...]:
    """Return the tests with the places of their lines."""
    return tuple(
        RulebookTest(
            name=model.name,
            chat=_chat(model, document, ("tests", index, "chat")),
            expect=tuple(
                _expected(each, document, ("tests", index, "expect", number))
                for number, each in enumerate(model.expect)
            ),
            line=document.spot(("tests", index)).line,
        )
        for index, model in enumerate(models)
    )


def _chat(model: TestModel, document: Document, path: Path) -> tuple[ChatLine, ...]:
    lines: list[ChatLine] = []
    clock = -SPACING
    for number, line in enumerate(model.chat):
        clock = line.at.total_seconds() if line.at is not None else clock + SPACING
        spot = document.spot((*path, number))
        lines.append(
            ChatLine(
                who=line.who,
                says=next((w for w in (getattr(line, name) for name in _WHAT) if w), ""),
                channel=line.in_ or "",
                does=line.does or next(n for n in _WHAT if getattr(line, n) is not None),
                at=clock,
                reply_to=line.reply_to,
                roles=line.roles,
                line=spot.line,
                column=spot.column,
                more=_more(line),
            )
        )
    return tuple(lines)


def _more(line: ChatLineModel) -> Mapping[str, Any]:
    more: dict[str, Any] = {"signals": dict(line.signals), "network": line.network}
    if line.member_for is not None:
        more["member_for"] = line.member_for
    if line.account_age is not None:
        more["account_age"] = line.account_age
    return {key: value for key, value in more.items() if value}


def _expected(model: ExpectedModel, document: Document, path: Path) -> Expected:
    spot = document.spot(path)
    fields = {
        "in": model.in_,
        "saying": model.saying,
        "for": model.for_.total_seconds() if model.for_ else None,
        "by": model.by,
    }
    return Expected(
        do=model.do,
        who=model.of or model.to or "",
        fields={name: value for name, value in fields.items() if value is not None},
        line=spot.line,
        column=spot.column,
    )


def check_tests(tests: object) -> list[tuple[Path, str, str]]:
    """Return what no model can see: times that run backwards, answers to nobody, strangers.

    `tests` is the section as it was read; examples that do not fit the model are left out.
    """
    found: list[tuple[Path, str, str]] = []
    for index, test in enumerate(tests if isinstance(tests, list) else ()):
        try:
            model = TestModel.model_validate(test)
        except ValidationError:
            continue
        found += [(("tests", index, *path), what, hint) for path, what, hint in _check(model)]
    return found


def _check(model: TestModel) -> list[tuple[Path, str, str]]:
    found: list[tuple[Path, str, str]] = []
    people = {line.who for line in model.chat}
    spoke: set[str] = set()
    clock = timedelta(0)
    for number, line in enumerate(model.chat):
        if line.at is not None and line.at < clock:
            found.append((("chat", number, "at"), "this is earlier than the line above", ""))
        clock = line.at if line.at is not None else clock + timedelta(seconds=SPACING)
        if line.reply_to is not None and line.reply_to not in spoke:
            what = f"nobody called '{line.reply_to}' has written anything above"
            names = sorted(spoke & people)
            found.append((("chat", number, "reply_to"), what, did_you_mean(line.reply_to, names)))
        if line.edits is not None and line.who not in spoke:
            found.append((("chat", number, "edits"), f"{line.who} has written nothing above", ""))
        if line.reports is not None and line.reports not in spoke:
            what = f"nobody called '{line.reports}' has written anything above"
            names = sorted(spoke & people)
            found.append((("chat", number, "reports"), what, did_you_mean(line.reports, names)))
        if line.says is not None:
            spoke |= {line.who, f"l{number + 1}"}
    for number, each in enumerate(model.expect):
        who = each.of or each.to
        if who is not None and who not in people:
            key = "of" if each.of is not None else "to"
            what = f"nobody called '{who}' is in this chat"
            found.append((("expect", number, key), what, did_you_mean(who, sorted(people))))
    return found
