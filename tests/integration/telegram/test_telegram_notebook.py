"""What must outlive a restart: written whole, read again, and kept small."""

from pathlib import Path

import pytest

from adapters.telegram.notebook import SLACK, Notebook
from bot.errors import NetworkError


def notebook(folder: Path) -> Notebook:
    return Notebook(folder / "telegram.jsonl", {"name": 3})


async def test_a_notebook_keeps_what_was_put_and_forgets_what_was_dropped(tmp_path: Path) -> None:
    book = notebook(tmp_path)
    await book.put("name", "a", {"id": 1})
    await book.put("name", "b", {"id": 2})
    await book.drop("name", "a")
    assert notebook(tmp_path).all("name") == {"b": {"id": 2}}


async def test_a_notebook_writes_what_was_only_noted_with_the_next_change(tmp_path: Path) -> None:
    book = notebook(tmp_path)
    book.note("name", "a", {"id": 1})
    assert notebook(tmp_path).get("name", "a") is None
    await book.put("home", "b", {"id": 2})
    assert notebook(tmp_path).get("name", "a") == {"id": 1}


async def test_a_notebook_drops_the_oldest_of_a_kind(tmp_path: Path) -> None:
    book = notebook(tmp_path)
    for number in range(5):
        await book.put("name", str(number), {"id": number})
    assert list(notebook(tmp_path).all("name")) == ["2", "3", "4"]


async def test_a_notebook_lets_go_of_a_line_that_was_cut_off(tmp_path: Path) -> None:
    await notebook(tmp_path).put("name", "a", {"id": 1})
    file = tmp_path / "telegram.jsonl"
    file.write_bytes(file.read_bytes() + b'["name", "b", {"i')
    book = notebook(tmp_path)
    assert book.all("name") == {"a": {"id": 1}}
    await book.put("name", "c", {"id": 3})
    assert list(notebook(tmp_path).all("name")) == ["a", "c"]


async def test_a_notebook_is_written_anew_when_it_has_grown(tmp_path: Path) -> None:
    book = notebook(tmp_path)
    for number in range(SLACK + 10):
        book.note("name", "a", {"id": number})
    await book.flush()
    await book.put("name", "b", {"id": 1})
    assert len((tmp_path / "telegram.jsonl").read_text().splitlines()) <= 2
    assert notebook(tmp_path).get("name", "a") == {"id": SLACK + 9}


async def test_a_change_is_kept_by_the_very_writing_anew_that_it_leads_to(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("adapters.telegram.notebook.SLACK", 3)
    book = notebook(tmp_path)
    for number in range(20):
        await book.put("name", "a", {"id": number})
        assert notebook(tmp_path).get("name", "a") == {"id": number}
    assert len((tmp_path / "telegram.jsonl").read_text().splitlines()) < 10


async def test_what_is_forgotten_in_passing_is_gone_with_the_next_change(tmp_path: Path) -> None:
    book = notebook(tmp_path)
    await book.put("name", "a", {"id": 1})
    book.note("name", "a", None)
    assert book.get("name", "a") is None
    await book.flush()
    assert notebook(tmp_path).all("name") == {}


async def test_a_line_that_nobody_can_read_is_told(tmp_path: Path) -> None:
    (tmp_path / "telegram.jsonl").write_text("hello\n")
    with pytest.raises(NetworkError, match="cannot be read"):
        notebook(tmp_path).open()


async def test_a_disk_that_takes_nothing_is_told(tmp_path: Path) -> None:
    (tmp_path / "telegram.jsonl").mkdir()
    with pytest.raises(NetworkError, match="notebook"):
        await notebook(tmp_path).put("name", "a", {"id": 1})


async def test_looking_changes_nothing(tmp_path: Path) -> None:
    notebook(tmp_path / "new").open()
    assert not (tmp_path / "new").exists()
