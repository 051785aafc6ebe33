"""The lobby: a chat room in the browser, a network of its own that needs no token.

Nothing is loaded here: `evenhand run --help` reads the variables beside this without a web server.
"""
