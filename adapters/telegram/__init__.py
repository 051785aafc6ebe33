"""Telegram: groups, supergroups with topics, and private chats, by the Bot API.

Nothing is loaded here, and the library only by the first thing that needs it.
"""
