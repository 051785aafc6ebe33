"""The small words that every text about a decision is put together from."""

from collections.abc import Iterable, Mapping

from bot import grounds
from bot.domain import (
    DO_OF,
    Action,
    AddReaction,
    AddRole,
    ArchiveChannel,
    Ban,
    Case,
    Channel,
    Decision,
    DeleteMessage,
    LockChannel,
    OpenCase,
    PinMessage,
    PurgeMessages,
    RemoveReaction,
    RemoveRole,
    Reply,
    RestoreMessage,
    Signal,
    SlowMode,
    Timeout,
    UnarchiveChannel,
    UnlockChannel,
    UnpinMessage,
    Verdict,
    Warn,
)
from bot.grounds import limit_of
from bot.locale import MOMENTS, Phrasebook

SEPARATOR = " · "
_GROUNDS: Mapping[str, str] = {
    grounds.SPARED: "ground_spared",
    grounds.OBSERVED: "ground_observed",
    grounds.PAUSED: "ground_paused",
    grounds.OTHER_EVENTS: "ground_other_events",
    grounds.OTHER_CHANNEL: "ground_other_channel",
    grounds.NO_PATTERN: "ground_no_pattern",
    grounds.TOO_SLOW: "ground_too_slow",
    grounds.SHARED: "ground_shared",
}

#: A purge of more messages than this is not put back: it would flood the channel again.
MOST_RESTORED = 10

#: Actions that can be taken back; a warning is taken back by voiding it.
REVERSIBLE: tuple[type[Action], ...] = (
    DeleteMessage,
    PurgeMessages,
    Warn,
    Timeout,
    Ban,
    LockChannel,
    UnlockChannel,
    SlowMode,
    ArchiveChannel,
    UnarchiveChannel,
    PinMessage,
    UnpinMessage,
    AddRole,
    RemoveRole,
)


def person(name: str) -> str:
    """Return how a member is named in a line of text."""
    return f"@{name.removeprefix('@')}" if name else "?"


def room(channel: str) -> str:
    """Return how a channel is named in a line of text."""
    return f"#{channel.removeprefix('#')}" if channel else "?"


def room_of(case: Case) -> str:
    """Return the channel of a case, empty where all that is known of it is a number."""
    return room(case.channel) if any(map(str.isalpha, case.channel)) else ""


def sign(emoji: str) -> str:
    """Return how a reaction's sign is written in a line of text; a name stands in colons."""
    name = emoji.strip(":")
    return f":{name}:" if name.isascii() else name


def kind_name(kind: str, book: Phrasebook) -> str:
    """Return what a kind of case is called; one that only a policy knows keeps its own name."""
    return book.say(f"kind_{kind}") if f"kind_{kind}" in MOMENTS else kind


def has_word(signal: str) -> bool:
    """Return whether there is a word for a signal, so that its score says something."""
    return f"signal_{signal}" in MOMENTS


def signal_name(name: str, book: Phrasebook) -> str:
    """Return what a signal is called; one that has no word keeps its own name."""
    return book.say(f"signal_{name}") if has_word(name) else name


def scored(signal: Signal, book: Phrasebook) -> str:
    """Return a signal with its score, and that no model has scored it where one was to."""
    score = f"{signal_name(signal.name, book)} {book.decimal(signal.score)}"
    return book.say("signal_unscored", score=score) if signal.unscored else score


def describe(action: Action, book: Phrasebook) -> str:
    """Return what an action does, in a few words and without the person."""
    match action:
        case Ban(seconds=None):
            return book.say("did_ban_for_good")
        case Timeout(seconds=seconds, away=True):
            return book.say("did_timeout_away", duration=book.duration(seconds))
        case Timeout(seconds=int() as seconds) | Ban(seconds=int() as seconds):
            return book.say(f"did_{DO_OF[type(action)]}", duration=book.duration(seconds))
        case PurgeMessages(messages=(_,)):
            return book.say("did_delete_message")
        case PurgeMessages(messages=messages):
            return book.say("did_purge_messages", count=str(len(messages)))
        case SlowMode(seconds=0):
            return book.say("did_slow_mode_off")
        case SlowMode(seconds=seconds):
            return book.say("did_slow_mode", duration=book.duration(seconds))
        case _:
            return book.say(f"did_{DO_OF[type(action)]}", **_named(action, book))


