"""Discord: servers and their channels, heard on the gateway, acted on over HTTP.

Nothing is loaded here: what the network can do and reads is told without the library.
"""
