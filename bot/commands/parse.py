"""From what somebody typed to typed arguments; what cannot be read is said with an example."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from difflib import get_close_matches

from bot.commands.declared import Command
from bot.commands.desk import Desk
from bot.commands.reaction import Value
from bot.domain import CommandGiven, Member, Mention, Parameter, ParameterType, parse_duration
from bot.errors import CommandError
from bot.locale import Phrasebook

MOST_TEXT = 1000
_QUOTES = {'"': '"', "“": "”", "„": "“", "«": "»"}
_WORD = re.compile(r"\S+")
_NUMBER = re.compile(r"#?(\d{1,9})(?!\S)")
#: In a typed line a short number is a case or a count, never somebody's id.
_SHORT_NUMBER = re.compile(r"#?\d{1,6}")
_MOST_DURATION_WORDS = 6


@dataclass(slots=True)
class _Line:
    """What is left to be read of a command, and who was named in it."""

    text: str
    mentions: list[Mention]

    def word(self) -> str:
        """Return the next word, or what stands in quotation marks; empty at the end."""
        return self._next()[0]

    def take(self, length: int) -> None:
        """Go on behind `length` characters."""
        self.text = self.text[length:].lstrip()

    def take_word(self) -> str:
        """Return the next word and go on behind it."""
        word, length = self._next()
        self.take(length)
        return word

    def take_rest(self) -> str:
        """Return all that is left, without quotation marks around it."""
        rest, self.text = self.text.strip(), ""
        closing = _QUOTES.get(rest[:1])
        if closing and len(rest) > 1 and rest.find(closing, 1) == len(rest) - 1:
            return rest[1:-1].strip()
        return rest

    def _next(self) -> tuple[str, int]:
        closing = _QUOTES.get(self.text[:1])
        end = self.text.find(closing, 1) if closing else -1
        if end > 0:
            return self.text[1:end].strip(), end + 1
        found = _WORD.match(self.text)
        return (found[0], found.end()) if found else ("", 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Parsed:
    """Typed arguments, and the ids among them of people who are not members."""

    arguments: Mapping[str, Value]
    strangers: frozenset[str] = frozenset()


async def parse(command: Command, event: CommandGiven, desk: Desk, book: Phrasebook) -> Parsed:
    """Return the arguments of a command as its declaration types them.

    Raises CommandError with a sentence that says what to write, and an example.
    """
    reader = _Reader(command, event, desk, book)
    return await (reader.options() if event.options else reader.line())


class _Reader:
    def __init__(self, command: Command, event: CommandGiven, desk: Desk, book: Phrasebook) -> None:
        self._command = command
        self._event = event
        self._desk = desk
        self._book = book
        self._strangers: set[str] = set()

    async def options(self) -> Parsed:
        """Read what a network with typed options sent."""
        found: dict[str, Value] = {}
        for parameter in self._command.spec.parameters:
            text = self._event.options.get(parameter.name, "").strip()
            if not text:
                self._need(parameter)
                continue
            line = _Line(text, list(self._event.mentions))
            value = await self._read(parameter, line, last=True)
            if value is None or line.text:
                raise self._wrong(parameter, text)
            found[parameter.name] = value
        return Parsed(arguments=found, strangers=frozenset(self._strangers))

    async def line(self) -> Parsed:
        """Read what was typed after the command's name."""
        line = _Line(self._event.raw.strip(), list(self._event.mentions))
        found: dict[str, Value] = {}
        parameters = self._command.spec.parameters
        for parameter in parameters:
            last = parameter is parameters[-1]
            value = await self._read(parameter, line, last=last) if line.text else None
            if value is not None:
                found[parameter.name] = value
            elif parameter.required and line.text:
                raise self._wrong(parameter, _misread(parameter, line))
            else:
                self._need(parameter)
        if line.text:
            if parameters and parameters[-1].name not in found:
                raise self._wrong(parameters[-1], line.word())
            raise self._error("error_too_much", rest=self._book.quote(line.text, 60))
        return Parsed(arguments=found, strangers=frozenset(self._strangers))

    async def _read(self, parameter: Parameter, line: _Line, *, last: bool) -> Value | None:
        """Return the value at the head of the line and go on behind it; None where none is."""
        match parameter.type:
            case ParameterType.MEMBER:
                return await self._member(line)
            case ParameterType.CHANNEL:
                return _channel(line)
            case ParameterType.DURATION:
                return _duration(parameter, line)
            case ParameterType.INTEGER | ParameterType.CASE:
                return _number(line)
            case ParameterType.CHOICE:
                return self._choice(parameter, line)
            case ParameterType.POLICY:
                return self._policy(line, last=last)
            case ParameterType.TEXT:
                text = line.take_rest() if last else line.take_word()
                return text[:MOST_TEXT] or None

    async def _member(self, line: _Line) -> Member | None:
        mention, length = _mention_at(line)
        word = line.word()
        if mention is None and not self._event.options and _SHORT_NUMBER.fullmatch(word):
            return None
        named = mention is not None or word.startswith("@") or word.startswith("<@")
        id = mention.id if mention else _bare(word)
        found = await self._desk.find_member(self._event.network, self._event.place, id)
        if found is None and self._command.strangers and (mention or _looks_like_id(id)):
            name = mention.name if mention and mention.name else id
            found = Member(id=id, name=name.removeprefix("@"))
            self._strangers.add(id)
        if found is None:
            if named:
                raise self._error("error_not_here", who=self._book.quote(word, 40))
            return None
        if mention is not None:
            line.mentions.remove(mention)
            line.take(length)
        else:
            line.take_word()
        return found

    def _choice(self, parameter: Parameter, line: _Line) -> str | None:
        word = line.word().casefold()
        if word not in parameter.choices:
            return None
        line.take_word()
        return word

    def _policy(self, line: _Line, *, last: bool) -> str | None:
        typed = line.take_rest() if last else line.take_word()
        names = {policy.name.casefold(): policy.name for policy in self._desk.policies}
        exact = names.get(typed.casefold())
        if exact is not None:
            return exact
        begin = [name for low, name in names.items() if low.startswith(typed.casefold())]
        if len(begin) == 1:
            return begin[0]
        near = get_close_matches(typed.casefold(), names, n=1)
        listed = [names[near[0]]] if near else list(names.values())
        known = ", ".join(self._book.quote(name, 60) for name in listed)
        raise self._error("error_no_policy", typed=self._book.quote(typed, 60), known=known)

    def _need(self, parameter: Parameter) -> None:
        if parameter.required:
            raise self._error("error_missing", what=self._help(parameter))

    def _wrong(self, parameter: Parameter, typed: str) -> CommandError:
        if parameter.type is ParameterType.CHOICE:
            choices = ", ".join(parameter.choices)
            return self._error("error_choice", typed=self._book.quote(typed, 40), choices=choices)
        return self._error(f"error_no_{parameter.type.value}", typed=self._book.quote(typed, 40))

    def _error(self, moment: str, **values: str) -> CommandError:
        spec = self._command.spec
        example = spec.examples[0] if spec.examples else f"/{spec.name}"
        return CommandError(self._book.say(moment, example=example, **values))

    def _help(self, parameter: Parameter) -> str:
        return parameter.help.get(self._book.language, parameter.help["en"])


