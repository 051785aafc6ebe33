"""Where something happened: the workspace, and what the house calls it."""

from dataclasses import dataclass
from typing import TypedDict

from adapters.slack.workspace import Workspace

NETWORK = "slack"


class Here(TypedDict):
    """The fields that every event of one place shares."""

    network: str
    community: str
    place: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Where:
    """A workspace with the place and the community that it is to the house."""

    workspace: Workspace
    place_id: str
    community: str

    @property
    def place(self) -> Here:
        """The fields that every event from here shares."""
        return Here(network=NETWORK, community=self.community, place=self.place_id)
