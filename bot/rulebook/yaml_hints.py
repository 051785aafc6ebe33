"""What the YAML reader means, in words for people who write policy files."""

import re

from ruamel.yaml.error import MarkedYAMLError

from bot.rulebook.yaml_nodes import Spot
from bot.rulebook.yaml_text import Lines

Explained = tuple[str, str, Spot]

_NO_SPACE = re.compile(r"^\s*(?:-\s+)?([A-Za-z_]+):(?=[^\s:/\\])(.*)$")
_COMMENT_IN_LIST = re.compile(r"(?:\[|\[.*,)\s*(#[\w-]+)")
_LOOK_BACK = 5
_AFTER_COLON = re.compile(r":\s+(.+)$")
_TOO_HIGH = re.compile(r"\\U(?!000|0010)[0-9a-fA-F]{8}")
_UNREADABLE = ("this line cannot be read", "Compare it with the lines above it.")


def explain(error: Exception, lines: Lines, quote: Spot | None) -> Explained:
    """Return what is wrong, how to mend it, and where; `quote` is the last quote over two lines."""
    if not isinstance(error, MarkedYAMLError) or error.problem_mark is None:
        return _not_yaml(lines)
    spot = lines.spot(error.problem_mark.index)
    opened = lines.spot(error.context_mark.index) if error.context_mark else spot
    problem, context = str(error.problem or ""), str(error.context or "")
    for look in (_character, _comment, _quote_never_closed, _bracket, _quote_too_long, _no_space):
        found = look(problem, context, spot, opened, lines, quote)
        if found:
            return found
    return _general(problem, context, spot, lines)


def _not_yaml(lines: Lines) -> Explained:
    """Return what is said where the reader broke down; a far too large escape is all we know."""
    escape = _TOO_HIGH.search(lines.text)
    if escape:
        return (f"{escape.group()} is no character", "Remove it.", lines.spot(escape.start()))
    return ("this file cannot be read as YAML", "Check quotes and escapes.", lines.spot(0))


def _character(
    problem: str, context: str, spot: Spot, opened: Spot, lines: Lines, quote: Spot | None
) -> Explained | None:
    if "cannot start any token" not in problem:
        return None
    line = lines.line(spot.line)
    character = line[spot.column - 1 : spot.column]
    if character == "\t":
        return ("a tab stands at the beginning of this line", "Indent with spaces.", spot)
    word = re.match(r"[^\s,\]}]*", line[spot.column - 1 :])
    name = word.group() if word else character
    return (f"text cannot begin with {character}", f'Put it in quotes: "{name}"', spot)


def _comment(
    problem: str, context: str, spot: Spot, opened: Spot, lines: Lines, quote: Spot | None
) -> Explained | None:
    if "flow" not in context:
        return None
    for number in range(spot.line, max(0, spot.line - _LOOK_BACK), -1):
        found = _COMMENT_IN_LIST.search(lines.line(number))
        if found:
            word = found.group(1)
            return (
                f"{word} is read as a comment, and so the list never ends",
                f'Put it in quotes: "{word}"',
                Spot(line=number, column=found.start(1) + 1),
            )
    return None


def _quote_never_closed(
    problem: str, context: str, spot: Spot, opened: Spot, lines: Lines, quote: Spot | None
) -> Explained | None:
    if "quoted scalar" not in context or "end of stream" not in problem:
        return None
    return ("a quote opens here and is never closed", "Add the closing quote.", opened)


def _bracket(
    problem: str, context: str, spot: Spot, opened: Spot, lines: Lines, quote: Spot | None
) -> Explained | None:
    if "flow sequence" in context or "flow mapping" in context:
        mark = "]" if "sequence" in context else "}"
        begin = "[" if mark == "]" else "{"
        if "end" in problem or spot.line > opened.line:
            return (f"a {begin} opens here and is never closed", f"Add the closing {mark}.", opened)
        return (
            f"a comma or {mark} is missing here",
            "Text with , [ ] { } or quotes in a list needs quotes around it.",
            spot,
        )
    return None


def _quote_too_long(
    problem: str, context: str, spot: Spot, opened: Spot, lines: Lines, quote: Spot | None
) -> Explained | None:
    if quote is None or spot.line < quote.line or "but found '<scalar>'" not in problem:
        return None
    return (
        f"the quote opened here is closed only in line {spot.line}",
        "Add the closing quote where the text ends.",
        quote,
    )


def _no_space(
    problem: str, context: str, spot: Spot, opened: Spot, lines: Lines, quote: Spot | None
) -> Explained | None:
    for number in dict.fromkeys((opened.line, spot.line - 1, spot.line)):
        found = _NO_SPACE.match(lines.line(number))
        if found and ("':'" in problem or "mapping values" in problem):
            return (
                f"a space is missing after '{found.group(1)}:'",
                f"Write '{found.group(1)}: {found.group(2).strip()[:40]}'.",
                Spot(line=number, column=found.end(1) + 1),
            )
    return None


def _general(problem: str, context: str, spot: Spot, lines: Lines) -> Explained:
    line = lines.line(spot.line)
    if "mapping values" in problem:
        if _AFTER_COLON.search(line[: spot.column - 1]):
            return (
                "there is a second colon in this line",
                "Put text that contains ': ' in quotes.",
                spot,
            )
        return ("this line is indented further than it may be", _INDENT, spot)
    if "could not find expected ':'" in problem:
        return (
            "a line that should read 'key: value' has no colon",
            "Add the colon, or indent the line if it continues the text above.",
            lines.spot(_line_start(lines, spot)),
        )
    if "'<scalar>'" in problem:
        return (
            "text goes on after its closing quote",
            "Put the whole text in quotes; inside '…' write '' for an apostrophe.",
            spot,
        )
    return _structure(problem, spot)


_INDENT = "Give it as many spaces as its neighbours have."


def _structure(problem: str, spot: Spot) -> Explained:
    if "but found" in problem and ("block" in problem or "'-'" in problem or "'?'" in problem):
        return ("this line does not fit its neighbours' indentation", _INDENT, spot)
    if "escape" in problem:
        return (
            "a backslash in double quotes must be part of an escape such as \\n",
            "Write two backslashes, or use single quotes.",
            spot,
        )
    return (*_UNREADABLE, spot)


def _line_start(lines: Lines, spot: Spot) -> int:
    before = "\n".join(lines.line(number) for number in range(1, spot.line))
    return len(before)
