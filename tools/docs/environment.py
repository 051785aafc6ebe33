"""docs/reference/environment.md: the environment variables."""

from bot.bootstrap import adapter_kinds
from bot.detectors.detoxify import VARIABLES as OF_DETOXIFY
from bot.settings import VARIABLES
from tools.docs.markdown import NOTE, code, table

_INTRODUCTION = """\
# Environment variables

What the operator sets. None is needed: without any, Evenhand opens the lobby on this machine and
keeps everything in `./evenhand-data`.

"""


def environment_page() -> str:
    """Return the page."""
    parts = [NOTE, _INTRODUCTION + _variables(VARIABLES)]
    for name, kind in sorted(adapter_kinds().items()):
        parts.append(f"## The network {name}\n\n{_variables(dict(kind.variables))}")
    parts.append(f"## Detoxify, a second opinion on toxicity\n\n{_variables(OF_DETOXIFY)}")
    return "\n".join(part.strip("\n") + "\n" for part in parts)


def _variables(variables: dict[str, str]) -> str:
    return table(["variable", "what it means"], [[code(n), what] for n, what in variables.items()])
