"""pydantic's errors in the words of people who write policy files."""

from collections.abc import Iterable, Mapping
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from bot.rulebook import traps
from bot.rulebook.document import Document, Findings
from bot.rulebook.model_keys import keys_at
from bot.rulebook.words import closest, did_you_mean, either, shorten, what_and_hint
from bot.rulebook.yaml_nodes import Listing, Node, Path, Scalar, Table, reach, step
from bot.rulebook.yaml_scalars import value_of

_SHAPES: Mapping[str, str] = {
    "string_type": "text",
    "string_sub_type": "text",
    "int_type": "a whole number",
    "int_parsing": "a whole number",
    "int_from_float": "a whole number",
    "float_type": "a number",
    "float_parsing": "a number",
    "bool_type": "true or false",
    "bool_parsing": "true or false",
    "list_type": "a list",
    "tuple_type": "a list",
    "set_type": "a list",
    "frozen_set_type": "a list",
    "dict_type": "keys with values",
    "mapping_type": "keys with values",
    "model_type": "keys with values",
    "model_attributes_type": "keys with values",
    "dataclass_type": "keys with values",
    "none_required": "empty",
}
_BOUNDS: Mapping[str, tuple[str, str]] = {
    "greater_than_equal": ("ge", "must be at least {}"),
    "greater_than": ("gt", "must be more than {}"),
    "less_than_equal": ("le", "must be at most {}"),
    "less_than": ("lt", "must be less than {}"),
    "string_too_short": ("min_length", "must have at least {} characters"),
    "string_too_long": ("max_length", "must have at most {} characters"),
    "too_short": ("min_length", "must have at least {} entries"),
    "too_long": ("max_length", "must have at most {} entries"),
    "multiple_of": ("multiple_of", "must be a multiple of {}"),
}
Said = tuple[str, str]


def complain(
    error: ValidationError,
    document: Document,
    findings: Findings,
    *,
    model: Any,
    base: Path = (),
    known: Iterable[str] = (),
    skip: Iterable[str] = (),
) -> None:
    """Note every mistake that pydantic found in what stands at `base`, once each.

    `known` are further keys that may stand there, told to whoever mistyped one; mistakes below
    the keys in `skip` are left out.
    """
    skipped = set(skip)
    details = [
        detail
        for detail in error.errors(include_url=False)
        if not (detail["loc"] and detail["loc"][0] in skipped)
    ]
    told = list(_of_unions(details, document, base))
    for detail in told:
        path = base + _inner(detail)
        keys = [*known] if len(detail["loc"]) <= 1 else []
        keys += keys_at(model, _taken(document, path)[len(base) : -1])
        if _follows(detail, told):
            continue
        what, hint = _say(detail, document, path, keys)
        at_key = detail["type"] == "extra_forbidden" or detail["loc"][-1:] == ("[key]",)
        findings.add(document, path, what, hint, key=at_key)


def _follows(detail: ErrorDetails, details: list[ErrorDetails]) -> bool:
    """Return whether a mistake only follows from another one that is told.

    A key is missing because it is misspelt; a list is too short because entries were left out.
    """
    loc = detail["loc"]
    if detail["type"] == "too_short":
        return any(other["loc"][: len(loc)] == loc != other["loc"] for other in details)
    return detail["type"] == "missing" and any(
        other["type"] == "extra_forbidden"
        and other["loc"][:-1] == loc[:-1]
        and closest(str(other["loc"][-1]), [str(loc[-1])])
        for other in details
    )


def _inner(detail: ErrorDetails) -> Path:
    where = getattr(detail.get("ctx", {}).get("error"), "where", ())
    return (*detail["loc"], *where) if isinstance(where, tuple) else detail["loc"]


def _taken(document: Document, path: Path) -> Path:
    return reach(document.root, path)[2]


def _of_unions(
    details: list[ErrorDetails], document: Document, base: Path
) -> Iterable[ErrorDetails]:
    """Yield what to say where a value may have several shapes: the shape it comes closest to."""
    groups: dict[Path, dict[str | int, list[ErrorDetails]]] = {}
    for detail in details:
        at = _first_label(document, base, detail)
        prefix, label = (
            (detail["loc"], "") if at is None else (detail["loc"][:at], detail["loc"][at])
        )
        groups.setdefault(prefix, {}).setdefault(label, []).append(detail)
    for prefix, members in groups.items():
        yield from _nearest(prefix, members)


