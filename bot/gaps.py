"""What a team is told after nothing was heard of its network for a while."""

from datetime import datetime

from bot.casework import Casework
from bot.decide import decision_id
from bot.domain import Order, Reply
from bot.ports import Gap
from bot.voices import order_key


def gap_told(casework: Casework, network: str, gap: Gap, now: datetime) -> tuple[Order, ...]:
    """Return the order that tells a team of a gap, none where it has no place to be told."""
    book = casework.rulebook
    if not book.team.alerts_to:
        return ()
    words = casework.phrasebook(book.language)
    lasted = words.duration(round((gap.until - gap.since).total_seconds()))
    told = {
        "network": network.title(),
        "since": words.moment(gap.since, gap.until),
        "until": words.moment(gap.until, gap.until),
        "duration": lasted,
        "count": str(gap.read_back),
    }
    moment = "gap_one" if gap.read_back == 1 else ("gap_many" if gap.read_back else "gap_none")
    text = words.say(moment, **told)
    if gap.lost:
        text = f"{text} {words.say('gap_lost', **told)}"
    decision = decision_id(f"gap:{network}:{gap.since.isoformat()}")
    reply = Reply(channel=book.team.alerts_to, text=text)
    order = Order(
        key=order_key(f"{decision}:{book.id}", 0, reply),
        community=book.id,
        network=network,
        place=book.places.get(network, network),
        action=reply,
        actor=network,
        decision=decision,
        at=now,
    )
    return (order,)
