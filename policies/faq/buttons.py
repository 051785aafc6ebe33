"""What a press on one of the FAQ's buttons brings."""

from dataclasses import dataclass

from bot.domain import (
    Action,
    AddReaction,
    AlertTeam,
    Answer,
    ButtonPressed,
    CancelTimer,
    OpenCase,
    RemoveReaction,
    Reply,
    Verdict,
)
from bot.ports import Context
from policies.faq.entries import Known
from policies.faq.index import Index
from policies.faq.replies import Press, Replies, read_press
from policies.settings import question_timer


@dataclass(frozen=True, slots=True, kw_only=True)
class Pressed:
    """Turns presses into verdicts; others than the asker only get a kind word."""

    name: str
    index: Index
    replies: Replies
    remind_after: int | None
    sign: str | None = None

    async def verdict(self, event: ButtonPressed, context: Context) -> Verdict | None:
        """Return what the press brings, None for a button that is not the FAQ's."""
        if not event.button.startswith("faq:"):
            return None
        press = read_press(event.button)
        if press is None:
            return None
        language = event.language or context.language
        entry = self.index.get(press.entry)
        if entry is None and press.what != "person":
            return self._verdict(self._answer(event, self.replies.words("gone", language)))
        return self._verdict(*await self._bring(event, context, press, entry, language))

    async def _bring(
        self,
        event: ButtonPressed,
        context: Context,
        press: Press,
        entry: Known | None,
        language: str,
    ) -> tuple[Action, ...]:
        own = event.member.id == press.asker
        if press.what == "pick" and entry is not None:
            picked = self._picked(event, context, press, entry, language, own)
            marked = self.marked(event.channel, press.message)
            return (_settled(event, press), picked, *marked) if own else (picked,)
        if not own:
            return (self._answer(event, self.replies.words("not_yours", language)),)
        if press.what == "yes":
            thanks = self._answer(event, self.replies.words("thanks", language))
            return (_settled(event, press), thanks)
        return await self._to_a_person(event, context, press, entry, language)

    def _picked(
        self,
        event: ButtonPressed,
        context: Context,
        press: Press,
        entry: Known,
        language: str,
        own: bool,
    ) -> Action:
        """Return the chosen answer: for all to read when the asker chose it, else for one."""
        question = entry.wording(language)[1].question
        text = self.replies.answer(
            entry,
            language,
            member=event.member.name,
            question=question,
            today=context.now.date(),
        )
        if not own:
            return self._answer(event, text)
        buttons = self.replies.after_answer(entry.id, language, press.message, press.asker)
        return Reply(
            channel=event.channel, text=text, message=press.message, buttons=tuple(buttons)
        )

    async def _to_a_person(
        self,
        event: ButtonPressed,
        context: Context,
        press: Press,
        entry: Known | None,
        language: str,
    ) -> tuple[Action, ...]:
        if await context.open_cases(kind="question", message=press.message):
            return (self._answer(event, self.replies.words("asked_before", language)),)
        home = self.replies.scene.language
        about = entry.wording(home)[1].question if entry else ""
        return (
            OpenCase(
                kind="question",
                title=self.replies.words("case", home, question=about),
                remind_after=self.remind_after,
                channel=event.channel,
                message=press.message,
                member=event.member.id,
                member_name=event.member.name,
            ),
            AlertTeam(),
            *self._unmarked(event, press),
            _settled(event, press),
            self._answer(event, self.replies.words("asked", language)),
        )

    def marked(self, channel: str, message: str) -> tuple[Action, ...]:
        """Return what shows that a question is answered, nothing where no sign is set."""
        if self.sign is None:
            return ()
        return (AddReaction(channel=channel, message=message, emoji=self.sign),)

    def _unmarked(self, event: ButtonPressed, press: Press) -> tuple[Action, ...]:
        if self.sign is None:
            return ()
        return (RemoveReaction(channel=event.channel, message=press.message, emoji=self.sign),)

    def _answer(self, event: ButtonPressed, text: str) -> Answer:
        return Answer(
            member=event.member.id,
            channel=event.channel,
            text=text,
            interaction=event.interaction,
        )

    def _verdict(self, *actions: Action) -> Verdict:
        reason = self.replies.words("pressed", self.replies.scene.language)
        return Verdict(policy=self.name, reason=reason, steps=(actions,))


def _settled(event: ButtonPressed, press: Press) -> CancelTimer:
    """Return what keeps a question that is seen to from coming to the team once more."""
    return CancelTimer(key=question_timer(event.network, event.channel, press.message))
