"""Finds links in a text, also those that were made unreadable for machines only.

It reads the clean form of a text, in which what is invisible is gone already, and gives places in
it. A name without a scheme counts where its last part is a public suffix.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bot.detectors.edits import Edits, rewrite
from bot.detectors.links.address import SCHEME, Address, address_of, is_numbers

#: So many links of one text are looked at, and so many characters of one.
MOST, LONGEST = 40, 2_048

#: What people write for a dot, a colon or a slash so that no machine sees a link.
_HINT = re.compile(
    r"[\[({<]\s?(?:[.:/]|d[o0]t|punkt)|\\[.:/]|[。] ?\w|\s\.|\.\s|\sdot\s", re.IGNORECASE
)
#: Without one of these there is no link, disguised or not. Most sentences have none of them.
_MAYBE = re.compile(r"[/\[({<\\。]|\.[\w%\-]|[sS][lL][aA][sS][hH]")
_ENDINGS = r"(?:com|net|org|gg|ru|xyz|io|gift|link)"
_DEFANGED = re.compile(
    r"\s?[\[({<]\s?(?P<dot>\.|d[o0]t|punkt)\s?[\])}>]\s?"
    r"|[\[({<](?P<sign>:|://|//?)[\])}>]"
    r"|\\(?P<escaped>[.:/])"
    r"|(?P<wide>。)(?=\w)"
    rf"|(?P<gap>\s\.\s?|\.\s)(?={_ENDINGS}\s?/\s?\w)"
    rf"|(?P<spoken>\sdot\s)(?={_ENDINGS}(?:\s?/|\sslash\s))"
    r"|(?P<slash>\sslash\s|(?<=\.gg)\s/\s?|(?<=\.gg)/\s)",
    re.IGNORECASE,
)
_SHOWN = re.compile(
    r"\[(?P<display>[^\[\]\n]{1,300})\]\(\s?<?(?P<target>[^\s()<>]{4,2048})>?[^()\n]{0,100}\)"
    r"|<(?P<url>[a-z]{2,5}:[^\s|<>]{4,2048})\|(?P<label>[^<>\n]{1,300})>",
    re.IGNORECASE,
)
_PIECE = re.compile(r"[^\s<>\"„“”«»|]+")
_BARE = re.compile(
    r"(?<![\w@.%+-])(?:[\w%][\w%-]{0,62}\.)+[\w-]{2,24}(?![\w@-])\.?(?::\d{1,5}(?!\d))?(?:[/?#]\S*)?"
)
_NO_SCHEME_HERE = re.compile(r"[A-Za-z*_]")
_TRAILING = ".,:;!?'*_~…"
_PAIRS = {")": "(", "]": "[", "}": "{"}
#: Endings that are as often a file, or the next word of somebody who forgot the space.
_UNSURE = frozenset(
    word
    for words in (
        "am as at be by do es im in is it la me my no or so to um us we men you how now new one",
        "cc md mov name page pl ps py rs run sh zip java app today",
    )
    for word in words.split()
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A link, its place in the text, and the words that are shown in place of it, if any.

    `certain` is False where it may be a file's name or two sentences without a space;
    `disguised` says that it was written so that machines do not see it.
    """

    start: int
    end: int
    address: Address
    display: str = ""
    certain: bool = True
    disguised: bool = False


def links(clean: str) -> list[Link]:
    """Return the links of a text in order, at most MOST of them."""
    if not _MAYBE.search(clean):
        return []
    text, step = rewrite(clean, _DEFANGED, _refanged) if _HINT.search(clean) else (clean, None)
    found: list[Link] = []
    for link in _all(text):
        found.append(_back(link, step))
        if len(found) == MOST:
            break
    return found


def _refanged(match: re.Match[str]) -> str:
    if match["sign"] or match["escaped"]:
        return match["sign"] or match["escaped"]
    return "/" if match["slash"] else "."


def _back(link: Link, step: Edits | None) -> Link:
    """Return the link with its place before the disguise was undone."""
    if step is None:
        return link
    start, end = step.start_before(link.start), step.end_before(link.end)
    return Link(
        start=start,
        end=end,
        address=link.address,
        display=link.display,
        certain=link.certain,
        disguised=link.disguised or end - start != link.end - link.start,
    )


def _all(text: str) -> Iterator[Link]:
    done = 0
    for shown in _SHOWN.finditer(text) if "](" in text or "|" in text else ():
        target, display = shown["target"] or shown["url"], shown["display"] or shown["label"]
        address = address_of(target)
        if address is None or not (address.scheme or "." in address.host):
            continue
        yield from _plain(text, done, shown.start())
        done = shown.end()
        yield Link(start=shown.start(), end=done, address=address, display=display.strip())
    yield from _plain(text, done, len(text))


def _plain(text: str, start: int, end: int) -> Iterator[Link]:
    for piece in _PIECE.finditer(text, start, end):
        written = piece[0]
        if "." in written or ":/" in written:
            yield from _in_piece(written[:LONGEST], piece.start())


def _in_piece(written: str, offset: int) -> Iterator[Link]:
    scheme = SCHEME.search(written)
    while scheme and _glued(written, scheme):
        scheme = SCHEME.search(written, scheme.end())
    if scheme:
        yield from _bare(written[: scheme.start()], offset)
        url = _trimmed(written[scheme.start() :])
        address = address_of(url)
        if address is not None and len(url) > len(scheme[0]):
            start = offset + scheme.start()
            disguised = scheme[0][0] in "hH" and scheme[0][1:3].lower() != "tt"
            yield Link(start=start, end=start + len(url), address=address, disguised=disguised)
    else:
        yield from _bare(written, offset)


def _glued(written: str, scheme: re.Match[str]) -> bool:
    """Return whether what looks like a scheme is the end of a word or stands in a path."""
    before = written[: scheme.start()]
    short = not scheme[0].endswith(("/", "\\"))
    return short or (bool(_NO_SCHEME_HERE.match(before[-1:])) and scheme[0][0] not in "hH")


def _bare(written: str, offset: int) -> Iterator[Link]:
    for found in _BARE.finditer(written):
        url = _trimmed(found[0])
        address = address_of(url)
        if address is None or is_numbers(address.host) or "_" in address.domain.name:
            continue
        domain = address.domain
        if not domain.known or not domain.name:
            continue
        start = offset + found.start()
        yield Link(
            start=start, end=start + len(url), address=address, certain=_is_sure(address, url)
        )


def _is_sure(address: Address, url: str) -> bool:
    if address.path.strip("/") or address.port or address.host.startswith("www."):
        return True
    last = address.host.rpartition(".")[2]
    written_last = url.rstrip("/").rpartition(".")[2]
    return last not in _UNSURE and not (written_last[:1].isupper() and not written_last.isupper())


def _trimmed(url: str) -> str:
    """Return a link without the signs that belong to the sentence around it."""
    while url:
        last = url[-1]
        pair = _PAIRS.get(last)
        if last in _TRAILING or (pair and url.count(last) > url.count(pair)):
            url = url[:-1]
        else:
            break
    return url
