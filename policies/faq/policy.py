"""The FAQ policy: three bands, and silence where nobody asked us."""

from collections.abc import Mapping, Sequence
from typing import Any

from bot.domain import (
    Action,
    AddReaction,
    AlertTeam,
    Answer,
    ButtonPressed,
    CancelTimer,
    Event,
    MessagePosted,
    OpenCase,
    RemoveReaction,
    Reply,
    Signal,
    Verdict,
)
from bot.ports import Candidate, Context, LearnedAnswer, Needs, Scene
from policies.faq import asking
from policies.faq.buttons import Pressed
from policies.faq.entries import FaqFile, Known, known_entries, learned_entry
from policies.faq.index import Found, Index
from policies.faq.phrases import PHRASES, number
from policies.faq.replies import Replies
from policies.faq.settings import FaqSettings
from policies.settings import in_rooms, phrase, pick, question_timer, room, spoken_language

ANSWER, SUGGEST, NONE = "answer", "suggest", "none"
MOST_CHOICES = 3
#: So many telling words are shared before a question in an open channel is taken up.
FEWEST_IN_COMMON = 2
_ACTIONS = frozenset[type[Action]]({Reply, Answer, OpenCase, AlertTeam, CancelTimer})
_SIGNING = frozenset[type[Action]]({AddReaction, RemoveReaction})


