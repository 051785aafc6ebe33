"""The escalation policy: it never decides anything itself, it sees to it that a person does."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from bot.domain import (
    Action,
    AlertTeam,
    CancelTimer,
    Event,
    MessageDeleted,
    MessagePosted,
    OpenCase,
    ReactionAdded,
    Reply,
    ReportFiled,
    SendDirect,
    SetTimer,
    TimePassed,
    Verdict,
    person_key,
    say_duration,
)
from bot.ports import Context, Needs, PatternHit, Scene, Seen
from policies.escalation.calls import CALL, patterns
from policies.escalation.marks import Marks
from policies.escalation.phrases import PHRASES
from policies.escalation.settings import EscalationSettings
from policies.settings import (
    Texts,
    fill,
    in_rooms,
    phrase,
    pick,
    question_timer,
    room,
    spoken_language,
)

SETTLED = frozenset({"✅", "☑️", "☑", "✔️", "✔", "white_check_mark", "heavy_check_mark"})
FEWEST_WORDS = 3
LONGEST_TITLE = 200


class EscalationPolicy:
    """Brings a person in when a question waits, when somebody calls for one, when one is told."""

    kind = "escalation"
    Settings = EscalationSettings
    files: Mapping[str, type[Any]] = {}

    def __init__(self, *, name: str, settings: EscalationSettings, scene: Scene) -> None:
        self.name = name
        self._settings = settings
        self._when = settings.when
        self._scene = scene
        self._marks = Marks(settings.react)
        self._waits = settings.when.unanswered_for
        self._rooms = frozenset(room(channel) for channel in settings.when.asked_in)
        self.needs = Needs(
            hears=frozenset(
                {MessagePosted, MessageDeleted, ReactionAdded, ReportFiled, TimePassed}
            ),
            actions=self._actions(),
            # Twice as long, so that a timer which fires late still sees what was said since.
            window=2 * self._waits if self._waits else timedelta(0),
            patterns=patterns(
                calls=settings.when.calls,
                words=settings.when.words,
                questions=self._waits is not None,
            ),
            signs=frozenset({settings.react} if settings.react else ()),
        )

    async def judge(self, event: Event, context: Context) -> Verdict | None:
        """Return what brings a person in, or what no longer needs one."""
        if isinstance(event, MessagePosted):
            return await self._posted(event, context)
        if isinstance(event, TimePassed):
            return await self._waited(event, context) if event.owner == self.name else None
        if isinstance(event, ReportFiled):
            return await self._reported(event, context) if self._when.reports else None
        if isinstance(event, ReactionAdded | MessageDeleted):
            return await self._settled(event, context)
        return None

    async def why_silent(self, event: Event, context: Context) -> str:
        """Return why nobody is brought in."""
        if isinstance(event, TimePassed):
            return self._words("silent_answered")
        if not isinstance(event, MessagePosted):
            return self._words("silent_kind")
        if context.standing.is_staff:
            return self._words("silent_team")
        if not context.hits(self.name):
            return self._words("silent_talk")
        return self._words("silent_elsewhere")

    async def _posted(self, event: MessagePosted, context: Context) -> Verdict | None:
        hits = context.hits(self.name)
        if not hits or context.standing.is_staff:
            return None
        call = next((hit for hit in hits if hit.pattern.startswith(CALL)), None)
        if call is not None:
            return await self._called(event, context, call)
        if self._waits is None or not self._is_open_question(event, context):
            return None
        return await self._watch(event, context, self._waits)

    def _is_open_question(self, event: MessagePosted, context: Context) -> bool:
        """Return whether this is a question to everybody, where questions are watched."""
        if not in_rooms(event, self._rooms) or context.text.clean.count(" ") + 1 < FEWEST_WORDS:
            return False
        if event.reply_to is None or self._waits is None:
            return event.reply_to is None
        own = context.recent(within=self._waits, member=event.member.id)
        return any(seen.message == event.reply_to for seen in own)

    async def _watch(self, event: MessagePosted, context: Context, waits: timedelta) -> Verdict:
        timer = SetTimer(
            key=question_timer(event.network, event.channel, event.id),
            owner=self.name,
            seconds=round(waits.total_seconds()),
            payload={
                "channel": event.channel,
                "message": event.id,
                "member": event.member.id,
                "name": event.member.name,
                "at": event.at.isoformat(),
                "language": await spoken_language(context),
            },
        )
        return self._verdict("why_watching", (timer,))

    async def _called(self, event: MessagePosted, context: Context, call: PatternHit) -> Verdict:
        language = await spoken_language(context)
        person = person_key(event.network, event.member.id)
        known = await context.open_cases(kind="question")
        before = any(case.subject == person and case.channel == event.channel for case in known)
        told = self._say(
            "called_before" if before else "called",
            language,
            None if before else self._settings.say_called,
            member=event.member.name,
        )
        reply = Reply(channel=event.channel, text=told, message=event.id)
        title = self._words("case_called", member=event.member.name)
        case = self._case("question", title)
        actions = (case, AlertTeam(), reply, *self._marks.put(event.channel, event.id))
        return self._verdict("why_called", (reply,) if before else actions, text=call.text.strip())

    async def _waited(self, event: TimePassed, context: Context) -> Verdict | None:
        asked = event.payload
        channel, message = asked.get("channel", ""), asked.get("message", "")
        if self._waits is None or not channel or not message:
            return None
        since = context.recent(within=self.needs.window, channel=channel)
        if self._answered(since, asked):
            return None
        if await context.open_cases(kind="question", message=message):
            return None
        name = asked.get("name", "")
        duration = say_duration(self._waits.total_seconds(), self._scene.language, dative=True)
        case = self._case(
            "question",
            self._words("case_waited", duration=duration),
            channel=channel,
            message=message,
            member=asked.get("member", ""),
            member_name=name,
        )
        told = self._say(
            "waited", asked.get("language", ""), self._settings.say_waited, member=name
        )
        reply = Reply(channel=channel, text=told, message=message)
        actions = (case, AlertTeam(), reply, *self._marks.put(channel, message))
        return self._verdict("why_waited", actions, duration=duration)

    def _answered(self, since: Sequence[Seen], asked: Mapping[str, str]) -> bool:
        """Return whether somebody else has answered since.

        Without a reply that names the question, three words in the same channel are taken for
        one, unless they reply to something else.
        """
        try:
            at = datetime.fromisoformat(asked.get("at", ""))
        except ValueError:
            return False
        message, asker = asked.get("message"), asked.get("member")
        others = [seen for seen in since if seen.at > at and seen.member != asker]
        if any(seen.staff for seen in others):
            return True
        if self._when.answered_by == "team":
            return False
        return any(
            seen.reply_to == message or (seen.reply_to is None and seen.words >= FEWEST_WORDS)
            for seen in others
        )

    async def _reported(self, event: ReportFiled, context: Context) -> Verdict:
        reporter, accused = event.member, event.accused
        language = await spoken_language(context)
        known = (
            await context.open_cases(kind="report", message=event.message) if event.message else ()
        )
        told = self._say(
            "reported_before" if known else "reported",
            language,
            None if known else self._settings.say_reported,
            member=reporter.name,
        )
        direct = SendDirect(member=reporter.id, text=told, channel=event.channel)
        if known:
            again = self._words("again", number=str(known[0].number), member=reporter.name)
            return self._verdict("why_reported", (AlertTeam(text=again), direct))
        case = self._case(
            "report",
            event.reason[:LONGEST_TITLE] or self._report_title(event),
            channel=event.channel,
            message=event.message or "",
            member=accused.id if accused else "",
            member_name=accused.name if accused else "",
        )
        return self._verdict("why_reported", (case, AlertTeam(), direct))

    def _report_title(self, event: ReportFiled) -> str:
        if event.accused is None:
            return self._words("case_reported_nobody", member=event.member.name)
        return self._words("case_reported", member=event.member.name, accused=event.accused.name)

    async def _settled(
        self, event: ReactionAdded | MessageDeleted, context: Context
    ) -> Verdict | None:
        if isinstance(event, ReactionAdded) and not self._may_settle(event, context):
            return None
        actions: list[Action] = []
        if self._waits is not None and in_rooms(event, self._rooms):
            key = question_timer(event.network, event.channel, event.message)
            actions.append(CancelTimer(key=key))
        if isinstance(event, ReactionAdded):
            actions += await self._marks.away(event, context)
        return self._verdict("why_settled", tuple(actions)) if actions else None

    def _may_settle(self, event: ReactionAdded, context: Context) -> bool:
        """Return whether this check mark is the team's, or that of whoever asked."""
        if event.emoji not in SETTLED or event.member.bot:
            return False
        if context.standing_of(event.member).is_staff:
            return True
        if self._waits is None:
            return False
        own = context.recent(within=self._waits, member=event.member.id)
        return any(seen.message == event.message for seen in own)

    def _case(self, kind: str, title: str, **about: str) -> OpenCase:
        span = self._settings.remind_after
        return OpenCase(
            kind=kind,
            title=title[:LONGEST_TITLE],
            remind_after=None if span is None else round(span.total_seconds()),
            **about,
        )

    def _words(self, name: str, **holes: str) -> str:
        """Return a phrase for the team, in the community's language."""
        return phrase(PHRASES, name, self._scene.language, self._scene.address, **holes)

    def _say(self, name: str, language: str, own: Texts | None, *, member: str) -> str:
        """Return words for a member: the policy file's own, else the house's."""
        spoken = language or self._scene.language
        template = pick(own, spoken, self._scene.language)
        if template is None:
            return phrase(PHRASES, name, spoken, self._scene.address)
        holes = {
            "member": member,
            "community": self._scene.community,
            "rules_url": self._scene.rules_url,
        }
        return fill(template.strip(), holes)

    def _verdict(self, why: str, actions: tuple[Action, ...], **holes: str) -> Verdict:
        return Verdict(policy=self.name, reason=self._words(why, **holes), steps=(actions,))

    def _actions(self) -> frozenset[type[Action]]:
        actions: set[type[Action]] = {OpenCase, AlertTeam}
        if self._when.calls or self._waits:
            actions.add(Reply)
        if self._when.reports:
            actions.add(SendDirect)
        if self._waits:
            actions |= {SetTimer, CancelTimer}
        return frozenset(actions) | self._marks.actions
