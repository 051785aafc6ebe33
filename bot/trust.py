"""Trust that newcomers earn by what they write, and not by being there.

Who came in lately stays a newcomer until they have written some messages of substance within a
day: sentences of their own, each another one. Greetings, stickers, emoji and what others said
before do not count. That somebody has earned it is a note on them, which the team can read, so
that no restart forgets it; it goes when the person is erased.
"""

from collections import OrderedDict
from datetime import datetime, timedelta

from bot.context import NEWCOMER_FOR
from bot.detectors.text import make_text
from bot.domain import Event, MessagePosted, Note, Standing, person_of
from bot.locale import Phrasebook
from bot.ports import CaseBook
from bot.rulebook.book import Rulebook
from bot.windows import Windows

#: Who writes the note.
TRUST = "evenhand:trust"
#: How far back messages of substance are counted: as long as their texts are kept.
WITHIN = timedelta(days=1)
#: A message of fewer words, or of fewer letters, says too little to be trusted for.
_WORDS, _LETTERS = 4, 15
_MOST = 10_000


class Trust:
    """Knows who has earned it in one community, and who earns it now."""

    def __init__(self, rulebook: Rulebook, casebook: CaseBook, windows: Windows) -> None:
        self._book = rulebook
        self._casebook = casebook
        self._windows = windows
        self._earned: OrderedDict[str, bool] = OrderedDict()

    async def is_owed(self, event: Event) -> bool:
        """Return whether the person an event comes from still has to earn trust."""
        person = person_of(event)
        if person is None or not self._is_lately_here(event):
            return False
        known = self._earned.get(person)
        if known is None:
            notes = await self._casebook.notes(self._book.id, person=person)
            known = any(note.by == TRUST for note in notes)
            self._remember(person, earned=known)
        return not known

    def earned_by(self, event: Event, now: datetime) -> Note | None:
        """Return the note that somebody has earned trust with this message, None for not yet."""
        person = person_of(event)
        if not isinstance(event, MessagePosted) or person is None:
            return None
        joined = event.member.joined_at
        if joined is None or event.at - joined < NEWCOMER_FOR:
            return None
        if self._substance(event) < self._book.newcomers.until_messages:
            return None
        self._remember(person, earned=True)
        book = self._book
        words = Phrasebook(book.language, book.address, book.texts)
        number = str(book.newcomers.until_messages)
        return Note(
            community=book.id,
            at=now,
            by=TRUST,
            by_name="Evenhand",
            text=words.say("trust_earned", count=number),
            person=person,
        )

    def _is_lately_here(self, event: Event) -> bool:
        """Return whether somebody is here for so short that they have to earn trust."""
        member, rules = getattr(event, "member", None), self._book.newcomers
        if member is None or member.joined_at is None or not rules.until_messages:
            return False
        if self._book.standing(member) is not Standing.REGULAR:
            return False
        return bool(event.at - member.joined_at < rules.at_most)

    def _substance(self, event: MessagePosted) -> int:
        """Return how many messages of substance somebody wrote lately, this one among them."""
        if not is_substance(event.text):
            return 0
        who = event.member.id
        recent = self._windows.recent(now=event.at, within=WITHIN, member=who, channel=None)
        own = {seen.shape for seen in recent if seen.substance}
        own.add(self._windows.shape(make_text(event.text)))
        if len(own) < self._book.newcomers.until_messages:
            return len(own)
        # What others said is looked at last: there is much more of it.
        recent = self._windows.recent(now=event.at, within=WITHIN, member=None, channel=None)
        return len(own - {seen.shape for seen in recent if seen.member != who})

    def _remember(self, person: str, *, earned: bool) -> None:
        self._earned[person] = earned
        self._earned.move_to_end(person)
        while len(self._earned) > _MOST:
            self._earned.popitem(last=False)


def is_substance(text: str) -> bool:
    """Return whether a message says something: a few words, and enough letters in them."""
    words = [word for word in text.split() if any(map(str.isalpha, word))]
    return len(words) >= _WORDS and sum(map(str.isalpha, text)) >= _LETTERS
