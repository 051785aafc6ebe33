"""Whether the bot's calls are such as the Bot API knows, by models that others wrote.

`bot_api.json` holds aiogram's models (version 3.31.0) of the methods that a moderator needs: names,
types, and what is needed. How to write it anew stands in docs/howto/fake-telegram.md.
"""

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from tests.support.json_schema import mistakes_in

MODELS = Path(__file__).with_name("bot_api.json")


def mistakes(method: str, sent: Mapping[str, str]) -> list[str]:
    """Return what is wrong with a call, each as a line; an unknown method is a mistake too."""
    models = _models()
    model = models["methods"].get(method)
    if model is None:
        return [f"{method}: no such method is known"]
    found = [
        f"{method}: {name} is missing" for name in model.get("required", ()) if name not in sent
    ]
    for name, raw in sent.items():
        argument = model["properties"].get(name)
        if argument is None:
            found.append(f"{method}: there is no argument {name}")
        else:
            found += [f"{method}.{name}: {one}" for one in _wrong(raw, argument, models)]
    return found


def _wrong(raw: str, argument: Any, models: Any) -> list[str]:
    """Return what is wrong with an argument; in a form everything that is no text is JSON."""
    as_text = mistakes_in(raw, argument, models)
    if not as_text:
        return []
    try:
        return mistakes_in(json.loads(raw), argument, models)
    except ValueError:
        return as_text


@cache
def _models() -> Any:
    return json.loads(MODELS.read_text(encoding="utf-8"))
