"""When lines to Discord are down long enough for somebody to know."""

from adapters.discord.lines import PATIENCE, Lines


class Watch:
    now = 0.0

    def __call__(self) -> float:
        return self.now


def test_a_short_break_is_nobody_s_business() -> None:
    watch = Watch()
    lines = Lines(watch)
    assert lines.trouble() == ""
    lines.begin()
    lines.follow("shard_connect", (0,))
    lines.follow("shard_disconnect", (0,))
    watch.now += PATIENCE - 1
    assert lines.trouble() == ""
    lines.follow("shard_resumed", (0,))
    watch.now += PATIENCE
    assert lines.trouble() == ""


def test_a_long_break_is_told_with_its_length_and_shards() -> None:
    watch = Watch()
    lines = Lines(watch)
    lines.begin()
    lines.follow("shard_connect", (0,))
    for shard in (1, 0):
        lines.follow("shard_disconnect", (shard,))
    # A try that fails does not begin the time anew.
    watch.now += 30
    lines.follow("shard_disconnect", (0,))
    watch.now += 1
    told = "nothing was heard from Discord for 31 s (shard 0, 1); I go on trying."
    assert lines.trouble() == told
    lines.follow("shard_connect", (1,))
    assert "(shard 0)" in lines.trouble()
    lines.end()
    assert lines.trouble() == ""


def test_a_gateway_that_never_lets_in_is_told() -> None:
    watch = Watch()
    lines = Lines(watch)
    lines.begin()
    watch.now += 60
    assert lines.trouble() == "Discord's gateway has not let me in for 60 s; I go on trying."
