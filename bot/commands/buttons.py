"""Buttons that belong to the house: their ids are `verb:target`, and rights count when pressed."""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.commands import cases, decisions, people, review, sharing, standstill, waves
from bot.commands.declared import Handler
from bot.domain import Standing


@dataclass(frozen=True, slots=True, kw_only=True)
class Press:
    """What a button does, and who may press it."""

    run: Handler
    right: Standing = Standing.MODERATOR


#: The target is a decision for undo, undoall, why, appeal and share, and a case for the others.
BUTTONS: Mapping[str, Press] = {
    "undo": Press(run=decisions.undo),
    "undoall": Press(run=waves.undo_all),
    "why": Press(run=decisions.why, right=Standing.NEWCOMER),
    "claim": Press(run=cases.claim),
    "close": Press(run=cases.close),
    "appeal": Press(run=people.appeal, right=Standing.NEWCOMER),
    "uphold": Press(run=people.uphold),
    "overturn": Press(run=people.overturn),
    "right": Press(run=review.confirm),
    "remove": Press(run=review.remove),
    "do": Press(run=review.carry_out),
    "standstill": Press(run=standstill.decide),
    "share": Press(run=sharing.preview),
    "shareall": Press(run=sharing.pass_on),
}