def _mention_at(line: _Line) -> tuple[Mention | None, int]:
    """Return the person named at the head of the line, and the length of the naming."""
    people = [m for m in line.mentions if m.kind == "member"]
    text = line.text.casefold()
    for mention in sorted(people, key=lambda m: len(m.name), reverse=True):
        name = "@" + mention.name.removeprefix("@").casefold()
        if mention.name and text.startswith(name) and not text[len(name) :][:1].isalnum():
            return mention, len(name)
    word = _WORD.match(line.text)
    if word is None:
        return None, 0
    for mention in people:
        if _bare(word[0]) == mention.id:
            return mention, word.end()
    if word[0].startswith("@") and len(people) == 1:
        return people[0], word.end()
    return None, 0


def _bare(word: str) -> str:
    """Return the id or name in a mention as networks write it: `@kim`, `<@!123>`, `<@U1|kim>`."""
    return word.strip("<@!>").split("|")[0]


def _looks_like_id(text: str) -> bool:
    return bool(re.fullmatch(r"[A-Za-z]{0,2}\d{5,24}|[A-Z0-9]{8,14}", text))


def _channel(line: _Line) -> str | None:
    word = line.word()
    for mention in line.mentions:
        if mention.kind == "channel" and word.lstrip("#<").rstrip(">").split("|")[0] in (
            mention.id,
            mention.name.removeprefix("#"),
        ):
            line.take_word()
            return mention.id
    if word.startswith("#") and len(word) > 1:
        return line.take_word().removeprefix("#")
    return None


def _duration(parameter: Parameter, line: _Line) -> timedelta | None:
    if line.word().casefold() in parameter.choices:
        line.take_word()
        return timedelta(0)
    if line.text[:1] in _QUOTES:
        span = _span(line.word())
        if span is not None:
            line.take_word()
        return span
    ends = [found.end() for found in _WORD.finditer(line.text)][:_MOST_DURATION_WORDS]
    for end in reversed(ends):
        span = _span(line.text[:end])
        if span is not None:
            line.take(end)
            return span
    return None


def _misread(parameter: Parameter, line: _Line) -> str:
    """Return the words that cannot be read, a number with its unit."""
    words = line.text.split(None, 2)
    if parameter.type is ParameterType.DURATION and words[0].isdigit():
        return " ".join(words[:2])
    return line.word()


def _span(text: str) -> timedelta | None:
    try:
        return parse_duration(text)
    except ValueError:
        return None


def _number(line: _Line) -> int | None:
    found = _NUMBER.match(line.text)
    if found is None:
        return None
    line.take(found.end())
    return int(found[1])


def closest(typed: str, known: Sequence[str]) -> str:
    """Return the known word that is nearest to what was typed, empty for none near it."""
    near = get_close_matches(typed.casefold(), known, n=1, cutoff=0.6)
    return near[0] if near else ""
