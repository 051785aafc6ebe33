"""auth, users, usergroups, team, views and apps: who is who, and what they are shown."""

from tests.fakes.slack.calls import Call, method
from tests.fakes.slack.chat import parsed
from tests.fakes.slack.conversations import page
from tests.fakes.slack.state import Group, Json


@method("auth.test", bot="", user="", a_minute=600)
def test(call: Call) -> Json:
    found = {
        "url": f"https://{call.space.name.lower()}.slack.com/",
        "team": call.space.name,
        "user": call.me.name,
        "team_id": call.space.team,
        "user_id": call.token.user,
    }
    return found | ({"bot_id": call.space.bot_id} if call.token.kind == "bot" else {})


@method("auth.revoke", bot="", user="")
def revoke(call: Call) -> Json:
    call.token.revoked = True
    return {"revoked": True}


@method("apps.connections.open", app="connections:write", a_minute=60)
def connect(call: Call) -> Json:
    return {"url": call.slack.socket_url()}


@method("team.info", bot="team:read", user="team:read")
def team(call: Call) -> Json:
    return {"team": {"id": call.space.team, "name": call.space.name}}


@method("users.info", bot="users:read", user="users:read", a_minute=100)
def info(call: Call) -> Json:
    return {"user": call.user().as_json(locale=call.flag("include_locale"))}


@method("users.list", bot="users:read", user="users:read", a_minute=20)
def everybody(call: Call) -> Json:
    wanted = call.flag("include_locale")
    found, more = page(call, [user.as_json(locale=wanted) for user in call.space.users.values()])
    return {"members": found, **more}


def _group(call: Call) -> Group:
    if not call.space.paid:
        call.refuse("paid_teams_only")
    return call.space.groups.get(call.need("usergroup")) or call.refuse("no_such_subteam")


@method("usergroups.list", bot="usergroups:read", user="usergroups:read", a_minute=20)
def groups(call: Call) -> Json:
    shown = [
        group.as_json(call.space.team, users=call.flag("include_users"))
        for group in call.space.groups.values()
        if group.enabled or call.flag("include_disabled")
    ]
    return {"usergroups": shown}


@method("usergroups.users.update", bot="usergroups:write", user="usergroups:write", a_minute=20)
def set_users(call: Call) -> Json:
    group, users = _group(call), call.need("users").split(",")
    if not set(users) <= set(call.space.users):
        call.refuse("invalid_users")
    if not group.enabled:
        call.refuse("subteam_disabled")
    group.users = users
    return _told(call, group)


@method("usergroups.enable", bot="usergroups:write", user="usergroups:write", a_minute=20)
def enable(call: Call) -> Json:
    group = _group(call)
    group.enabled = True
    return _told(call, group)


@method("usergroups.disable", bot="usergroups:write", user="usergroups:write", a_minute=20)
def disable(call: Call) -> Json:
    group = _group(call)
    group.enabled = False
    return _told(call, group)


def _told(call: Call, group: Group) -> Json:
    shown = group.as_json(call.space.team, users=True)
    call.slack.emit(call.space, {"type": "subteam_updated", "subteam": shown})
    return {"usergroup": shown}


@method("views.open", bot="", a_minute=100)
def open_view(call: Call) -> Json:
    call.slack.spend_trigger(call.need("trigger_id"))
    view: Json = parsed(call, "view", {})
    if not view:
        call.refuse("invalid_arguments")
    view = view | {"id": f"V{len(call.space.views) + 1:08}", "team_id": call.space.team}
    call.space.views.append(view)
    return {"view": view}


@method("views.publish", bot="", a_minute=100)
def publish(call: Call) -> Json:
    user = call.user("user_id")
    call.space.homes[user.id] = parsed(call, "view", {})
    call.space.home_shown.set()
    return {"view": {"id": f"VH{user.id}"}}
