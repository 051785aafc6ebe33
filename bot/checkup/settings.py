"""What the operator set, where it comes from, and names that nothing reads."""

import re
from collections.abc import Mapping, Sequence
from difflib import get_close_matches

from bot.errors import UsageError
from bot.ports import Finding
from bot.settings import Settings

_PREFIX = "EVENHAND_"
_SECRET = re.compile(r"TOKEN|SECRET|PASSWORD|KEY", re.IGNORECASE)
_PASSWORD = re.compile(r"(?<=://).+(?=@)")
#: Read by tests alone, and by nobody who runs Evenhand.
_HIDDEN = frozenset({"EVENHAND_CRASH_AT"})


def look_at_settings(
    environ: Mapping[str, str], variables: Mapping[str, str]
) -> tuple[Finding, ...]:
    """Return one finding per variable that is set, unknown or makes no sense.

    `variables` are those that are read, each with what it means.
    """
    set_here = {name: value for name, value in environ.items() if name in variables and value}
    found = [
        Finding(ok=True, what=f"{n} is {_shown(n, v)}, from the environment")
        for n, v in sorted(set_here.items())
    ]
    unset = sorted(set(variables) - set(set_here))
    if unset:
        found.append(Finding(ok=True, what=f"at their defaults: {', '.join(unset)}"))
    return (*found, *_senseless(environ), *_unknown(environ, variables))


def _shown(name: str, value: str) -> str:
    if _SECRET.search(name):
        return "*** (set)"
    shown = _PASSWORD.sub("***", value)
    return "".join(character if character.isprintable() else "�" for character in shown)


def _senseless(environ: Mapping[str, str]) -> Sequence[Finding]:
    try:
        Settings.from_environ(environ)
    except UsageError as error:
        return [Finding(ok=False, what=str(error), mend="Correct it and look again.")]
    return []


def _unknown(environ: Mapping[str, str], variables: Mapping[str, str]) -> Sequence[Finding]:
    unknown = [
        name
        for name in sorted(environ)
        if name.startswith(_PREFIX) and name not in variables and name not in _HIDDEN
    ]
    return [
        Finding(ok=False, what=f"nothing reads {n}", mend=_meant(n, variables)) for n in unknown
    ]


def _meant(name: str, variables: Mapping[str, str]) -> str:
    near = get_close_matches(name, variables, n=1, cutoff=0.8)
    return f"Did you mean {near[0]}?" if near else "Take it out of the environment."
