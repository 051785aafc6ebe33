"""An escalation policy, what it is asked, and who asks."""

from typing import Any

from bot.domain import Verdict
from policies.escalation import EscalationPolicy
from policies.escalation.settings import EscalationSettings
from tests.unit.policies.stage import SCENE, Stage, person, said

WAITS = {"unanswered_for": "2 hours", "asked_in": ["#help"]}


MARA = person("mara", roles=["Moderator"])


def escalation(scene: Any = SCENE, **data: Any) -> EscalationPolicy:
    settings = EscalationSettings.model_validate({"when": WAITS} | data)
    return EscalationPolicy(name="Escalation", settings=settings, scene=scene)


async def judged(
    text: str,
    policy: EscalationPolicy | None = None,
    *,
    stage: dict[str, Any] | None = None,
    **more: Any,
) -> Verdict | None:
    policy = policy or escalation()
    event = said(text, **({"channel": "help"} | more))
    return await policy.judge(event, Stage(event, needs=policy.needs, **(stage or {})))
