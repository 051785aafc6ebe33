"""From text to nodes: YAML 1.2 without what makes it dangerous, each refusal with its place."""

from ruamel.yaml import YAML
from ruamel.yaml.events import (
    AliasEvent,
    CollectionEndEvent,
    CollectionStartEvent,
    DocumentEndEvent,
    DocumentStartEvent,
    Event,
    ScalarEvent,
    SequenceStartEvent,
)

from bot.errors import Mistake, RulebookError
from bot.rulebook.telling import tell
from bot.rulebook.yaml_growth import Growing, Growth
from bot.rulebook.yaml_hints import explain
from bot.rulebook.yaml_nodes import Node, Scalar, Spot
from bot.rulebook.yaml_text import Lines

DEEPEST = 50
MOST_VALUES = 20_000
_DEEP = "this is nested more than 50 levels deep, and Evenhand does not read such files"
_MANY = "this file holds more than 20,000 values, and Evenhand does not read such files"
_NO_ALIAS = "aliases (*{}) are not read, so that a small file cannot grow without end"
_NO_ANCHOR = "anchors (&{}) are not read"
_SYNTAX_RULES = (
    "Text that begins with {} needs quotes; to use a value twice, write it out a second time."
)
_NO_TAG = "tags ({}) are not read: a policy file holds values, never types or code"
_SECOND = "a second document begins here (---), and a policy file is one document"


class Parser:
    """Reads one file's text into nodes and collects what is wrong on the way."""

    def __init__(self, text: str, name: str) -> None:
        self.name = name
        self.lines = Lines(text)
        self.mistakes: list[Mistake] = []
        self._growth = Growth(self._tell)
        self._count = 0
        self._end = 0
        self._long_quote: Spot | None = None

    def parse(self) -> Node | None:
        """Return the top node, None for a file without content.

        Raises RulebookError with everything found so far where the syntax ends the reading.
        """
        try:
            for event in YAML(typ="safe", pure=True).parse(self.lines.text):
                self._take(event)
                self._end = event.end_mark.index
        except RulebookError:
            raise
        except Exception as error:  # ruamel lets its own and Python's errors escape on odd input
            what, hint, spot = explain(error, self.lines, self._long_quote)
            self._stop(spot, what, hint)
        return self._growth.top

    def _take(self, event: Event) -> None:
        match event:
            case DocumentStartEvent():
                self._document(event)
            case ScalarEvent():
                self._scalar(event)
            case AliasEvent():
                self._alias(event)
            case CollectionStartEvent():
                self._open(event)
            case CollectionEndEvent():
                self._growth.close()
            case DocumentEndEvent():
                self._growth.end()

    def _document(self, event: DocumentStartEvent) -> None:
        spot = self._spot(event)
        if self._growth.ended:
            self._stop(spot, _SECOND, "Put the second one into a file of its own.")
        if event.version or event.tags:
            self._tell(Spot(line=1, column=1), "lines that begin with % are not read", "Remove it.")

    def _scalar(self, event: ScalarEvent) -> None:
        plain = bool(event.implicit[0]) and not event.style
        spot = self._spot(event) if event.value or not plain else self._gap(event)
        self._add_one(spot)
        usable = self._untagged(event, spot) and self._storable(event.value, spot)
        if not plain and event.style in ("'", '"') and event.end_mark.line > event.start_mark.line:
            self._long_quote = spot
        self._growth.add(Scalar(spot=spot, text=event.value, plain=plain, usable=usable))

    def _alias(self, event: AliasEvent) -> None:
        spot = self._spot(event)
        self._add_one(spot)
        self._tell(spot, _NO_ALIAS.format(event.anchor), _SYNTAX_RULES.format("*"))
        self._growth.add(Scalar(spot=spot, text="", usable=False))

    def _open(self, event: CollectionStartEvent) -> None:
        spot = self._spot(event)
        self._add_one(spot)
        self._untagged(event, spot)
        if self._growth.depth >= DEEPEST:
            self._stop(spot, _DEEP, "")
        self._growth.open(
            Growing(
                spot=spot,
                listing=isinstance(event, SequenceStartEvent),
                braces=bool(event.flow_style),
            )
        )

    def _add_one(self, spot: Spot) -> None:
        self._count += 1
        if self._count > MOST_VALUES:
            self._stop(spot, _MANY, "Move long lists into files of their own.")

    def _untagged(self, event: ScalarEvent | CollectionStartEvent, spot: Spot) -> bool:
        if event.anchor:
            self._tell(spot, _NO_ANCHOR.format(event.anchor), _SYNTAX_RULES.format("&"))
        tag = str(event.tag or "")
        if tag:
            tag = tag.replace("tag:yaml.org,2002:", "!!")
            self._tell(spot, _NO_TAG.format(tag[:40]), "Text that begins with ! needs quotes.")
        return not tag and not event.anchor

    def _storable(self, text: str, spot: Spot) -> bool:
        bad = next((c for c in text if (c < " " and c not in "\n\t\r") or _is_half(c)), "")
        if bad:
            self._tell(
                spot, f"\\u{ord(bad):04x} is no character that can be stored", "Remove the escape."
            )
        return not bad

    def _gap(self, event: ScalarEvent) -> Spot:
        """Return where a value is missing: behind its key's colon, not where the next key is."""
        colon = self.lines.text.find(":", self._end)
        between = self.lines.text[self._end : max(colon, self._end)]
        return self._spot(event) if colon < 0 or between.strip() else self.lines.spot(colon + 1)

    def _spot(self, event: Event) -> Spot:
        return self.lines.spot(event.start_mark.index)

    def _tell(self, spot: Spot, what: str, hint: str = "") -> None:
        self.mistakes.append(tell(self.name, spot, what, hint))

    def _stop(self, spot: Spot, what: str, hint: str) -> None:
        self._tell(spot, what, hint)
        raise RulebookError(tuple(self.mistakes))


def _is_half(character: str) -> bool:
    return "\ud800" <= character <= "\udfff"
