"""Who may do what to whom, asked before a command is written down.

The outbox asks the same gate again when it acts; here a no reaches the moderator at once.
"""

from collections.abc import Iterable

from bot.commands.declared import words
from bot.commands.desk import Desk
from bot.commands.reaction import Call
from bot.domain import Action, Member
from bot.errors import NotAllowed
from bot.gate import may
from bot.tell import describe, person


def require(
    call: Call, desk: Desk, actions: Iterable[Action], target: Member | None = None
) -> None:
    """Raise NotAllowed, with the reason and that nothing was changed, unless all may be done."""
    book = words(call, desk)
    known = target is not None and target.id not in call.strangers
    for action in actions:
        refusal = may(
            action,
            actor=call.standing,
            target=desk.standing(target) if target is not None and known else None,
            can=desk.can(call.event.network),
            is_self=target is not None and target.id == call.actor.id,
            is_bot=target is not None and target.bot,
            outranked=target is not None and 0 < call.actor.rank < target.rank,
            words=book,
        )
        if refusal is not None:
            what = describe(action, book)
            if target is not None:
                what = f"{what} ({person(target.name)})"
            name = target.name if target is not None else ""
            instead = desk.instead(call.event.network, action, name, book.language)
            said = book.say("not_allowed_this", what=what, because=refusal)
            raise NotAllowed(f"{said} {instead}".rstrip())
