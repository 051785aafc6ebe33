"""The one place where concrete things meet: policies, adapters, storage and the core."""

import importlib
import os
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import adapters
import policies
from bot.alive import Alive
from bot.clock import SystemClock
from bot.detectors import builtin
from bot.detectors.detoxify import DetoxifySettings, with_detoxify
from bot.detectors.embeddings import EmbeddingsSettings, with_embeddings
from bot.detectors.refined import Refined
from bot.detectors.second_opinion import SecondOpinion
from bot.domain import Effect, EffectClass
from bot.errors import UsageError
from bot.faults import CrashPoints
from bot.locale import MOMENTS, MUST_SAY
from bot.ports import (
    Adapter,
    AdapterKind,
    Depositor,
    Detector,
    MarkingKind,
    PolicyKind,
    PreventingKind,
    Store,
    TidyingKind,
)
from bot.process import Door, Process
from bot.processes import this_process
from bot.rulebook.book import Rulebook
from bot.rulebook.loader import load
from bot.rulebook.trial import Play
from bot.settings import Settings
from bot.storage import Database
from bot.storage.migrate import upgrade
from bot.trial import play
from bot.workshop import detectors_by_signal

__all__ = [
    "STARTER",
    "adapter_kinds",
    "build",
    "load_rulebooks",
    "open_store",
    "play",
    "player",
    "policy_kinds",
    "read_rulebook",
]

#: The rulebook a new community begins with.
STARTER = Path(policies.__file__).parent / "starter" / "community.yaml"


def policy_kinds() -> dict[str, PolicyKind]:
    """Return every kind of policy by the name that policy files use."""
    return {kind: _named(target) for kind, target in policies.POLICIES.items()}


def adapter_kinds() -> dict[str, AdapterKind]:
    """Return every network that can be set up here by its name."""
    return {name: _named(target) for name, target in adapters.ADAPTERS.items()}


def _named(target: str) -> Any:
    module, _, name = target.partition(":")
    return getattr(importlib.import_module(module), name)


def player() -> Play:
    """Return what plays tests of policy files, with detectors that are built once."""
    return partial(play, detectors=detectors_by_signal(builtin()))


def set_up_adapters(settings: Settings, environ: Mapping[str, str]) -> dict[str, Adapter]:
    """Return the networks that are set up; raises UsageError where none is."""
    found: dict[str, Adapter] = {}
    for name, kind in adapter_kinds().items():
        adapter = kind.configure(environ, settings.data / name)
        if adapter is not None:
            found[name] = adapter
    if not found:
        raise UsageError("no network is set up; leave EVENHAND_LOBBY on, or set a network's token")
    return found


def set_up_detectors(environ: Mapping[str, str]) -> tuple[Detector, ...]:
    """Return the built-in detectors, refined by an encoder and with Detoxify's second opinion.

    Both only where they are asked for. Raises UsageError where their settings make no sense.
    """
    encoder = EmbeddingsSettings.from_environ(environ)
    model = DetoxifySettings.from_environ(environ)
    detectors = builtin() if encoder is None else with_embeddings(builtin(), encoder)
    return detectors if model is None else with_detoxify(detectors, model)


def models_of(detectors: Sequence[Detector]) -> dict[str, SecondOpinion | Refined]:
    """Return what has a process of its own, by what its notes are called."""
    opinions = [one for one in detectors if isinstance(one, SecondOpinion)]
    inner = [one.first for one in opinions]
    refined = [one for one in (*detectors, *inner) if isinstance(one, Refined)]
    named = {f"model {number}": one for number, one in enumerate(opinions, 1)}
    return {**named, **{f"encoder {number}": one for number, one in enumerate(refined, 1)}}


def set_up_doors(settings: Settings) -> Sequence[Door]:
    """Return what is served apart from the networks."""
    if settings.health is None:
        return []
    # Commands that read files alone need not load a web server.
    from bot.desk.health import HealthDoor

    return [HealthDoor(*settings.health).serve]


