"""What moderators do by the network's own means is in the book, and nothing is done for it."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from bot.appointments import unban_key
from bot.by_hand import HELD_FOR, by_hand
from bot.casework import Casework
from bot.domain import Action, Ban, Kick, MemberModerated, Timeout, Unban, Untimeout, event_key
from tests.support.making import HERE, NOON, after, person
from tests.support.policies import rulebook

CASEWORK = Casework(rulebook(), last_case=0)


def moderated(did: str, *, until: datetime | None = None, by: str = "mo") -> MemberModerated:
    return MemberModerated(
        id="9", at=NOON, member=person("rude"), by=person(by), did=did, until=until,
        reason="spam", **HERE,
    )  # fmt: skip


DEEDS: list[tuple[str, tuple[Action, ...], bool]] = [
    ("kick", (Kick(member="rude", reason="spam"),), True),
    ("ban", (Ban(member="rude", reason="spam"),), True),
    ("timeout", (Timeout(member="rude", seconds=3600, until=after(3600), reason="spam"),), True),
    # what is given back is no strike
    ("unban", (Unban(member="rude", reason="spam"),), False),
    ("untimeout", (Untimeout(member="rude", reason="spam"),), False),
    # which message it was the network does not say
    ("delete_message", (), True),
]


@pytest.mark.parametrize(("did", "actions", "strikes"), DEEDS)
def test_a_deed_by_hand_is_written_down_and_not_repeated(
    did: str, actions: tuple[Action, ...], strikes: bool
) -> None:
    event = moderated(did, until=after(3600) if did == "timeout" else None)
    written = by_hand(event, CASEWORK, after(5))
    assert written.orders == ()
    assert written.decision is not None
    assert written.decision.actions == actions
    assert (written.decision.actor, written.decision.facts) == ("memory:mo", "spam")
    assert not written.decision.automated_decision
    assert bool(written.strikes) is strikes
    if strikes:
        (strike,) = written.strikes
        assert (strike.person, strike.policy) == ("memory:rude", "team")
        assert strike.expires_at - strike.at == HELD_FOR == timedelta(days=30)


def test_a_ban_for_good_by_hand_ends_the_wait_for_an_earlier_one_s_end() -> None:
    written = by_hand(moderated("ban"), CASEWORK, after(5))
    assert written.decision is not None
    assert unban_key(written.decision, "rude") in written.cancel_timers


def test_a_deed_that_nobody_knows_comes_to_nothing() -> None:
    event = moderated("moved")
    written = by_hand(event, CASEWORK, after(5))
    assert (written.event, written.decision) == (event_key(event), None)


def test_what_another_bot_does_is_in_the_book_and_no_strike() -> None:
    event = replace(moderated("timeout", until=after(3600)), by=replace(person("dyno"), bot=True))
    written = by_hand(event, CASEWORK, after(5))
    assert written.decision is not None
    assert written.decision.automated_decision
    assert written.strikes == ()
