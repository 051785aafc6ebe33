"""Everything of one Telegram bot, put together; this is where the library is loaded."""

import asyncio
import logging
from collections.abc import Sequence
from pathlib import Path

from telegram.error import TelegramError

from adapters.telegram.acting import Acting
from adapters.telegram.albums import ALBUM, Albums
from adapters.telegram.buttons import BUTTON, Buttons
from adapters.telegram.courtesy import HOME, NOTE, WAITING, Courtesy
from adapters.telegram.doorstep import examine
from adapters.telegram.gestures import Gestures
from adapters.telegram.hearing import Hearing
from adapters.telegram.holding import HELD, Holding
from adapters.telegram.intake import Intake
from adapters.telegram.keeping import Keeping
from adapters.telegram.line import Line
from adapters.telegram.locking import LOCKED, Locking
from adapters.telegram.looking import Looking
from adapters.telegram.marking import Marking
from adapters.telegram.notebook import Notebook
from adapters.telegram.offering import OFFERED, offer
from adapters.telegram.pace import Paced
from adapters.telegram.people import CHANNEL, JOINED, NAME, TONGUE, People
from adapters.telegram.places import MOVED, OUTPOST, SERVED, TOPIC, Places
from adapters.telegram.polling import Polling
from adapters.telegram.private import Private
from adapters.telegram.removing import Removing
from adapters.telegram.seats import Seats
from adapters.telegram.sending import Sending
from adapters.telegram.settings import Settings
from adapters.telegram.skew import TelegramTime
from adapters.telegram.speaking import Speaking
from adapters.telegram.watch import HEARD, Watch
from adapters.telegram.webhook import HOOK, Webhook
from adapters.telegram.welcoming import BOARD, GREETED, Welcoming
from bot.domain import CommandSpec, Member, Order, Outcome
from bot.errors import NetworkError
from bot.ports import Clock, Finding, House

log = logging.getLogger(__name__)
#: How many entries of each kind are kept.
_MOST = {
    NAME: 20_000,
    JOINED: 20_000,
    CHANNEL: 2_000,
    TONGUE: 20_000,
    TOPIC: 5_000,
    BUTTON: 5_000,
    WAITING: 2_000,
    NOTE: 2_000,
    HOME: 20_000,
    MOVED: 1_000,
    OUTPOST: 1_000,
    LOCKED: 1_000,
    ALBUM: 1_000,
    HELD: 50_000,
    BOARD: 1_000,
    GREETED: 20_000,
    OFFERED: 100,
    HOOK: 1,
    HEARD: 1,
    SERVED: 1,
}
#: Seconds between looks at what was said for a while only.
_LOOK = 1.0


