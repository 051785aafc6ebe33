"""The file of a community's own layer: read like every other file beside a policy file."""

import hashlib
import re
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, Field, ValidationError

from bot.errors import Mistake
from bot.rulebook.book import Layer
from bot.rulebook.building import Site, open_beside
from bot.rulebook.complaints import complain
from bot.rulebook.models import Strict
from bot.rulebook.telling import tell
from bot.rulebook.words import shorten

#: The version of the layer's form that is read and written here.
VERSION = 1
#: So much log odds a word may weigh, for or against a signal.
MOST_WEIGHT = 1.5
#: So many words a layer may hold for one signal.
MOST_WORDS = 300
_KEY = "layer"
_WORD = r"[^\W\d_]+(?:['-][^\W\d_]+)*"
_WORDS = re.compile(f"{_WORD}(?: {_WORD})?")


def _version(value: Any) -> Any:
    if value != VERSION:
        raise ValueError(
            f"this Evenhand reads layers of version {VERSION}; "
            "have `evenhand learn --layer` write a new one"
        )
    return value


def _words(text: str) -> str:
    if not _WORDS.fullmatch(text) or text != text.lower():
        raise ValueError(
            f"'{shorten(text)}' stands in no text as the scorer reads it; "
            "write one or two words in small letters"
        )
    return text


class WordsModel(Strict):
    """What words weigh for one signal."""

    labels: Annotated[int, Field(ge=0)] = Field(
        default=0, description="From how many decisions of the team it was learned."
    )
    words: Annotated[
        dict[
            Annotated[str, AfterValidator(_words)],
            Annotated[float, Field(ge=-MOST_WEIGHT, le=MOST_WEIGHT, allow_inf_nan=False)],
        ],
        Field(min_length=1, max_length=MOST_WORDS),
    ] = Field(description="One or two words, and what they add to the log odds.")


class SignalsModel(Strict):
    """The signals that a layer may move."""

    toxicity: WordsModel | None = None
    spam: WordsModel | None = None


class LayerModel(Strict):
    """A layer on top of the built-in scorer."""

    version: Annotated[int, AfterValidator(_version)]
    community: Annotated[str, Field(min_length=1)] = Field(description="The community's id.")
    kind: Literal["layer"] = "layer"
    signals: SignalsModel


def read_layer(site: Site, data: dict[str, Any], community: str) -> Layer | None:
    """Return the layer that a policy file names, None for none, or with its mistakes noted."""
    name = data.get(_KEY)
    if not isinstance(name, str) or not name:
        return None
    document = open_beside(site, (_KEY,), name)
    if document is None:
        return None
    try:
        model = LayerModel.model_validate(document.data)
    except ValidationError as error:
        complain(error, document, site.findings, model=LayerModel)
        return None
    if model.community != community:
        what = f"this layer is for '{shorten(model.community)}', and the policy file for another"
        hint = f"Every community trains its own; this one's id is '{community}'."
        site.findings.add(document, ("community",), what, hint)
    found = {"toxicity": model.signals.toxicity, "spam": model.signals.spam}
    return Layer(
        name=name,
        version=hashlib.sha256(site.files[name]).hexdigest(),
        weights={signal: dict(each.words) for signal, each in found.items() if each is not None},
    )


def note_on_layer(site: Site, layer: Layer | None) -> tuple[Mistake, ...]:
    """Return what an admin should know about a layer that is in force: its size and its hash."""
    if layer is None:
        return ()
    sizes = " and ".join(f"{len(words)} for {name}" for name, words in layer.weights.items())
    what = f"words that weigh more or less here: {sizes or 'none'}; SHA-256 {layer.version}"
    hint = "Take the line out to judge by the built-in scorer alone."
    return (tell(site.document.name, site.document.spot((_KEY,)), what, hint),)
