"""Small policies and rulebooks for tests of the core."""

from collections.abc import Awaitable, Callable, Sequence
from typing import Any

from bot.domain import Event, Mode, Verdict
from bot.ports import Context, LearnedAnswer, Needs, Policy
from bot.rulebook.book import Limits, PolicyEntry, Rulebook, Team
from tests.support.making import needs

Judge = Callable[[Event, Context], Awaitable[Verdict | None]]
Explain = Callable[[Event, Context], Awaitable[str]]


class Scripted:
    """A policy that does what it is told and remembers what it was asked."""

    def __init__(
        self,
        name: str = "Manners",
        judge: Judge | None = None,
        explain: Explain | None = None,
        **more: Any,
    ) -> None:
        self._name = name
        self._judge = judge
        self._explain = explain
        self._needs: Needs = Needs(**more) if "hears" in more else needs(**more)
        self.asked: list[str] = []

    @property
    def name(self) -> str:
        return self._name

    @property
    def needs(self) -> Needs:
        return self._needs

    async def judge(self, event: Event, context: Context) -> Verdict | None:
        self.asked.append(event.id)
        return await self._judge(event, context) if self._judge else None

    async def why_silent(self, event: Event, context: Context) -> str:
        return await self._explain(event, context) if self._explain else "nothing to say"


def always(verdict: Verdict) -> Judge:
    """Return a judge of one opinion."""

    async def judge(_event: Event, _context: Context) -> Verdict | None:
        return verdict

    return judge


def entry(
    policy: Policy, *, mode: Mode = Mode.ENFORCE, channels: frozenset[str] | None = None
) -> PolicyEntry:
    """Return a policy as a rulebook holds it."""
    return PolicyEntry(
        name=policy.name, kind="test", mode=mode, channels=channels, settings=None, policy=policy
    )


def rulebook(*policies: Policy | PolicyEntry, **more: Any) -> Rulebook:
    """Return the rulebook of Kettle & Co."""
    entries = tuple(p if isinstance(p, PolicyEntry) else entry(p) for p in policies)
    fields: dict[str, Any] = {
        "limits": Limits(),
        "team": Team(moderators=("Moderator",), leave_alone=("Partner",), alerts_to="mod-alerts"),
        "version": "v1",
        "places": {"memory": "p1"},
    }
    return Rulebook(id="kettle", name="Kettle & Co.", policies=entries, **{**fields, **more})


class Knower(Scripted):
    """A policy that knows answers and can learn more."""

    def __init__(self, name: str = "FAQ", answers: Sequence[LearnedAnswer] = ()) -> None:
        super().__init__(name)
        self.answers = tuple(answers)

    def candidates(self, question: str, language: str, limit: int = 3) -> Sequence[Any]:
        return ()

    def with_answers(self, answers: Sequence[LearnedAnswer]) -> "Knower":
        return Knower(self.name, answers)
