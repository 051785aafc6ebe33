"""From a policy's keys in the file to a policy that can judge."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path as FilePath
from pathlib import PurePath
from typing import Any

from pydantic import ValidationError

from bot.domain import Mode
from bot.errors import RulebookError
from bot.ports import Policy, PolicyKind, Scene
from bot.rulebook.book import PolicyEntry
from bot.rulebook.complaints import complain
from bot.rulebook.document import Document, Findings, read_document
from bot.rulebook.files import Unreadable, read_beside
from bot.rulebook.models import PolicyModel
from bot.rulebook.words import did_you_mean, shorten, what_and_hint
from bot.rulebook.yaml_nodes import Path, Table, reach

COMMON = tuple(PolicyModel.model_fields)


@dataclass(slots=True, kw_only=True)
class Site:
    """What is needed to build the policies of one file, and the files read on the way."""

    document: Document
    findings: Findings
    kinds: Mapping[str, PolicyKind]
    scene: Scene
    folder: FilePath | None
    files: dict[str, bytes] = field(default_factory=dict)


def build(site: Site, index: int, data: dict[str, Any]) -> PolicyEntry | None:
    """Return the policy at `policies[index]`, or None with its mistakes noted."""
    path: Path = ("policies", index)
    common = _common(site, path, data)
    kind = _kind(site, path, data)
    if kind is None:
        return None
    settings, documents = _settings(site, path, kind, data)
    if common is None or settings is None:
        return None
    policy = _policy(site, path, kind, common.name, settings, documents)
    if policy is None:
        return None
    return PolicyEntry(
        name=common.name,
        kind=kind.kind,
        mode=Mode(common.mode),
        channels=_channels(common.channels),
        settings=settings,
        policy=policy,
        line=site.document.spot(path).line,
    )


def _common(site: Site, path: Path, data: dict[str, Any]) -> PolicyModel | None:
    try:
        return PolicyModel.model_validate({key: data[key] for key in COMMON if key in data})
    except ValidationError as error:
        complain(error, site.document, site.findings, model=PolicyModel, base=path)
        return None


def _kind(site: Site, path: Path, data: dict[str, Any]) -> PolicyKind | None:
    name = data.get("kind")
    if not isinstance(name, str) or not name:
        return None
    kind = site.kinds.get(name)
    if kind is None:
        what = f"there is no kind of policy called '{shorten(name)}'"
        site.findings.add(site.document, (*path, "kind"), what, did_you_mean(name, site.kinds))
    return kind


def _channels(rooms: str | tuple[str, ...]) -> frozenset[str] | None:
    if isinstance(rooms, str):
        return None
    return frozenset(room.removeprefix("#").casefold() for room in rooms)


def _settings(
    site: Site, path: Path, kind: PolicyKind, data: dict[str, Any]
) -> tuple[Any, dict[str, Document]]:
    own = {key: value for key, value in data.items() if key not in COMMON}
    documents: dict[str, Document] = {}
    broken: list[str] = []
    for key, model in kind.files.items():
        name = own.get(key)
        if not isinstance(name, str) or not name:
            continue  # a value of another shape is left for the settings to judge
        own[key] = _file(site, (*path, key), name, model, documents)
        if own[key] is None:
            broken.append(key)
    try:
        settings = kind.Settings.model_validate(own)
    except ValidationError as error:
        complain(
            error,
            site.document,
            site.findings,
            model=kind.Settings,
            base=path,
            known=COMMON,
            skip=broken,
        )
        return None, documents
    except Exception as error:
        _fault(site, path, kind, error)
        return None, documents
    return (None if broken else settings), documents


def _file(
    site: Site, path: Path, name: str, model: Any, documents: dict[str, Document]
) -> object | None:
    """Return what a further file holds, None with its mistakes noted."""
    before = len(site.findings)
    document = open_beside(site, path, name)
    if document is None:
        return None
    documents[str(path[-1])] = document
    value: object | None = None
    try:
        value = model.model_validate(document.data)
    except ValidationError as error:
        complain(error, document, site.findings, model=model)
    return value if len(site.findings) == before else None


def open_beside(site: Site, path: Path, name: str) -> Document | None:
    """Return a further file that stands beside the policy file, None with its mistakes noted."""
    try:
        if site.folder is None:
            raise Unreadable(f"'{shorten(name)}' cannot be read: there is no folder to look in")
        raw = read_beside(site.folder, name)
        site.files[name] = raw
        shown = str(PurePath(site.document.name).parent / name)
        return read_document(raw, shown, site.findings)
    except Unreadable as error:
        what = str(error)
        what = what if name[:20] in what else f"'{shorten(name)}': {what}"
        site.findings.add(site.document, path, what, error.hint)
    except RulebookError as error:
        site.findings.extend(error.mistakes)
    return None


def _policy(
    site: Site,
    path: Path,
    kind: PolicyKind,
    name: str,
    settings: Any,
    documents: Mapping[str, Document],
) -> Policy | None:
    try:
        return kind(name=name, settings=settings, scene=site.scene)
    except ValueError as error:
        _refused(site, path, error, documents)
    except Exception as error:
        _fault(site, path, kind, error)
    return None


def _fault(site: Site, path: Path, kind: PolicyKind, error: Exception) -> None:
    """Note that a kind of policy broke down: a faulty kind must not take the bot down."""
    told = shorten(str(error), 200)
    what = f"this policy cannot be built: {type(error).__name__}: {told}"
    hint = f"This is a fault of the kind '{kind.kind}', not of your file."
    site.findings.add(site.document, (*path, "kind"), what, hint)


def _refused(site: Site, path: Path, error: ValueError, documents: Mapping[str, Document]) -> None:
    where = getattr(error, "where", ())
    where = where if isinstance(where, tuple) else ()
    what, hint = what_and_hint(str(error))
    if where and where[0] in documents:
        site.findings.add(documents[where[0]], where[1:], what, hint)
    else:
        site.findings.add(site.document, (*path, *where), what, hint)


def named_line(document: Document, path: Path, key: str) -> Path:
    """Return the path of `key` in a policy where it has one, else of its kind."""
    node = reach(document.root, path)[0]
    has = isinstance(node, Table) and node.get(key) is not None
    return (*path, key if has else "kind")