class FaqPolicy:
    """Answers what is on the list, asks back where it is unsure, hands over what it is asked."""

    kind = "faq"
    Settings = FaqSettings
    files: Mapping[str, type[Any]] = {"answers": FaqFile}

    def __init__(
        self,
        *,
        name: str,
        settings: FaqSettings,
        scene: Scene,
        learned: Sequence[LearnedAnswer] = (),
    ) -> None:
        self.name = name
        self._settings = settings
        self._scene = scene
        self._when = settings.when
        self._help = frozenset(room(channel) for channel in settings.when.help_in)
        self._names = frozenset(name.casefold().lstrip("@") for name in settings.when.called)
        self._index = Index(_entries(settings.answers, scene.language, learned))
        self._replies = Replies(scene=scene, say=settings.say)
        self._pressed = Pressed(
            name=name,
            index=self._index,
            replies=self._replies,
            remind_after=self._remind_after(),
            sign=settings.react,
        )
        self.needs = Needs(
            hears=frozenset({MessagePosted, ButtonPressed}),
            actions=_ACTIONS | (_SIGNING if settings.react else frozenset()),
            window=max(asking.AGAIN, settings.when.team_pause),
            signs=frozenset({settings.react} if settings.react else ()),
        )

    async def judge(self, event: Event, context: Context) -> Verdict | None:
        """Return an answer, a question back or a hand-over; None where silence is better."""
        if isinstance(event, MessagePosted):
            return await self._asked(event, context)
        if isinstance(event, ButtonPressed):
            return await self._pressed.verdict(event, context)
        return None

    async def why_silent(self, event: Event, context: Context) -> str:
        """Return what kept it from speaking."""
        if not isinstance(event, MessagePosted):
            return self._words("kind")
        held = self._held_back(event, context)
        if held:
            return self._words(held)
        found = self._search(context)
        if not found:
            return self._words("unlike")
        best = found[0]
        confidence = number(best.confidence, self._scene.language)
        return self._words("nearest", entry=best.entry.id, confidence=confidence)

    def _words(self, silent: str, **holes: str) -> str:
        """Return why it kept silent, for the team and in the community's language."""
        return phrase(PHRASES, f"silent_{silent}", self._scene.language, **holes)

    def candidates(self, question: str, language: str, limit: int = 3) -> Sequence[Candidate]:
        """Return the entries that fit best, best first, each in `language` where it has one."""
        found = self._index.search(asking.the_question(question), limit)
        return [
            self._candidate(one, language, self._band(found) if place == 0 else NONE)
            for place, one in enumerate(found)
        ]

    def with_answers(self, answers: Sequence[LearnedAnswer]) -> "FaqPolicy":
        """Return the same policy that also knows what the team added in chat."""
        return FaqPolicy(
            name=self.name, settings=self._settings, scene=self._scene, learned=answers
        )

    async def _asked(self, event: MessagePosted, context: Context) -> Verdict | None:
        if self._held_back(event, context):
            return None
        found = self._search(context)
        band = self._band(found)
        called = asking.is_called(event, context, self._names)
        if band == ANSWER and (called or self._is_plain(event, context, found[0])):
            return self._answer(event, context, found[0])
        if band == SUGGEST and self._may_ask_back(event, context, called):
            return self._suggest(event, found)
        if band == NONE and self._may_hand_over(event, context, called):
            return await self._hand_over(event, context)
        return None

    def _held_back(self, event: MessagePosted, context: Context) -> str:
        """Return what keeps it from looking anything up, as a phrase's name; empty for nothing."""
        text = context.text.clean
        if not text:
            return "no_text"
        if asking.is_called(event, context, self._names):
            return ""
        if not in_rooms(event, self._help):
            if not self._when.everywhere:
                return "elsewhere"
            if not asking.looks_like_question(text):
                return "talk"
        if "?" not in text and asking.word_count(text) < asking.FEWEST_WORDS:
            return "short"
        return self._not_for_us(event, context)

    def _not_for_us(self, event: MessagePosted, context: Context) -> str:
        if context.standing.is_staff:
            return "team"
        if asking.is_for_somebody(event, context):
            return "for_somebody"
        if asking.asked_again(event, context):
            return "again"
        recent = context.recent(within=self._when.team_pause, channel=event.channel)
        return "team_here" if asking.team_is_here(recent) else ""

    def _is_plain(self, event: MessagePosted, context: Context, found: Found) -> bool:
        """Return whether it is plain what is asked: elsewhere one word in common is not enough."""
        if in_rooms(event, self._help):
            return True
        question = asking.the_question(context.text.clean)
        wording = found.entry.wordings[found.language]
        known = (wording.question, *wording.alternates, wording.answer)
        return asking.telling_words(question, known) >= FEWEST_IN_COMMON

    def _may_ask_back(self, event: MessagePosted, context: Context, called: bool) -> bool:
        """Return whether a question back is welcome: elsewhere only what is sure is said."""
        return called or (
            in_rooms(event, self._help) and asking.looks_like_question(context.text.clean)
        )

    def _may_hand_over(self, event: MessagePosted, context: Context, called: bool) -> bool:
        """Return whether a person is asked: who calls us, or who asks for help and waits alone."""
        if not asking.looks_like_question(context.text.clean):
            return False
        if called or not in_rooms(event, self._help):
            return called
        recent = context.recent(within=self._when.team_pause, channel=event.channel)
        return not asking.others_talk(recent, event.member.id)

    def _search(self, context: Context) -> Sequence[Found]:
        question = asking.the_question(context.text.clean)
        return self._index.search(question, MOST_CHOICES)

    def _band(self, found: Sequence[Found]) -> str:
        if not found or found[0].confidence < self._when.suggest_above:
            return NONE
        best = found[0].confidence
        ahead = best - (found[1].confidence if len(found) > 1 else 0.0)
        if best >= self._when.answer_above and ahead >= self._when.margin:
            return ANSWER
        return SUGGEST

    def _candidate(self, found: Found, language: str, band: str) -> Candidate:
        spoken, wording = found.entry.wording(language or found.language)
        return Candidate(
            id=found.entry.id,
            question=wording.question,
            answer=wording.answer,
            score=round(found.confidence, 4),
            band=band,
            language=spoken,
            source=found.entry.source,
        )

    def _answer(self, event: MessagePosted, context: Context, found: Found) -> Verdict:
        language, entry = found.language, found.entry
        text = self._replies.answer(
            entry,
            language,
            member=event.member.name,
            question=asking.the_question(context.text.clean),
            today=context.now.date(),
        )
        buttons = self._replies.after_answer(entry.id, language, event.id, event.member.id)
        waiting = question_timer(event.network, event.channel, event.id)
        return self._verdict(
            found,
            Reply(channel=event.channel, text=text, message=event.id, buttons=tuple(buttons)),
            CancelTimer(key=waiting),
            *self._pressed.marked(event.channel, event.id),
        )

    def _suggest(self, event: MessagePosted, found: Sequence[Found]) -> Verdict:
        language = found[0].language
        likely = [one for one in found if one.confidence >= found[0].confidence / 2]
        buttons = self._replies.to_choose(likely, language, event.id, event.member.id)
        text = self._replies.words("meant" if len(likely) > 1 else "meant_one", language)
        reply = Reply(channel=event.channel, text=text, message=event.id, buttons=tuple(buttons))
        return self._verdict(found[0], reply)

    async def _hand_over(self, event: MessagePosted, context: Context) -> Verdict:
        language = await spoken_language(context)
        text = pick(self._settings.say_unknown, language, self._scene.language)
        question = asking.the_question(context.text.clean)[:200]
        return Verdict(
            policy=self.name,
            reason=self._replies.words("unsure", self._scene.language, confidence="–"),
            steps=(
                (
                    OpenCase(kind="question", title=question, remind_after=self._remind_after()),
                    AlertTeam(),
                    CancelTimer(key=question_timer(event.network, event.channel, event.id)),
                    Reply(
                        channel=event.channel,
                        text=(text or self._replies.words("unknown", language)).strip(),
                        message=event.id,
                    ),
                ),
            ),
        )

    def _verdict(self, found: Found, *actions: Action) -> Verdict:
        home = self._scene.language
        reason = self._replies.words(
            "found",
            home,
            question=found.entry.wording(home)[1].question,
            confidence=number(found.confidence, home),
        )
        signal = Signal(name="faq", score=found.confidence, evidence=found.entry.id)
        return Verdict(policy=self.name, reason=reason, steps=(actions,), signals=(signal,))

    def _remind_after(self) -> int | None:
        span = self._settings.remind_after
        return None if span is None else round(span.total_seconds())


def _entries(file: FaqFile, home: str, learned: Sequence[LearnedAnswer]) -> Sequence[Known]:
    """Return the file's entries and what was learned; of one id, what was learned last counts."""
    entries = {entry.id: entry for entry in known_entries(file, home)}
    entries.update((answer.id, learned_entry(answer)) for answer in learned)
    return tuple(entries.values())
