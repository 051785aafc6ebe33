from itertools import product

import pytest

from bot.domain import (
    ACTION_KINDS,
    Action,
    AddReaction,
    AddRole,
    AlertTeam,
    Answer,
    ArchiveChannel,
    Ban,
    CancelTimer,
    DeleteMessage,
    EditReply,
    Effect,
    EffectClass,
    Greet,
    HoldBack,
    HoldForReview,
    Kick,
    LetIn,
    LockChannel,
    Nudge,
    OpenCase,
    PinMessage,
    PurgeMessages,
    RemoveReaction,
    RemoveRole,
    Reply,
    RestoreMessage,
    SendDirect,
    SetTimer,
    SlowMode,
    Standing,
    Timeout,
    TurnAway,
    UnarchiveChannel,
    Unban,
    UnlockChannel,
    UnpinMessage,
    Untimeout,
    Warn,
)
from bot.gate import RIGHTS, may
from bot.locale import Phrasebook

EVERYTHING = {kind: EffectClass.REPEATABLE for kind in Effect.__args__}
TEAM = (Standing.MODERATOR, Standing.ADMIN)
ACTORS = (None, *Standing)
TARGETS = (None, *Standing)

#: Against a person: known and lower standing only.
HARSH: tuple[Action, ...] = (
    Warn(member="x"),
    Timeout(member="x", seconds=60),
    Kick(member="x"),
    Ban(member="x"),
    Nudge(member="x"),
    AddRole(member="x", role="muted"),
    RemoveRole(member="x", role="vip"),
    DeleteMessage(channel="c", message="m", member="x"),
    HoldBack(member="x"),
    TurnAway(member="x", anyway=True),
)
#: Takes a moderator, and harms nobody in particular.
GENTLE: tuple[Action, ...] = (
    Untimeout(member="x"),
    Unban(member="x"),
    RestoreMessage(channel="c", message="m", member="x", member_name="x", text="t"),
    PurgeMessages(channel="c", messages=("m",)),
    SlowMode(channel="c", seconds=5),
    LockChannel(channel="c"),
    UnlockChannel(channel="c"),
    ArchiveChannel(channel="c"),
    UnarchiveChannel(channel="c"),
    PinMessage(channel="c", message="m"),
    UnpinMessage(channel="c", message="m"),
    LetIn(member="x"),
    TurnAway(member="x"),
    HoldForReview(),
)
#: Anybody's command may lead to these.
FREE: tuple[Action, ...] = (
    Reply(channel="c", text="t"),
    EditReply(of="k", channel="c", text="t"),
    SendDirect(member="x", text="t"),
    Answer(member="x", channel="c", text="t"),
    AddReaction(channel="c", message="m", emoji="✅"),
    RemoveReaction(channel="c", message="m", emoji="✅"),
    Greet(member="x", name="X", text="t", seconds=60),
    AlertTeam(),
    OpenCase(),
    SetTimer(key="k", owner="o", seconds=1),
    CancelTimer(key="k"),
)


def _allowed(action: Action, actor: Standing | None, target: Standing | None) -> bool:
    return may(action, actor=actor, target=target, can=EVERYTHING) is None


def test_every_action_is_in_one_of_the_tables() -> None:
    tried = {type(action) for action in (*HARSH, *GENTLE, *FREE)}
    assert tried == set(ACTION_KINDS.values()) == set(RIGHTS)


def _harsh_expected(action: Action, actor: Standing | None, target: Standing | None) -> bool:
    ordinary = (Standing.NEWCOMER, Standing.REGULAR)
    if actor is None and target is None:  # a policy, and somebody whom nobody knows
        return isinstance(action, DeleteMessage | TurnAway)
    if actor is None:  # a policy spares the team and those to be left alone
        return target in ordinary
    if actor not in TEAM:
        return False
    if target is None:  # gone: banning by id and clearing up still work
        return isinstance(action, Ban | DeleteMessage | TurnAway)
    return target < Standing.MODERATOR or target < actor


