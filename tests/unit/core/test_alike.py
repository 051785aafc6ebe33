"""What says nearly the same is found as surely as by comparing with everything."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.alike import ALIKE, AlikeIndex
from bot.detectors.similarity import likeness, shape, sketch
from bot.detectors.text import make_text
from bot.ports import Seen

START = datetime(2026, 1, 5, tzinfo=UTC)
OFFER = "I made {} USD in one week with this group, write me {} for the link before it is gone"
WORDS = st.sampled_from(["privately", "now", "a message", "900", "right here", "", "and tell all"])
TEXTS = st.one_of(
    st.builds(OFFER.format, WORDS, WORDS),
    st.builds("the kettle {} switches off before it boils {}".format, WORDS, WORDS),
    st.text(max_size=80),
)


def seen(number: int, text: str, second: int) -> Seen:
    written = make_text(text)
    return Seen(
        at=START + timedelta(seconds=second),
        member=f"u{number}",
        channel="c",
        message=f"m{number}",
        shape=shape(written),
        sketch=sketch(written),
    )


@given(st.lists(st.tuples(TEXTS, st.integers(0, 100)), max_size=30), TEXTS, st.integers(0, 3))
def test_no_likeness_is_missed_and_none_is_made_up(
    said: list[tuple[str, int]], text: str, gone: int
) -> None:
    index = AlikeIndex()
    kept = [seen(number, each, second) for number, (each, second) in enumerate(said)]
    for each in kept:
        index.add(each)
    kept.sort(key=lambda each: each.at)
    for each in kept[:gone]:
        index.drop(each)
    asked = seen(99, text, 60)
    if not asked.sketch:
        return
    after, until = START + timedelta(seconds=20), asked.at
    expected = [
        each.message
        for each in kept[gone:]
        if after < each.at <= until
        and each.sketch
        and (each.shape == asked.shape or likeness(each.sketch, asked.sketch) >= ALIKE)
    ]
    found = index.find(asked.shape, asked.sketch, after=after, until=until)
    assert sorted(each.message for each in found) == sorted(expected)
    assert [each.at for each in found] == sorted(each.at for each in found)
