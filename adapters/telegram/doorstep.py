"""What there is to mend before the bot can work: token, webhook, privacy, rights group by group."""

from collections.abc import Sequence

from telegram import ChatMemberAdministrator, User
from telegram.error import InvalidToken, TelegramError

from adapters.telegram.line import Line
from adapters.telegram.people import is_here
from adapters.telegram.places import Places
from adapters.telegram.troubles import sentence
from adapters.telegram.watch import Watch
from bot.ports import Finding

_NEEDED = (
    ("can_delete_messages", "Delete messages"),
    ("can_restrict_members", "Ban users"),
)
#: Rights that some groups need, with what for; the last is for groups with topics.
_USEFUL = (
    ("can_invite_users", "Invite users via link", "lets in who asks to join (kind: door)"),
    ("can_pin_messages", "Pin messages", "pins messages"),
    ("can_manage_topics", "Manage topics", "closes and opens single topics"),
)
#: Rights that nothing here needs; whoever takes the token over would have them too.
_TOO_MUCH = (
    ("can_promote_members", "Add new admins"),
    ("can_post_stories", "Post stories"),
    ("can_manage_video_chats", "Manage live streams"),
)
_WHERE = "In the group: name of the group, Administrators, the bot."


async def examine(line: Line, places: Places, watch: Watch, webhook: str) -> Sequence[Finding]:
    """Return what was found about the bot and each group; nothing is changed by looking."""
    heard = () if webhook else _heard(watch)
    try:
        me = await line.me()
    except InvalidToken:
        mend = "Copy the token that @BotFather shows into EVENHAND_TELEGRAM_TOKEN."
        return [Finding(ok=False, what="Telegram refuses the token", mend=mend), *heard]
    except TelegramError as error:
        what = f"Telegram cannot be reached ({type(error).__name__})"
        mend = "Look at this machine's way to the internet, and at EVENHAND_TELEGRAM_API."
        return [Finding(ok=False, what=what, mend=mend), *heard]
    found = [Finding(ok=True, what=f"the token is good; the bot is @{me.username}")]
    found += [_privacy(me), await _webhook(line, webhook), *heard]
    known = places.served_last()
    if not known:
        mend = "Telegram lists no groups; start Evenhand once, then ask again."
        found.append(Finding(ok=True, what="no group was looked after yet", mend=mend))
    for place in known:
        found += await _group(line, places, place)
    for chat in places.outposts():
        found.append(await _outpost(line, chat))
    return found


def _heard(watch: Watch) -> Sequence[Finding]:
    """Return when the process that listens heard Telegram last, and what stands in its way."""
    last = watch.last()
    if last is None:
        return ()
    when = f"{last[0]:%Y-%m-%d %H:%M} UTC"
    if last[1]:
        return (Finding(ok=False, what=f"nothing was heard since {when}", mend=last[1]),)
    return (Finding(ok=True, what=f"Telegram was heard last at {when}"),)


def _privacy(me: User) -> Finding:
    if me.can_read_all_group_messages:
        return Finding(ok=True, what="privacy mode is off: the bot reads what members write")
    return Finding(
        ok=False,
        what="privacy mode is on: where it is no administrator, the bot reads commands alone",
        mend="Tell @BotFather /setprivacy, then Disable; then add the bot to its groups anew.",
    )


async def _webhook(line: Line, ours: str) -> Finding:
    """Return whether updates reach us in the way that is set: asked for, or brought to `ours`."""
    try:
        info = await (await line.bot()).get_webhook_info()
    except TelegramError as error:
        return Finding(ok=False, what=sentence(error))
    waiting = f"{info.pending_update_count} updates wait"
    if info.url == ours:
        if info.last_error_message and info.pending_update_count:
            mend = f"Telegram says: {info.last_error_message[:200]}."
            return Finding(ok=False, what=f"the webhook is not reached; {waiting}", mend=mend)
        way = "the webhook is set" if ours else "no webhook is set"
        return Finding(ok=True, what=f"{way}; {waiting}")
    if not info.url:
        return Finding(ok=True, what=f"the webhook is not set yet, a start sets it; {waiting}")
    host = info.url.partition("://")[2].partition("/")[0]
    if ours:
        return Finding(ok=True, what=f"the webhook is at {host}; a start sets ours in its place")
    return Finding(
        ok=False,
        what=f"a webhook at {host} gets the bot's updates, so none can be asked for",
        mend="Stop what set it, then delete it (deleteWebhook), or use a bot of its own.",
    )


async def _outpost(line: Line, chat: int) -> Finding:
    """Return whether the bot can still speak to the team in a chat of its own."""
    bot = await line.bot()
    try:
        title = (await bot.get_chat(chat)).title or str(chat)
        here = is_here(await bot.get_chat_member(chat, line.id))
    except TelegramError as error:
        return Finding(ok=False, what=f"the team's group {chat}", mend=sentence(error))
    mend = "" if here else "Add the bot to it again."
    return Finding(ok=here, what=f"the team's group '{title}'", mend=mend)


async def _group(line: Line, places: Places, place: str) -> Sequence[Finding]:
    bot = await line.bot()
    chat = places.chat_of(place)
    try:
        found = await bot.get_chat(chat)
        seat = await bot.get_chat_member(chat, line.id)
    except TelegramError as error:
        return [Finding(ok=False, what=f"group {place}", mend=sentence(error))]
    title = found.title or place
    if not isinstance(seat, ChatMemberAdministrator):
        what = f"'{title}': the bot is no administrator"
        return [Finding(ok=False, what=what, mend="Make it one, with the rights below.")]
    return _rights(title, seat, has_topics=bool(found.is_forum))


def _rights(title: str, seat: ChatMemberAdministrator, *, has_topics: bool) -> Sequence[Finding]:
    missing = [name for right, name in _NEEDED if not getattr(seat, right)]
    surplus = [name for right, name in _TOO_MUCH if getattr(seat, right)]
    found = [Finding(ok=True, what=f"'{title}': the bot has the rights that it needs")]
    if missing:
        what = f"'{title}': the bot lacks {_listed(missing)}"
        found = [Finding(ok=False, what=what, mend=f"{_WHERE} Switch that on.")]
    for right, name, need in _USEFUL if has_topics else _USEFUL[:-1]:
        if not getattr(seat, right):
            what = f"'{title}': the bot lacks '{name}', with which it {need}"
            found.append(Finding(ok=True, what=what, mend="Nothing is amiss where you need none."))
    if surplus:
        what = f"'{title}': the bot has {_listed(surplus)} and needs none of that"
        found.append(Finding(ok=True, what=what, mend=f"{_WHERE} Switch that off."))
    return found


def _listed(names: Sequence[str]) -> str:
    return ", ".join(f"'{name}'" for name in names)
