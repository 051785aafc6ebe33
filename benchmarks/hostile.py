"""Forty thousand characters that are written to be slow: for the figures and for the tests."""

#: What makes normalising slow.
FORMS = {
    "marks in both orders, NFKC's worst case": "a" + "\u0301\u0316" * 20_000,
    "marks on every letter": ("a" + "\u0301\u0316" * 20) * 1_000,
    "one sign that unfolds into eighteen": "\ufdfa" * 40_000,
    "letters one by one": "a " * 20_000,
    "leet": "a1" * 20_000,
    "turned text": "\u202e" * 40_000,
    "look-alikes": "𝕀і" * 20_000,
    "lone surrogates": "\udc80" * 40_000,
    "syllables": "\u1100\u1161\u11a8" * 14_000,
    "almost starred": "a" * 7_900 + " a*b",
    "almost spelled out": "a . " * 10_000 + "bb",
}

#: What makes looking for links, words, contacts and sequences slow.
SIGNALS = {
    "links": "https://a.b.c.com/x " * 2_000,
    "links that are shown as others": "[x.com](https://evil.test) " * 1_500,
    "hosts that look like a name": " ".join(f"steamcomunity{n}.ru" for n in range(2_000)),
    "a host of many parts": ("a." * 120 + "com ") * 160,
    "dots": "a." * 20_000,
    "mentions": "@a " * 13_000,
    "ways of contact": "dm me @abcd on tg " * 2_200,
    "stars": "f*ck " * 8_000,
    "several tricks at once": "іd1ó𝕥 a.b.c " * 3_300,
    "quotation marks": '"' * 40_000,
    "turned words": "toidi na era uoy " * 2_400,
    "numbers": "1 2 3 " * 6_600,
    "faces": "😀👍🏽" * 13_000,
    "one face": "🤢" * 40_000,
    "turned signs": "\u202eabc\u202c" * 8_000,
    "one word": "a" * 40_000,
    "short words": "du " * 13_000,
    "leet words": "x1!" * 13_000,
    "leet before one word": "a1a b1b " + "x" * 40_000,
    "empty lines": "\n" * 40_000,
}

#: What makes finding the ends of an address slow.
ADDRESSES = {
    "short hosts without an end": "a.a" * 13_000,
    "open brackets": "(" * 40_000,
    "links cut off": "[a](b" * 8_000,
    "schemes": "http://" * 5_700,
    "percent signs": "%a." * 13_000,
    "bracketed dots": "[.]" * 13_000,
    "one host again and again": "x.com " * 6_600,
    "dots between blanks": " . " * 13_000,
    "names before hosts": "https://a.b@" * 3_300,
    "closed brackets": "](" * 20_000,
    "escaped dots": "\\." * 20_000,
    "punycode": "xn--" * 10_000 + ".com",
    "one part of hyphens": "https://" + "a-" * 20_000 + ".com",
}

TEXTS = FORMS | SIGNALS | ADDRESSES
