"""docs/reference/environment.md: the environment variables."""

from collections.abc import Mapping

from bot.environment import all_variables
from tools.docs.markdown import NOTE, code, table

_INTRODUCTION = """\
# Environment variables

What the operator sets. None is needed: without any, Evenhand opens the lobby on this machine and
keeps everything in `./evenhand-data`.

"""


def environment_page() -> str:
    """Return the page."""
    groups = dict(all_variables())
    parts = [NOTE, _INTRODUCTION + _variables(groups.pop("Evenhand"))]
    parts += [f"## {title}\n\n{_variables(variables)}" for title, variables in groups.items()]
    return "\n".join(part.strip("\n") + "\n" for part in parts)


def _variables(variables: Mapping[str, str]) -> str:
    return table(["variable", "what it means"], [[code(n), what] for n, what in variables.items()])