def rulebook_files(path: Path | None) -> Sequence[Path]:
    """Return the policy files that `path` names: itself, or those in the folder.

    A policy file is one with a line `community:`; files that policies name (such as a FAQ's
    answers) have none. Raises UsageError where there is none.
    """
    if path is None:
        return [STARTER]
    if path.is_file():
        return [path]
    if not path.is_dir():
        raise UsageError(f"EVENHAND_RULES: there is no file or folder {path}")
    found = [file for file in sorted(path.glob("*.y*ml")) if _is_policy_file(file)]
    if not found:
        raise UsageError(f"EVENHAND_RULES: the folder {path} holds no policy file (*.yaml)")
    return found


def _is_policy_file(file: Path) -> bool:
    lines = file.read_text(encoding="utf-8", errors="replace").splitlines()
    return any(line.startswith("community:") for line in lines)


def load_rulebooks(
    settings: Settings,
    can: Mapping[str, Mapping[type[Effect], EffectClass]] | None = None,
) -> dict[str, tuple[Rulebook, Callable[[], Rulebook]]]:
    """Return each rulebook by its id, with the function that reads it again.

    Raises RulebookError, and UsageError where two files name the same community.
    """
    found: dict[str, tuple[Rulebook, Callable[[], Rulebook]]] = {}
    for file in rulebook_files(settings.rules):
        read = partial(read_rulebook, file, can)
        rulebook = read()
        if rulebook.id in found:
            raise UsageError(
                f"{file} and {found[rulebook.id][0].path} are both for {rulebook.name!r}; "
                "give each community one file"
            )
        found[rulebook.id] = (rulebook, read)
    return found


def read_rulebook(
    file: Path, can: Mapping[str, Mapping[type[Effect], EffectClass]] | None = None
) -> Rulebook:
    """Return the rulebook of a policy file, checked against all that there is here.

    `can` says what the networks that are set up can do; left out, all known ones count. Raises
    RulebookError.
    """
    kinds = adapter_kinds()
    return load(
        file,
        kinds=policy_kinds(),
        can={name: kind.abilities for name, kind in kinds.items()} if can is None else can,
        all_serve=can is not None,
        networks=tuple(kinds),
        natively={n: kind.beyond for n, kind in kinds.items() if isinstance(kind, PreventingKind)},
        tidies={n: kind.tidies for n, kind in kinds.items() if isinstance(kind, TidyingKind)},
        signs={n: kind.takes_sign for n, kind in kinds.items() if isinstance(kind, MarkingKind)},
        signals=tuple(detectors_by_signal(builtin())),
        texts=MOMENTS,
        must_say=MUST_SAY,
    )


async def open_store(settings: Settings) -> Store:
    """Return the database, its tables up to date; raises StoreError."""
    await upgrade(settings.database)
    store = Database(settings.database, insisting=True)
    await store.open()
    return store


def make_folder(folder: Path) -> None:
    """Make the folder in which everything is kept; raises UsageError where that cannot be."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise UsageError(
            f"the folder {folder} cannot be made ({reason}); set EVENHAND_DATA to a folder "
            "that this user may write to"
        ) from None


async def build(
    settings: Settings,
    environ: Mapping[str, str] | None = None,
    announce: Callable[[str], None] = lambda _line: None,
) -> Process:
    """Return Evenhand, ready to run, with everything that the environment names."""
    environ = os.environ if environ is None else environ
    networks = set_up_adapters(settings, environ)
    can = {name: adapter.can for name, adapter in networks.items()}
    rulebooks = load_rulebooks(settings, can)
    detectors = set_up_detectors(environ)
    make_folder(settings.data)
    models = models_of(detectors)
    store = await open_store(settings)
    for name, adapter in networks.items():
        if isinstance(adapter, Depositor):
            adapter.entrust(store.safe(name))
    return Process(
        store=store,
        adapters=networks,
        rulebooks=rulebooks,
        detectors=detectors_by_signal(detectors),
        doors=set_up_doors(settings),
        opening=[one.warm for one in models.values()],
        closing=[one.close for one in models.values()],
        notes={name: one.note for name, one in models.items()},
        clock=SystemClock(),
        holder=this_process(),
        announce=announce,
        keep_text=settings.keep_text,
        hold_after=settings.hold_after,
        alive=Alive(settings.data / "alive.json"),
        crash=CrashPoints(environ),
    )
