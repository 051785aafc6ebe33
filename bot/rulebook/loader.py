"""From a policy file to a rulebook in force: every mistake at once, or the whole book."""

import unicodedata
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from bot.ports import PolicyKind, Scene
from bot.rulebook.book import Limits, Newcomers, PolicyEntry, Rulebook, SharedBans, Team
from bot.rulebook.building import Site, build
from bot.rulebook.capability import Can, able_somewhere, check_needs, check_signs, check_tidy
from bot.rulebook.chats import check_tests, tests_of
from bot.rulebook.complaints import complain, describe
from bot.rulebook.document import Document, Findings, read_document
from bot.rulebook.files import fingerprint, read_main, version_of
from bot.rulebook.layers import note_on_layer, read_layer
from bot.rulebook.model_keys import keys_at
from bot.rulebook.models import FileModel
from bot.rulebook.native import Natively, check_native, notes_on_native
from bot.rulebook.templates import holes, problem
from bot.rulebook.words import did_you_mean, shorten, what_and_hint
from bot.rulebook.yaml_nodes import Path as Place

__all__ = ["fingerprint", "load", "load_text", "slug"]

_UMLAUTS = str.maketrans(
    {"ä": "ae", "ö": "oe", "ü": "ue", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue", "ß": "ss", "ẞ": "SS"}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """What there is outside the file; what is None is not checked.

    `can` says what each network is able to do, `signals` which detectors there are, `networks`
    which networks are known, `texts` which moments have words, with the holes that are filled, and
    `must_say` which holes must stand in one's own words for a moment. `all_serve` says whether a
    file without `places` is for all of the networks, or for one of them that nobody named yet.
    `natively` says what of their work networks can do for policies, `tidies` which of their own
    lines can be taken down, `signs` which signs they take under messages.
    """

    kinds: Mapping[str, PolicyKind]
    can: Can | None = None
    signals: Collection[str] | None = None
    networks: Collection[str] | None = None
    texts: Mapping[str, Collection[str]] | None = None
    must_say: Mapping[str, Collection[str]] | None = None
    all_serve: bool = True
    natively: Natively | None = None
    tidies: Mapping[str, Collection[str]] | None = None
    signs: Mapping[str, Callable[[str], bool]] | None = None


def load(
    path: Path,
    *,
    kinds: Mapping[str, PolicyKind],
    can: Can | None = None,
    signals: Collection[str] | None = None,
    networks: Collection[str] | None = None,
    texts: Mapping[str, Collection[str]] | None = None,
    must_say: Mapping[str, Collection[str]] | None = None,
    all_serve: bool = True,
    natively: Natively | None = None,
    tidies: Mapping[str, Collection[str]] | None = None,
    signs: Mapping[str, Callable[[str], bool]] | None = None,
) -> Rulebook:
    """Return the rulebook that a policy file describes; nothing in force is touched.

    What is left out (see World) is not checked. Raises RulebookError with every mistake, by place.
    """
    world = World(
        kinds=kinds,
        can=can,
        signals=signals,
        networks=networks,
        texts=texts,
        must_say=must_say,
        all_serve=all_serve,
        natively=natively,
        tidies=tidies,
        signs=signs,
    )
    return _load(read_main(path), str(path), path.parent, world)


def load_text(
    text: str,
    name: str = "policy file",
    *,
    kinds: Mapping[str, PolicyKind],
    folder: Path | None = None,
    can: Can | None = None,
    signals: Collection[str] | None = None,
    networks: Collection[str] | None = None,
    texts: Mapping[str, Collection[str]] | None = None,
    must_say: Mapping[str, Collection[str]] | None = None,
) -> Rulebook:
    """Return the rulebook that `text` describes; files it names are looked for in `folder`."""
    world = World(
        kinds=kinds, can=can, signals=signals, networks=networks, texts=texts, must_say=must_say
    )
    return _load(text.encode("utf-8", "surrogatepass"), name, folder, world)


def slug(name: str) -> str:
    """Return a short id made of a name: `Kettle & Co.` gives `kettle-co`."""
    plain = unicodedata.normalize("NFKD", name.translate(_UMLAUTS)).encode("ascii", "ignore")
    words = "".join(c if c.isalnum() else " " for c in plain.decode().lower()).split()
    return "-".join(words)[:40].strip("-") or "community"


def _load(raw: bytes, name: str, folder: Path | None, world: World) -> Rulebook:
    findings = Findings()
    findings.main_file(name)
    document = read_document(raw, name, findings)
    data = _top(document, findings, world.kinds)
    file = _frame(document, data, findings)
    site = Site(
        document=document,
        findings=findings,
        kinds=world.kinds,
        scene=_scene(data),
        folder=folder,
    )
    entries = _policies(site, data)
    layer = read_layer(site, data, slug(site.scene.community))
    _check(site, data, entries, world)
    findings.raise_any()
    if file is None:  # cannot be: a frame that does not fit leaves a mistake
        raise ValueError(name)
    version = version_of(Path(name).name, raw, site.files)
    book = _book(file, document, tuple(entries.values()), version)
    notes = note_on_layer(site, layer)
    if world.natively is not None:
        notes += notes_on_native(site, entries, book.team, world.natively, book.places)
    return replace(book, layer=layer, notes=notes)


def _top(document: Document, findings: Findings, kinds: Mapping[str, PolicyKind]) -> dict[str, Any]:
    data = document.data
    if not isinstance(data, dict):
        what = f"a policy file is keys with values, and this is {describe(document.root)}"
        findings.add(document, (), what, "Begin with 'version: 1'.")
        findings.raise_any()
        return {}
    for kind in kinds.values():
        for key, model in kind.files.items():
            if data.keys() - FileModel.model_fields.keys() and data.keys() <= {*keys_at(model, ())}:
                what = f"this is no policy file; it looks like what '{key}' of a {kind.kind} names"
                findings.add(document, (), what, "Check the policy file that names it.")
                findings.raise_any()
    return data


def _frame(document: Document, data: dict[str, Any], findings: Findings) -> FileModel | None:
    try:
        return FileModel.model_validate(data)
    except ValidationError as error:
        complain(error, document, findings, model=FileModel)
        return None


def _scene(data: dict[str, Any]) -> Scene:
    """Return what policies know of the community, with defaults where the file is mistaken."""
    name, url = data.get("community"), data.get("rules_url")
    return Scene(
        community=name if isinstance(name, str) else "",
        language="de" if data.get("language") == "de" else "en",
        address="sie" if data.get("address") == "sie" else "du",
        rules_url=url if isinstance(url, str) else "",
    )


def _entries(data: dict[str, Any], key: str) -> list[tuple[int, dict[str, Any]]]:
    found = data.get(key)
    items = found if isinstance(found, list) else []
    return [(index, item) for index, item in enumerate(items) if isinstance(item, dict)]


def _policies(site: Site, data: dict[str, Any]) -> dict[int, PolicyEntry]:
    built = {index: build(site, index, item) for index, item in _entries(data, "policies")}
    return {index: entry for index, entry in built.items() if entry is not None}


def _check(
    site: Site, data: dict[str, Any], entries: Mapping[int, PolicyEntry], world: World
) -> None:
    places = _table(data, "places")
    for index, entry in entries.items():
        can = able_somewhere(world.can, places) if not world.all_serve else world.can
        check_needs(site, index, entry, can=can, places=places, signals=world.signals)
        here = places or (world.can or () if world.all_serve else ())
        check_signs(site, index, entry, world.signs or {}, here)
    if world.natively is not None:
        check_native(site, entries, world.natively, places)
    if world.tidies is not None:
        check_tidy(site, data.get("tidy"), world.tidies, places)
    if world.networks is not None:
        _check_names(site, places, world.networks)
    if world.texts is not None:
        _check_texts(site, _table(data, "texts"), world.texts, world.must_say or {})
    _check_unique(site, data, "policies")
    _check_unique(site, data, "tests")
    for path, what, hint in check_tests(data.get("tests")):
        site.findings.add(site.document, path, what, hint)


def _table(data: dict[str, Any], key: str) -> dict[str, Any]:
    found = data.get(key)
    return found if isinstance(found, dict) else {}


def _check_names(site: Site, places: Iterable[str], networks: Collection[str]) -> None:
    for name in places:
        if name not in networks:
            what = f"there is no network called '{shorten(name)}'"
            hint = did_you_mean(name, networks)
            site.findings.add(site.document, ("places", name), what, hint, key=True)


def _check_texts(
    site: Site,
    texts: Mapping[str, Any],
    known: Mapping[str, Collection[str]],
    must_say: Mapping[str, Collection[str]],
) -> None:
    for moment, text in texts.items():
        path: Place = ("texts", moment)
        if moment not in known:
            what = f"the bot says nothing at a moment called '{shorten(moment)}'"
            site.findings.add(site.document, path, what, did_you_mean(moment, known), key=True)
        elif isinstance(text, str):
            must = must_say.get(moment, ())
            what, hint = what_and_hint(_text_problem(text, known[moment], must) or "")
            if what:
                site.findings.add(site.document, path, what, hint)


def _text_problem(text: str, known: Collection[str], must: Collection[str]) -> str | None:
    wrong = problem(text, known)
    left_out = sorted(set(must).difference(holes(text))) if wrong is None else []
    if left_out:
        return f"members have a right to know the {left_out[0]}; put {{{left_out[0]}}} into it"
    return wrong


def _check_unique(site: Site, data: dict[str, Any], key: str) -> None:
    first: dict[str, int] = {}
    for index, item in _entries(data, key):
        name = item.get("name")
        if not isinstance(name, str):
            continue
        path: Place = (key, index, "name")
        line = first.setdefault(name.casefold(), site.document.spot(path).line)
        if line != site.document.spot(path).line:
            what = f"'{shorten(name)}' is already the name of the one in line {line}"
            site.findings.add(site.document, path, what, "Give each a name of its own.")


def _book(
    file: FileModel, document: Document, entries: tuple[PolicyEntry, ...], version: str
) -> Rulebook:
    return Rulebook(
        id=slug(file.community),
        name=file.community,
        version=version,
        language=file.language,
        address=file.address,
        rules=file.rules,
        rules_url=file.rules_url,
        places=dict(file.places),
        team=Team(**file.team.model_dump()),
        limits=Limits(**file.limits.model_dump()),
        newcomers=Newcomers(**file.newcomers.model_dump()),
        shared_bans=_shared_bans(file),
        tidy=tuple(dict.fromkeys(file.tidy)),
        policies=entries,
        texts=dict(file.texts),
        tests=tests_of(file.tests, document),
        path=document.name,
    )


def _shared_bans(file: FileModel) -> SharedBans:
    shared = file.shared_bans
    if shared is None:
        return SharedBans()
    return SharedBans(groups=shared.with_, at_once=shared.take_over == "ban", never=shared.never)
