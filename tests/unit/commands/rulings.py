"""What a policy decided about somebody's words, for the tests of commands to look at and undo."""

from datetime import datetime

from bot.decide import Ruling, decision_id
from bot.domain import Action, Decision, MessagePosted, Mode, Signal, Verdict, Withheld, event_key
from bot.ports import Strike
from bot.rulebook.book import Rulebook


def insult(
    rulebook: Rulebook,
    event: MessagePosted,
    at: datetime,
    actions: tuple[Action, ...],
    withheld: tuple[Withheld, ...],
    strike: int,
) -> Ruling:
    """Return the ruling of a policy that takes a message for an insult."""
    who = event.member
    verdict = Verdict(
        policy="Keep insults out",
        reason="it reads as an insult",
        steps=((),),
        signals=(Signal(name="toxicity", score=0.97, evidence="idiots"),),
    )
    decision = Decision(
        id=decision_id(event_key(event)),
        at=at,
        community=rulebook.id,
        network=event.network,
        channel=event.channel,
        cause=event_key(event),
        actor="Keep insults out",
        subject=who,
        message=event.id,
        actions=actions,
        withheld=withheld,
        verdicts=(verdict,),
        strike=strike,
        rule="No insults",
        facts="it reads as an insult",
        evidence="idiots",
        policy_version=rulebook.version,
        mode=Mode.ENFORCE,
    )
    held = Strike(
        community=rulebook.id,
        person=f"lobby:{who.id}",
        policy="Keep insults out",
        decision=decision.id,
        at=decision.at,
        expires_at=decision.at.replace(year=decision.at.year + 1),
    )
    return Ruling(decision=decision, strikes=(held,))
