"""Whether a model helps with judging, and what follows where none does."""

from collections.abc import Callable, Mapping
from importlib.util import find_spec

from bot.checkup.encoder import look_at_encoder, prove_encoder
from bot.checkup.proof import prove_model
from bot.ports import Finding

_WITHOUT = (
    "no model is asked; insults, threats and bait are noticed by the lists and rules that come "
    "with Evenhand, in English and German"
)


def _is_installed(name: str) -> bool:
    return find_spec(name) is not None


def look_at_models(
    environ: Mapping[str, str], installed: Callable[[str], bool] = _is_installed
) -> tuple[Finding, ...]:
    """Return which models are set up; `installed` says whether a Python package is there."""
    return (*_detoxify(environ, installed), *look_at_encoder(environ))


def prove_models(environ: Mapping[str, str]) -> tuple[Finding, ...]:
    """Return what the models that are set up do with known sentences."""
    of_encoder = prove_encoder(environ)
    if of_encoder and not environ.get("EVENHAND_DETOXIFY"):
        return of_encoder
    return (*of_encoder, *prove_model(environ))


def _detoxify(environ: Mapping[str, str], installed: Callable[[str], bool]) -> tuple[Finding, ...]:
    wanted = environ.get("EVENHAND_DETOXIFY", "")
    missing = [name for name in ("torch", "detoxify") if not installed(name)]
    if not wanted:
        mend = "" if missing else "Detoxify is installed: EVENHAND_DETOXIFY=multilingual uses it."
        return (Finding(ok=True, what=_WITHOUT, mend=mend),)
    if missing:
        return (
            Finding(
                ok=False,
                what=f"EVENHAND_DETOXIFY asks for Detoxify, and {' and '.join(missing)} is missing",
                mend="Run pip install 'evenhand[toxicity]', or take the setting out.",
            ),
        )
    mend = "evenhand doctor --models proves it on ten sentences."
    return (Finding(ok=True, what="Detoxify is installed and gives a second opinion", mend=mend),)
