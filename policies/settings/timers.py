"""Keys of timers that more than one kind of policy knows."""


def question_timer(network: str, channel: str, message: str) -> str:
    """Return the key of the timer that runs while a question waits for an answer."""
    return f"unanswered:{network}:{channel}:{message}"
