"""What Slack says of one person, and how they stand in the workspace that asks."""

from dataclasses import dataclass
from typing import Any

from adapters.slack.text import clean_name

Json = dict[str, Any]
OWNER = 3
#: What somebody is who belongs to another workspace and shares a channel with ours.
EXTERNAL = "External"
_RANKS = {
    "Primary Owner": 4,
    "Owner": OWNER,
    "Admin": 2,
    "Guest": 0,
    "Single-Channel Guest": 0,
    EXTERNAL: 0,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """What Slack says of one person; `titles` are the standings that Slack itself gives."""

    id: str
    name: str
    titles: tuple[str, ...] = ()
    bot: bool = False
    gone: bool = False
    locale: str = ""

    @property
    def rank(self) -> int:
        """Height in the workspace: owners above admins above members above guests."""
        return max((_RANKS.get(title, 1) for title in self.titles), default=1)


def profile_of(user: Json, team: str = "") -> Profile:
    """Return what a user object of Slack's says to the workspace `team`.

    Who is an owner or admin elsewhere is nothing of that kind here.
    """
    shown = user.get("profile") or {}
    names = (shown.get("display_name"), shown.get("real_name"), user.get("real_name"))
    name = next((clean_name(str(one)) for one in (*names, user.get("name")) if one), "")
    flags = (
        ("is_primary_owner", "Primary Owner"),
        ("is_owner", "Owner"),
        ("is_admin", "Admin"),
        ("is_ultra_restricted", "Single-Channel Guest"),
        ("is_restricted", "Guest"),
    )
    return Profile(
        id=str(user.get("id", "")),
        name=name or str(user.get("id", "")),
        titles=(EXTERNAL,)
        if _is_foreign(user, team)
        else tuple(title for flag, title in flags if user.get(flag)),
        bot=bool(user.get("is_bot")) or user.get("id") == "USLACKBOT",
        gone=bool(user.get("deleted")),
        locale=str(user.get("locale") or ""),
    )


def _is_foreign(user: Json, team: str) -> bool:
    """Return whether somebody belongs to another workspace than `team`."""
    if user.get("is_stranger"):
        return True
    home, organisation = user.get("team_id"), user.get("enterprise_user")
    inside = organisation.get("teams") if isinstance(organisation, dict) else None
    if not team or not home or home == team:
        return False
    return not (isinstance(inside, list) and (team in inside or not inside))
