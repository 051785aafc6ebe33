"""Which keys a pydantic model knows at a place in a file."""

import typing
from collections.abc import Iterator, Sequence
from types import UnionType
from typing import Annotated, Any, Union

from pydantic import BaseModel

from bot.rulebook.yaml_nodes import Path


def keys_at(model: Any, path: Path) -> list[str]:
    """Return the keys that may stand at `path`, as written in files; [] where any may."""
    kinds = [model]
    for name in path:
        kinds = [below for kind in kinds for below in _below(kind, name)]
    return list(dict.fromkeys(key for kind in kinds for key in _keys(kind)))


def _keys(kind: Any) -> Iterator[str]:
    for model in _models(kind):
        for name, field in model.model_fields.items():
            yield field.alias or name


def _below(kind: Any, name: str | int) -> Iterator[Any]:
    for model in _models(kind):
        for field_name, field in model.model_fields.items():
            if name in (field_name, field.alias):
                yield field.annotation
        if "root" in model.model_fields:
            yield from _below(model.model_fields["root"].annotation, name)
    yield from _elements(kind, name)


def _elements(kind: Any, name: str | int) -> Iterator[Any]:
    origin, arguments = typing.get_origin(kind), typing.get_args(kind)
    if isinstance(origin, type) and issubclass(origin, dict):
        yield from arguments[1:2]
    elif isinstance(origin, type) and issubclass(origin, Sequence | set | frozenset):
        if isinstance(name, int):
            yield from arguments[:1]
    else:
        for argument in arguments:
            yield from _elements(argument, name)


def _models(kind: Any) -> Iterator[type[BaseModel]]:
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        yield kind
    elif typing.get_origin(kind) in (Annotated, Union, UnionType):
        for argument in typing.get_args(kind):
            yield from _models(argument)
