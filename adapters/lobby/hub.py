"""Who is looking: each open page, what it is shown, and how far it has fallen behind."""

import asyncio
import json
from collections.abc import Callable, Iterable, Sequence

from adapters.lobby import views
from adapters.lobby.guests import Guests
from adapters.lobby.records import Hall, Json, Person, Post, Record

#: A page that has this many frames unread is let go; it comes back and reads the room anew.
FRAMES_WAITING = 256


class Viewer:
    """One open page and the frames on their way to it; `cut` ends one that is too slow."""

    def __init__(self, cut: Callable[[], None]) -> None:
        self.person = ""
        #: Who reads at the door why they may not come in.
        self.outside = ""
        self.staff = False
        self.cut = cut
        self.frames: asyncio.Queue[str] = asyncio.Queue(FRAMES_WAITING)

    def show(self, frame: Json) -> None:
        """Put a frame in line."""
        self.show_raw(json.dumps(frame, ensure_ascii=False, separators=(",", ":")))

    def show_raw(self, frame: str) -> None:
        """Put a frame in line that is text already."""
        try:
            self.frames.put_nowait(frame)
        except asyncio.QueueFull:
            self.cut()


class Hub:
    """Tells every page what changed, and nobody what is not meant for them."""

    def __init__(self, guests: Guests) -> None:
        self._guests = guests
        #: What else a page is shown of the room when somebody comes in.
        self.more: Callable[[Person], Json] = lambda _: {}
        self._viewers: set[Viewer] = set()

    def __len__(self) -> int:
        return len(self._viewers)

    def add(self, viewer: Viewer) -> None:
        """Count a page in."""
        self._viewers.add(viewer)

    def drop(self, viewer: Viewer) -> None:
        """Forget a page."""
        self._viewers.discard(viewer)
        self._unseat(viewer)

    def _unseat(self, viewer: Viewer) -> None:
        person, viewer.person = viewer.person, ""
        if person:
            self._guests.page_closed(person)
            self._presence(person)

    def stand_outside(self, viewer: Viewer, person: Person) -> Json:
        """Return what a page shows to somebody who is out; it is shown again when that changes."""
        self._unseat(viewer)
        viewer.outside = person.id
        return views.out(person, self._guests.room)

    def seat(self, viewer: Viewer, person: Person) -> None:
        """Show a page the whole room as this person may see it."""
        self._unseat(viewer)
        viewer.person, viewer.outside = person.id, ""
        self._guests.page_opened(person.id)
        self.refresh(viewer, person)
        self._presence(person.id)

    def refresh(self, viewer: Viewer, person: Person) -> None:
        """Show a page the whole room again."""
        viewer.staff = self._guests.is_staff(person)
        viewer.show(views.welcome(self._guests, person) | self.more(person))

    def broadcast(self, frame: Json) -> None:
        """Tell everybody who has come in."""
        self._send(frame, (viewer for viewer in self._viewers if viewer.person))

    def tell(self, records: Sequence[Record]) -> None:
        """Tell everybody concerned what changed."""
        for record in records:
            match record:
                case Post():
                    self._tell_post(record)
                case Person():
                    self._tell_person(record)
                case Hall():
                    self.broadcast({"t": "hall", "hall": views.hall(record)})

    def _tell_post(self, post: Post) -> None:
        staff_only = views.is_staff_only(post.channel)
        meant = (
            viewer
            for viewer in self._viewers
            if viewer.person and post.to in ("", viewer.person) and (viewer.staff or not staff_only)
        )
        self._send({"t": "post", "post": views.post(post)}, meant)
        outside = self._guests.room.people.get(post.to)
        if outside is not None:
            self._tell_outside(outside)

    def _tell_outside(self, person: Person) -> None:
        out = views.out(person, self._guests.room)
        self._send(out, (viewer for viewer in self._viewers if viewer.outside == person.id))

    def _tell_person(self, person: Person) -> None:
        self._presence(person.id)
        self._tell_outside(person)
        for viewer in self._of(person.id):
            if not person.here:
                viewer.show(self.stand_outside(viewer, person))
            elif viewer.staff != self._guests.is_staff(person):
                self.refresh(viewer, person)
            else:
                viewer.show({"t": "me", "me": views.me(person, staff=viewer.staff)})

    def _presence(self, id: str) -> None:
        person = self._guests.room.people.get(id)
        if person is not None:
            staff = self._guests.is_staff(person)
            shown = views.person(person, staff=staff, online=id in self._guests.online)
            self.broadcast({"t": "person", "person": shown})

    def _of(self, person: str) -> list[Viewer]:
        return [viewer for viewer in self._viewers if viewer.person == person]

    def _send(self, frame: Json, viewers: Iterable[Viewer]) -> None:
        text = json.dumps(frame, ensure_ascii=False, separators=(",", ":"))
        for viewer in viewers:
            viewer.show_raw(text)