class Station:
    """Hears and acts for one bot; opened by the first thing that is asked of it."""

    def __init__(self, settings: Settings, data: Path, clock: Clock) -> None:
        self._settings = settings
        self.webhook: Webhook | None = None
        self.line = Line(settings)
        self.notebook = Notebook(data / "telegram.jsonl", _MOST)
        self.places = Places(self.notebook)
        self.albums = Albums(self.notebook)
        self._time = TelegramTime(clock)
        self.watch = Watch(self.notebook, clock)
        self.people = People(self.line, self.notebook, self.places, clock)
        self.keeping = Keeping(self.notebook, self.people)
        self.buttons = Buttons(self.notebook)
        self.sending = Sending(self.line, self.buttons)
        self.courtesy = Courtesy(self.line, self.notebook, self.places, self.sending, clock)
        self.holding = Holding(self.line, self.notebook, self.places, self.people, self._time)
        self.welcoming = Welcoming(
            line=self.line,
            notebook=self.notebook,
            places=self.places,
            holding=self.holding,
            sending=self.sending,
            buttons=self.buttons,
            clock=clock,
        )
        self._seats = Seats(
            self.places,
            self.people,
            self.courtesy,
            holding=self.holding,
            welcoming=self.welcoming,
            me=self.line.id,
        )
        self._hearing = self._ears()
        self.looking = Looking(self.line, self.notebook, self.places)
        self._acting = Acting(
            places=self.places,
            people=self.people,
            removing=Removing(self.line, self.places, self.albums, self._time),
            speaking=Speaking(self.line, self.places, self.people, self.sending, self.courtesy),
            locking=Locking(self.line, self.notebook, self.places),
            marking=Marking(self.line, self.places),
            holding=self.holding,
            welcoming=self.welcoming,
            clock=clock,
        )

    def _ears(self) -> Hearing:
        return Hearing(
            line=self.line,
            places=self.places,
            people=self.people,
            courtesy=self.courtesy,
            private=Private(self.line, self.notebook, self.places, self.people, self.courtesy),
            seats=self._seats,
            gestures=Gestures(self.places, self.people, self.buttons, self.courtesy),
            albums=self.albums,
            time=self._time,
        )

    async def listen(self, house: House, listening: asyncio.Event) -> None:
        """Pass what happens to the house until cancelled."""
        self.notebook.open()
        await self.places.serve(house.places)
        self._hearing.commands = {spec.name: spec for spec in house.commands}
        self._hearing.tidied = house.tidied
        self._acting.language = self._hearing.language = house.language
        self.sending.commands = frozenset(self._hearing.commands)
        self._seats.announce = house.announce
        if not self.places.served_last():
            house.announce(
                "Telegram: no policy file names a group yet. Add the bot to one, and it says what "
                "to write."
            )
        intake = Intake(self.line, self._hearing, house)
        ear = self._ear(intake, house)
        work = [asyncio.create_task(each) for each in (ear, self._look_after(house.commands))]
        listening.set()
        try:
            done, _ = await asyncio.wait(work, return_when=asyncio.FIRST_COMPLETED)
            for task in done:
                task.result()
        finally:
            listening.clear()
            for task in work:
                task.cancel()
            await asyncio.gather(*work, return_exceptions=True)
            await intake.close()
            await self.close()

    async def _ear(self, intake: Intake, house: House) -> None:
        if self._settings.webhook:
            self.webhook = Webhook(self._settings, self.line, self.notebook, intake)
            await self.webhook.run()
            return
        await Polling(self.line, self.notebook, intake, self.watch, house).run()

    async def _look_after(self, commands: Sequence[CommandSpec]) -> None:
        """Offer the commands, and then look after what was said for a while only."""
        chores = [
            Paced(work)
            for work in (
                lambda: offer(self.line, self.notebook, commands),
                self.courtesy.look_after,
                self.welcoming.look_after,
                self.notebook.flush,
            )
        ]
        while True:
            for chore in chores:
                if trouble := await chore.do():
                    log.warning("Telegram is tried again later: %s", trouble)
            await asyncio.sleep(_LOOK)

    async def perform(self, order: Order) -> Outcome:
        """Carry out one order."""
        return await self._acting.perform(order)

    async def look_up(self, order: Order) -> Outcome | None:
        """Return what came of an order, None where it was not done as far as can be seen."""
        return await self._acting.look_up(order)

    async def find_member(self, place: str, member: str) -> Member | None:
        """Return somebody as they are now; raises NetworkError where Telegram does not say."""
        try:
            return await self.people.find(place, member)
        except TelegramError as error:
            raise NetworkError(f"Telegram does not say who somebody is: {error}") from None

    async def examine(self) -> Sequence[Finding]:
        """Return how the bot and its groups are."""
        try:
            return await examine(self.line, self.places, self.watch, self._settings.webhook)
        except NetworkError as error:
            return [Finding(ok=False, what=str(error))]
        finally:
            await self.line.close()

    async def close(self) -> None:
        """Write down what was only noted, and let go of the connections."""
        try:
            await self.notebook.flush()
        except NetworkError as error:
            log.warning("%s", error)
        await self.line.close()
