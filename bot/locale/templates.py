"""Named holes in braces, and nothing else: no attributes, no formats, no second round."""

import re
from collections.abc import Mapping

_HOLE = re.compile(r"\{([a-z][a-z0-9_]*)\}")


def holes(text: str) -> frozenset[str]:
    """Return the names of the holes in a template."""
    return frozenset(_HOLE.findall(text))


def fill(text: str, values: Mapping[str, str]) -> str:
    """Return the template with its holes filled; a hole without a value stays as written."""
    return _HOLE.sub(lambda hole: values.get(hole[1], hole[0]), text)