def _first_label(document: Document, base: Path, detail: ErrorDetails) -> int | None:
    """Return which step of the error's path names a member of a union, None for none."""
    node = document.node(base)
    last = len(detail["loc"]) - 1
    for index, name in enumerate(detail["loc"]):
        below = step(node, name)
        if below is None:
            return None if index == last and detail["type"] == "missing" else index
        node = below[0]
    return None


def _nearest(prefix: Path, members: dict[str | int, list[ErrorDetails]]) -> Iterable[ErrorDetails]:
    fitting = [details for details in members.values() if not _misshapen(prefix, details)]
    if fitting:
        return min(fitting, key=len)
    if len(members) == 1:
        return next(iter(members.values()))
    details = [details[0] for details in members.values()]
    return [_either(details)]


def _misshapen(prefix: Path, details: list[ErrorDetails]) -> bool:
    first = details[0]
    shallow = len(first["loc"]) <= len(prefix) + 1
    return shallow and (first["type"] in _SHAPES or first["type"] in ("literal_error", "enum"))


def _either(details: list[ErrorDetails]) -> ErrorDetails:
    wanted = either(dict.fromkeys(_wanted(detail) for detail in details))
    return {**details[0], "type": "shapes", "ctx": {"wanted": wanted}}


def _wanted(detail: ErrorDetails) -> str:
    if detail["type"] in ("literal_error", "enum"):
        return _choices(detail)
    return _SHAPES[detail["type"]]


def _choices(detail: ErrorDetails) -> str:
    return str(detail.get("ctx", {}).get("expected", "")).replace("'", "")


def _say(detail: ErrorDetails, document: Document, path: Path, keys: list[str]) -> Said:
    kind, ctx = detail["type"], detail.get("ctx", {})
    name = _name(path, document)
    if kind == "missing":
        return f"'{detail['loc'][-1]}' is missing here", ""
    if kind == "extra_forbidden":
        return _unknown(str(detail["loc"][-1]), keys)
    if kind in ("literal_error", "enum"):
        return _no_choice(name, document.node(path), _choices(detail))
    if kind == "shapes" or kind in _SHAPES:
        wanted = ctx.get("wanted") or _SHAPES[kind]
        return _misshape(name, wanted, document, path)
    if kind in _BOUNDS:
        return _out_of_bounds(name, kind, ctx)
    if kind == "value_error":
        return what_and_hint(str(ctx.get("error", detail["msg"])))
    return f"{name} does not fit: {detail['msg'][:1].lower()}{detail['msg'][1:]}", ""


def _name(path: Path, document: Document) -> str:
    taken = _taken(document, path)
    names = [part for part in taken if isinstance(part, str)]
    if not names:
        return "this"
    name = f"'{shorten(names[-1])}'"
    return f"each entry of {name}" if isinstance(taken[-1], int) else name


def _unknown(key: str, keys: list[str]) -> Said:
    return f"unknown key '{shorten(key)}'", did_you_mean(key, keys)


def _no_choice(name: str, node: Node, choices: str) -> Said:
    hint = f"Write {choices}."
    if isinstance(node, Scalar):
        words = choices.replace(" or ", ", ").split(", ")
        near = traps.switch(node.text, choices) or did_you_mean(node.text, words)
        if near.startswith("Did"):
            hint = f"{near} Possible: {choices}."
        return f"{name} cannot be '{shorten(node.text)}'", hint
    return f"{name} should be {choices}, and this is {describe(node)}", hint


def _misshape(name: str, wanted: str, document: Document, path: Path) -> Said:
    node = document.node(path)
    what = f"{name} should be {wanted}, and this is {describe(node)}"
    return what, traps.shape(wanted, node, document, path)


def _out_of_bounds(name: str, kind: str, ctx: Mapping[str, Any]) -> Said:
    bound, words = _BOUNDS[kind]
    limit = ctx.get(bound)
    if limit == 1 and kind in ("string_too_short", "too_short"):
        return f"{name} is empty", "Write something, or leave the key out."
    limit = f"{limit:g}" if isinstance(limit, float) else limit
    return f"{name} {words.format(limit)}", ""


def describe(node: Node) -> str:
    """Return what kind of value stands here, in words."""
    match node:
        case Listing():
            return "a list"
        case Table():
            return "keys with values"
    value = value_of(node)
    if value is None:
        return "empty"
    if isinstance(value, bool):
        return f"the word {node.text}"
    if isinstance(value, str):
        return f"the text '{node.text}'" if 0 < len(node.text) <= 20 else "text"
    return f"the number {node.text}"
