"""The signs that Telegram lets anybody put under a message; it knows no others."""

#: Without the mark that asks for a sign's coloured form.
_LISTED = (
    "👍 👎 ❤ 🔥 🥰 👏 😁 🤔 🤯 😱 🤬 😢 🎉 🤩 🤮 💩 🙏 👌 🕊 🤡 🥱 🥴 😍 🐳 ❤‍🔥 🌚 🌭 💯 🤣 "
    "⚡ 🍌 🏆 💔 🤨 😐 🍓 🍾 💋 🖕 😈 😴 😭 🤓 👻 👨‍💻 👀 🎃 🙈 😇 😨 🤝 ✍ 🤗 🫡 🎅 🎄 ☃ 💅 "
    "🤪 🗿 🆒 💘 🙉 🦄 😘 💊 🙊 😎 👾 🤷‍♂ 🤷 🤷‍♀ 😡"
)
SIGNS = frozenset(_LISTED.split())
_COLOURED = "\ufe0f"


def plain(emoji: str) -> str:
    """Return a sign without the mark that asks for its coloured form."""
    return emoji.strip().replace(_COLOURED, "")


def is_taken(emoji: str) -> bool:
    """Return whether Telegram takes a sign under a message."""
    return plain(emoji) in SIGNS
