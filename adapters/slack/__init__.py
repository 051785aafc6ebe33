"""Slack: a workspace's messages, commands and buttons, over Socket Mode or HTTP.

Nothing is loaded here, and the library only once a token is there.
"""
