"""Context menus on messages and members, and the forms that some of them show first."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from adapters.discord.texts import in_german, text
from bot.domain import Standing

Json = dict[str, Any]
ON_MEMBER, ON_MESSAGE = 2, 3
_FORM = "form"
_SHORT, _LONG = 1, 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One line of a form: the command's parameter, and whether it must be filled in."""

    name: str
    label: str
    required: bool = False
    style: int = _LONG


@dataclass(frozen=True, slots=True, kw_only=True)
class Menu:
    """An entry in the context menu that gives a command about a member or a message.

    `about` is the command's parameter that takes the member's id, or on a message the message's;
    empty where it is told by what is answered. `begins_with_text` puts the message's text into the
    first field.
    """

    name: str
    command: str
    right: Standing
    on: tuple[int, ...] = (ON_MEMBER, ON_MESSAGE)
    fields: tuple[Field, ...] = ()
    about: str = "member"
    begins_with_text: bool = False


_REASON = Field(name="reason", label="reason")
MENUS: tuple[Menu, ...] = (
    Menu(
        name="Report",
        command="report",
        right=Standing.NEWCOMER,
        fields=(Field(name="reason", label="what"),),
    ),
    Menu(name="Warn", command="warn", right=Standing.MODERATOR, fields=(_REASON,)),
    Menu(
        name="Time out",
        command="timeout",
        right=Standing.MODERATOR,
        fields=(Field(name="duration", label="duration", required=True, style=_SHORT), _REASON),
    ),
    Menu(name="Why?", command="why", right=Standing.NEWCOMER, on=(ON_MESSAGE,), about="what"),
    Menu(
        name="Save as feedback",
        command="feedback",
        right=Standing.MODERATOR,
        on=(ON_MESSAGE,),
        fields=(Field(name="text", label="feedback", required=True),),
        about="",
        begins_with_text=True,
    ),
    Menu(name="History", command="history", right=Standing.MODERATOR, on=(ON_MEMBER,)),
)
_BY_NAME: Mapping[str, Menu] = {menu.name: menu for menu in MENUS}


def menu_named(name: str) -> Menu | None:
    """Return the menu with this name."""
    return _BY_NAME.get(name)


def concerning(menu: Menu, member: str, message: str) -> dict[str, str]:
    """Return the command's options that say what a menu was opened on."""
    if not menu.about:
        return {}
    return {menu.about: member if menu.about == "member" else message}


def form(menu: Menu, member: str, message: str, language: str, said: str = "") -> Json:
    """Return the form that a menu shows first; its id says what it is about."""
    fields = [_input(field, language) for field in menu.fields]
    if menu.begins_with_text and said:
        fields[0]["value"] = said[: fields[0]["max_length"]]
    return {
        "custom_id": f"{_FORM}:{menu.name}:{member}:{message}",
        "title": text(menu.name, language),
        "components": [{"type": 1, "components": [field]} for field in fields],
    }


def _input(field: Field, language: str) -> Json:
    return {
        "type": 4,
        "custom_id": field.name,
        "label": text(field.label, language),
        "style": field.style,
        "required": field.required,
        "max_length": 1000 if field.style == _LONG else 40,
    }


def filled_in(data: Mapping[str, Any]) -> tuple[Menu, str, str, dict[str, str]] | None:
    """Return the menu, member, message and answers of a form, None for a form of others."""
    kind, _, rest = str(data.get("custom_id", "")).partition(":")
    parts = rest.split(":")
    menu = menu_named(parts[0]) if kind == _FORM and len(parts) == 3 else None
    if menu is None:
        return None
    given = {
        str(one["custom_id"]): str(one.get("value") or "").strip()
        for row in data.get("components", ())
        for one in row.get("components", ())
    }
    known = {field.name for field in menu.fields}
    answers = {name: value for name, value in given.items() if name in known and value}
    return menu, parts[1], parts[2], answers


def menu_bodies(offered: Collection[str]) -> list[Json]:
    """Return the context menus for the commands that are offered, as Discord takes them."""
    return [
        {
            "name": menu.name,
            "name_localizations": {"de": in_german(menu.name)},
            "type": kind,
            "default_member_permissions": permissions_for(menu.right),
        }
        for menu in MENUS
        if menu.command in offered
        for kind in menu.on
    ]


#: Who lacks these permissions does not even see commands for the team.
_TIMEOUT_MEMBERS, _MANAGE_SERVER = 1 << 40, 1 << 5


def permissions_for(right: Standing) -> str | None:
    """Return the permission by which Discord shows a command, None for everybody."""
    if right >= Standing.ADMIN:
        return str(_MANAGE_SERVER)
    return str(_TIMEOUT_MEMBERS) if right.is_staff else None
