"""Whatever stands in a file, the loader answers with mistakes in words, or with a rulebook."""

import json

from hypothesis import given
from hypothesis import strategies as st

from bot.errors import RulebookError
from bot.rulebook.document import Findings, read_document
from bot.rulebook.yaml_nodes import Scalar, scalars
from tests.unit.rulebook.test_loading import WHOLE
from tests.unit.rulebook.toys import mistakes

SIGNS = st.text(alphabet="ab1:-?[]{},#&*!|>'\"%@` \n\t\\~.<=0xué\u2028\x85", max_size=60)
SNIPPETS = st.sampled_from(
    ["*a", "&a ", "!!python/object:os.system ", "<<: ", "---\n", "%YAML 1.1\n", "\t", '"\\ud800"',
     "{", "[", "'", '"', "|\n", ">-\n", "? ", ": ", "- ", "#", "~", ".nan", "1e999", "0x", "\\",
     "@x", "`", "on", "off", "\x00", "\r", "\ufeff", "9" * 50, "[[[[[[[[", "{}", "null"]
)  # fmt: skip


def _checked(text: str) -> None:
    lines = text.replace("\r\n", "\n").replace("\r", "\n").count("\n") + 1
    for told in mistakes(text):
        line, column, what = told.split(":", 2)
        assert 1 <= int(line) <= lines
        assert int(column) >= 1
        assert what.isprintable()


@given(SIGNS)
def test_any_signs_are_read_or_refused_in_words(text: str) -> None:
    _checked(text)


@given(st.integers(0, len(WHOLE)), st.integers(0, 20), SNIPPETS)
def test_a_damaged_file_is_read_or_refused_in_words(start: int, cut: int, put: str) -> None:
    _checked(WHOLE[:start] + put + WHOLE[start + cut :])


@given(st.integers(0, len(WHOLE)))
def test_a_file_cut_off_anywhere_is_read_or_refused_in_words(end: int) -> None:
    _checked(WHOLE[:end])


@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused_in_words(raw: bytes) -> None:
    try:
        document = read_document(raw, "c.yaml", Findings())
    except RulebookError:
        return
    assert all(isinstance(each, Scalar) for each in scalars(document.root))


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=10),
    lambda inside: (
        st.lists(inside, max_size=3)
        | st.dictionaries(
            st.sampled_from(["name", "kind", "mode", "when", "x"]), inside, max_size=3
        )
    ),
    max_leaves=8,
)
KEYS = st.sampled_from(
    ["version", "community", "places", "team", "limits", "policies", "texts", "tests", "rules"]
)


@given(st.dictionaries(KEYS, VALUES, max_size=9))
def test_values_of_any_shape_are_taken_or_refused_in_words(data: dict[str, object]) -> None:
    _checked(json.dumps(data, ensure_ascii=True))
