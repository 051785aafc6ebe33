"""Every environment variable that is read, with what it means; light enough for `--help`."""

import importlib
from collections.abc import Mapping

import adapters
from bot.settings import ENCODER_VARIABLES, MODEL_VARIABLES, VARIABLES


def all_variables() -> Mapping[str, Mapping[str, str]]:
    """Return the variables and their meanings by what they are for, in the order to be shown."""
    found: dict[str, Mapping[str, str]] = {"Evenhand": VARIABLES}
    for name, target in sorted(adapters.VARIABLES.items()):
        module, _, attribute = target.partition(":")
        found[f"The network {name}"] = getattr(importlib.import_module(module), attribute)
    return {
        **found,
        "Detoxify, a second opinion on toxicity": MODEL_VARIABLES,
        "An encoder, for what the built-in scorer is unsure of": ENCODER_VARIABLES,
    }