@pytest.mark.parametrize("action", HARSH, ids=lambda action: type(action).__name__)
def test_who_may_act_against_whom(action: Action) -> None:
    for actor, target in product(ACTORS, TARGETS):
        expected = _harsh_expected(action, actor, target)
        assert _allowed(action, actor, target) is expected, (actor, target)


@pytest.mark.parametrize("action", GENTLE, ids=lambda action: type(action).__name__)
def test_what_harms_nobody_takes_a_moderator_or_a_policy(action: Action) -> None:
    for actor, target in product(ACTORS, TARGETS):
        expected = actor is None or actor in TEAM
        assert _allowed(action, actor, target) is expected, (actor, target)


@pytest.mark.parametrize("action", FREE, ids=lambda action: type(action).__name__)
def test_words_and_records_take_no_rights(action: Action) -> None:
    assert all(_allowed(action, *pair) for pair in product(ACTORS, TARGETS))


@pytest.mark.parametrize(
    "action",
    [
        Warn(member="x"),
        Timeout(member="x", seconds=60),
        Kick(member="x"),
        Ban(member="x"),
        Untimeout(member="x"),
        Unban(member="x"),
        RestoreMessage(channel="c", message="m", member="x", member_name="x", text="t"),
    ],
    ids=lambda action: type(action).__name__,
)
def test_nobody_decides_about_themselves(action: Action) -> None:
    for standing in TEAM:
        refusal = may(action, actor=standing, target=standing, can=EVERYTHING, is_self=True)
        assert refusal == "Nobody decides about themselves; ask somebody else of the team."


def test_a_moderator_may_delete_an_own_message() -> None:
    action = DeleteMessage(channel="c", message="m", member="x")
    standing = Standing.MODERATOR
    assert may(action, actor=standing, target=standing, can=EVERYTHING, is_self=True) is None


@pytest.mark.parametrize("action", HARSH, ids=lambda action: type(action).__name__)
def test_nobody_acts_on_a_bot(action: Action) -> None:
    for actor in (None, *TEAM):
        refusal = may(action, actor=actor, target=Standing.REGULAR, can=EVERYTHING, is_bot=True)
        assert refusal is not None


@pytest.mark.parametrize("action", HARSH, ids=lambda action: type(action).__name__)
def test_the_networks_own_hierarchy_counts_against_people_only(action: Action) -> None:
    def refusal(actor: Standing | None) -> str | None:
        return may(action, actor=actor, target=Standing.REGULAR, can=EVERYTHING, outranked=True)

    assert all("at your height or above" in str(refusal(actor)) for actor in TEAM)
    assert refusal(None) is None  # where the bot itself stands too low, the network says so


@pytest.mark.parametrize("action", HARSH, ids=lambda action: type(action).__name__)
def test_policies_leave_those_alone_who_are_to_be_left_alone(action: Action) -> None:
    refusal = may(action, actor=None, target=Standing.REGULAR, can=EVERYTHING, leave_alone=True)
    assert refusal == "This member is on the list of those to be left alone."


@pytest.mark.parametrize(
    "action", [*HARSH, *GENTLE, *FREE], ids=lambda action: type(action).__name__
)
def test_what_the_network_cannot_do_is_refused(action: Action) -> None:
    refusal = may(action, actor=Standing.ADMIN, target=Standing.REGULAR, can={})
    if isinstance(action, SetTimer | CancelTimer):  # these happen inside the house
        assert refusal is None
    else:
        assert refusal == "This network can't do that."


def test_a_warning_needs_a_way_to_tell_it() -> None:
    can: dict[type[Effect], EffectClass] = {SendDirect: EffectClass.KEYED}
    action = Warn(member="x")
    assert may(action, actor=Standing.ADMIN, target=Standing.REGULAR, can=can) is None


def test_the_gate_speaks_german() -> None:
    refusal = may(
        Kick(member="x"),
        actor=Standing.REGULAR,
        target=Standing.REGULAR,
        can=EVERYTHING,
        words=Phrasebook("de"),
    )
    assert refusal == "Dafür braucht es die Rechte der Moderation."