def _named(action: Action, book: Phrasebook) -> dict[str, str]:
    """Return the channel, sign, role or kind of case that an action names."""
    match action:
        case LockChannel(channel=channel) | UnlockChannel(channel=channel):
            return {"channel": room(channel)}
        case Reply(channel=channel):
            return {"channel": room(channel)}
        case ArchiveChannel(channel=channel) | UnarchiveChannel(channel=channel):
            return {"channel": room(channel)}
        case AddReaction(emoji=emoji) | RemoveReaction(emoji=emoji):
            return {"emoji": sign(emoji)}
        case AddRole(role=role) | RemoveRole(role=role):
            return {"role": book.quote(role, 60)}
        case OpenCase(kind=kind):
            return {"kind": kind_name(kind, book)}
        case _:
            return {}


def describe_all(actions: Iterable[Action], book: Phrasebook) -> str:
    """Return what several actions do, each thing said once and removals counted together."""
    said: list[str] = []
    rest = list(actions)
    for moment, kinds in _COUNTED:
        count = sum(_messages(action) for action in rest if isinstance(action, kinds))
        if count > 1:
            said.append(book.say(moment, count=str(count)))
            rest = [action for action in rest if not isinstance(action, kinds)]
    return ", ".join(dict.fromkeys((*said, *(describe(action, book) for action in rest))))


#: What is told of many messages at once.
_COUNTED: tuple[tuple[str, tuple[type[Action], ...]], ...] = (
    ("did_purge_messages", (DeleteMessage, PurgeMessages)),
    ("did_restore_messages", (RestoreMessage,)),
)


def _messages(action: Action) -> int:
    return len(action.messages) if isinstance(action, PurgeMessages) else 1


def reversible(action: Action) -> bool:
    """Return whether an action can be taken back."""
    if isinstance(action, PurgeMessages):
        return len(action.messages) <= MOST_RESTORED
    return isinstance(action, REVERSIBLE)


def held_by_limit(decision: Decision) -> tuple[Action, ...]:
    """Return what waits for a person: a limit held it back, or another community passed it on."""
    return tuple(
        held.action
        for held in decision.withheld
        if limit_of(held.because) or held.because == grounds.SHARED
    )


def ground(because: str, book: Phrasebook) -> str:
    """Return why something was held back or a policy kept silent, in the reader's language.

    What policies say themselves is in the community's language already.
    """
    limit = limit_of(because)
    if limit is not None:
        return book.say("ground_limit", name=limit[0], most=limit[1])
    return book.say(_GROUNDS[because]) if because in _GROUNDS else because


def by_person(decision: Decision) -> bool:
    """Return whether a person of the team decided, not a policy."""
    return not decision.automated_decision


def decided_by(decision: Decision) -> str:
    """Return the name of the person who decided, or of the policy that spoke first."""
    return decision.details.get("by") or decision.actor


def reason_of(decision: Decision, book: Phrasebook) -> str:
    """Return why, as the member reads it: the rule, or the reason that a person gave."""
    if by_person(decision):
        told = decision.details.get("told_reason") or decision.facts
        return told.rstrip(".") or book.say("no_reason")
    return _named_rule(told_rule(decision) or decision.actor, book)


def told_rule(decision: Decision) -> str:
    """Return the rule in the language of the member whom the decision is about."""
    return _speaking(decision).told_rule or decision.rule


def told_facts(decision: Decision) -> str:
    """Return what was noticed, in the language of the member whom the decision is about."""
    return _speaking(decision).told_reason or decision.facts


def _speaking(decision: Decision) -> Verdict:
    """Return the verdict that speaks for the decision, an empty one where a person decided."""
    found = (verdict for verdict in decision.verdicts if verdict.policy == decision.actor)
    return next(found, Verdict(policy="", reason="", steps=()))


def rule_of(decision: Decision, book: Phrasebook) -> str:
    """Return the rule by its name, as the team reads it."""
    return _named_rule(decision.rule or decision.actor, book)


def _named_rule(rule: str, book: Phrasebook) -> str:
    """Return a rule's name; one that is called a rule already is not called so twice."""
    if rule.casefold().startswith(("rule ", "regel ")):
        return rule
    return book.say("rule_named", rule=book.quote(rule, 80))


def channel_of(decision: Decision, case: Case) -> Channel | None:
    """Return the channel that a decision is about, else its case's."""
    id = decision.channel or case.channel
    name = decision.details.get("channel_name", "") if decision.channel else ""
    return Channel(id=id, name=name) if id else None


def channel_name(decision: Decision) -> str:
    """Return the channel as people call it."""
    return room(decision.details.get("channel_name") or decision.channel or "")
