"""Ports for servers that must be found at the same port again after they were away."""

import random
import socket
from contextlib import closing

#: No system that we know gives a port of these to whoever asks for any, so none is lost meanwhile.
OUR_PORTS = range(20_000, 32_000)


def free_port() -> int:
    """Return a port of this machine that nobody listens on."""
    while True:
        port = random.SystemRandom().choice(OUR_PORTS)
        with closing(socket.socket()) as probe:
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
        return port
