"""The words and rules of the built-in scorer, as files that anybody can read and mend."""

import re
from dataclasses import dataclass
from importlib.resources import files

_UNLESS = "unless"
_GAP, _MAYBE_GAP = "[ ,]+", "[ ,]*"
#: What stands before a rule, by its first sign; otherwise a word begins there.
_BEFORE = {"<": r"(?:^|[.!?,:;] ?|@[^ ]+ )", "^": "", "@": "", "[": ""}
_CLAUSE_ENDS = r"(?:$| ?[.!?,;])"
_SPELLINGS = {"ß": "(?:ß|ss)", "ä": "(?:ä|ae)", "ö": "(?:ö|oe)", "ü": "(?:ü|ue)"}
_SLOT = re.compile(r"\{([a-z]+)(~?)\}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A pattern, the signal it speaks for and how loudly, from 0 to 1.

    A rule whose signal is `unless` takes back what it lies over.
    """

    signal: str
    score: float
    regex: str
    language: str


def load(*names: str) -> tuple[Rule, ...]:
    """Return all rules of the files with these names, such as en, de or spam."""
    return tuple(rule for name in names for rule in read(_source(name), name))


def words(name: str) -> dict[str, list[str]]:
    """Return the lists of words of one file."""
    lists, _ = _sections(_source(name))
    return lists


def templates(name: str) -> list[str]:
    """Return the rules of one file as they are written."""
    _, lines = _sections(_source(name))
    return lines


def read(source: str, language: str) -> list[Rule]:
    """Return the rules of one file; see the head of en.txt for its form."""
    lists, lines = _sections(source)
    return [_rule(line, lists, language) for line in lines]


def _source(name: str) -> str:
    return files(__name__).joinpath(f"{name}.txt").read_text("utf-8")


def _sections(source: str) -> tuple[dict[str, list[str]], list[str]]:
    lists: dict[str, list[str]] = {}
    rules: list[str] = []
    section = ""
    for line in source.splitlines():
        if line.startswith("["):
            section = line.strip("[]")
        elif section == "rules" and line and not line.startswith("#"):
            rules.append(line)
        elif line and not line.startswith("#"):
            lists.setdefault(section, []).extend(line.split())
    return lists, rules


def _rule(line: str, lists: dict[str, list[str]], language: str) -> Rule:
    signal, rest = line.split(maxsplit=1)
    score, template = ("0", rest) if signal == _UNLESS else rest.split(maxsplit=1)
    before = _BEFORE.get(template[0], r"\b")
    template = template.removeprefix("< ")
    after, template = (_CLAUSE_ENDS, template[:-2]) if template[-1] == ">" else (r"\b", template)
    regex = _SLOT.sub(lambda slot: _slot(lists[slot[1]], many=bool(slot[2])), template)
    regex = regex.replace("_", " ").replace(" ?", _MAYBE_GAP).replace(" ", _GAP)
    regex = regex.replace(_MAYBE_GAP.replace(" ", _GAP), _MAYBE_GAP)
    if language != "en":
        regex = "".join(_SPELLINGS.get(letter, letter) for letter in regex)
    return Rule(
        signal=signal, score=float(score), regex=f"{before}(?:{regex}){after}", language=language
    )


def _slot(alternatives: list[str], *, many: bool) -> str:
    either = f"(?:{'|'.join(alternatives)})"
    return f"(?:{either} )*" if many else either
