"""Whether every policy file can be used, with each mistake by line."""

from collections.abc import Callable, Sequence
from pathlib import Path

from bot.errors import Mistake, RulebookError, UsageError
from bot.ports import Finding
from bot.rulebook.book import Rulebook


def look_at_rules(
    files: Callable[[], Sequence[Path]], read: Callable[[Path], Rulebook]
) -> tuple[Finding, ...]:
    """Return one finding per policy file, or one per mistake in it.

    `files` raises UsageError where there is none; `read` raises RulebookError.
    """
    try:
        paths = files()
    except UsageError as error:
        return (Finding(ok=False, what=str(error), mend="Set EVENHAND_RULES to a policy file."),)
    books: dict[str, Rulebook] = {}
    found: list[Finding] = []
    for path in paths:
        try:
            book = read(path)
        except RulebookError as error:
            found += [_mistake(mistake) for mistake in error.mistakes]
            continue
        found.append(_in_use(book, books.get(book.id)))
        found += [_note(note) for note in book.notes]
        books.setdefault(book.id, book)
    return tuple(found)


def _mistake(mistake: Mistake) -> Finding:
    where = f"{mistake.file}:{mistake.line}:{mistake.column}"
    return Finding(ok=False, what=f"{where}: {mistake.what}", mend=mistake.hint)


def _note(note: Mistake) -> Finding:
    return Finding(ok=True, what=f"{note.file}:{note.line}:{note.column}: {note.what}")


def _in_use(book: Rulebook, before: Rulebook | None) -> Finding:
    if before is not None:
        return Finding(
            ok=False,
            what=f"{book.path} and {before.path} are both for {book.name!r}",
            mend="Give each community one file.",
        )
    count = len(book.policies)
    policies = f"{count} policy" if count == 1 else f"{count} policies"
    return Finding(ok=True, what=f"{book.path}: {book.name}, {policies}, {book.version[:12]}")
