"""Traps are told from ordinary links, with a sign that anybody can see."""

import json
from pathlib import Path

import pytest

from bot.detectors.links import LinkDetector, model
from bot.detectors.links.address import domain_of
from bot.detectors.links.likeness import likenesses
from bot.detectors.text import make_text
from bot.domain import Signal
from bot.errors import DetectorError

LINKS = LinkDetector()
HOSTS = Path(__file__).parents[4] / "benchmarks" / "links" / "hosts.txt"


def looked(raw: str) -> dict[str, Signal]:
    return dict(LINKS.look(make_text(raw)))


@pytest.mark.parametrize(
    ("raw", "evidence"),
    [
        # letters swapped, doubled, left out, and such that only look alike
        ("https://dlscord-gift.com/claim", "dlscord-gift.com ≈ discord.com"),
        ("www.steamcomrnunity.ru/trade", "www.steamcomrnunity.ru ≈ steamcommunity.com"),
        ("dicsord-nitro.gift", "dicsord-nitro.gift ≈ discord.com"),
        ("https://paypa1-login.top", "paypa1-login.top ≈ paypal.com"),
        ("https://аррӏе.com/login", "аррӏе.com ≈ apple.com"),
        ("https://xn--80ak6aa92e.com/login", "аррӏе.com ≈ apple.com"),
        ("d\u200biscord-nitro.gift", "discord-nitro.gift ≈ discord.com"),
        # a name where it does not belong
        ("https://paypal.com.kundenservice-pruefung.de/login",
         "paypal.com.kundenservice-pruefung.de ≈ paypal.com"),
        ("sparkasse-pushtan-aktualisierung.info",
         "sparkasse-pushtan-aktualisierung.info ≈ sparkasse.de"),
        ("https://dhl-paket-zoll.top/t/8", "dhl-paket-zoll.top ≈ dhl.com"),
        ("claim-airdrop-arbitrum.xyz", "claim-airdrop-arbitrum.xyz ≈ arbitrum.io"),
        # the words say one place and lead to another
        ("[discord.com](https://evil.test/login)", "evil.test ≠ discord.com"),
        ("[Steam](https://steamcomrnunity.ru/x)", "steamcomrnunity.ru ≈ steamcommunity.com"),
        ("<https://evil.test/x|https://kettle.example.org>", "evil.test ≠ example.org"),
        ("https://discord.com@evil.test/x", "evil.test @ discord.com"),
    ],
)  # fmt: skip
def test_a_trap_is_seen_and_shown(raw: str, evidence: str) -> None:
    signal = looked(raw)["scam_link"]
    assert signal.score >= 0.9
    assert signal.evidence.rpartition(" ")[0] == evidence
    assert signal.spans == ((0, len(raw)),)


@pytest.mark.parametrize(
    "raw",
    [
        "https://example.org.evil.test/login",
        "[Discord Nitro](https://free.example.net/x)",
        "http://2130706433/",
    ],
)
def test_what_is_odd_is_suspicious_and_not_yet_certain(raw: str) -> None:
    assert 0.5 < looked(raw)["scam_link"].score < 0.9


@pytest.mark.parametrize(
    "raw",
    [
        "https://discord.com/channels/1/2",
        "https://steamcommunity.com/id/ann",
        "https://store.steampowered.com/app/440",
        "https://www.paypal.com/de/home",
        "https://github.com/kettle/kettle/issues/1",
        "https://kettle.example/parts",
        "https://shop.mueller-huber.de/angebote",
        "https://annas-garten.blogspot.com/2020/x.html",
        "https://kettle.github.io/docs",
        "https://discordjs.guide/",
        "https://pineapple-farm.com",
        "https://steamboat-tours.co.uk",
        "https://www.uni-bonn.de/studium",
        "http://192.168.1.1:8080/index.html",
        "https://bit.ly/3abcd",
        "[unsere Seite](https://kettle.example)",
        "[docs.kettle.example](https://www.kettle.example/docs)",
        "[https://kettle.example/a](https://kettle.example/a)",
        "run setup.py, then thanks.it works, and master.cf",
        # who makes a link harmless warns of it
        "https://kettle[.]example",
    ],
)
def test_ordinary_links_are_no_traps(raw: str) -> None:
    assert looked(raw)["scam_link"].score < 0.5


def test_no_ordinary_host_of_ours_is_acted_on() -> None:
    hosts = [
        host
        for line in HOSTS.read_text(encoding="utf-8").splitlines()
        if not line.startswith("#")
        for host in line.split()
    ]
    flagged = [host for host in hosts if looked(f"https://{host}/")["scam_link"].score >= 0.9]
    assert flagged == []


def test_the_worst_link_counts_and_every_suspicious_one_is_named() -> None:
    raw = "https://kettle.example https://dlscord-gift.com http://example.org.evil.test/"
    signal = looked(raw)["scam_link"]
    first, second = signal.evidence.split(", ")
    assert first.startswith("dlscord-gift.com ≈ discord.com")
    assert second.startswith("example.org.evil.test 0.")
    assert [raw[start:end] for start, end in signal.spans] == [
        "https://dlscord-gift.com",
        "http://example.org.evil.test/",
    ]


def test_links_and_invitations_are_counted_where_they_stand() -> None:
    raw = "look: discord.gg/abc, t.me/kettlechat and https://kettle.example or setup.py"
    found = looked(raw)
    assert found["links"].evidence == "discord.gg, t.me, kettle.example"
    assert found["links"].score == 0.3
    assert found["invite"].evidence == "discord.gg/abc, t.me/kettlechat"
    assert found["invite"].score == 1.0
    assert [raw[a:b] for a, b in found["invite"].spans] == ["discord.gg/abc", "t.me/kettlechat"]
    assert looked("t.me/kettlechat")["invite"].score == 0.6


def test_without_links_nothing_is_noticed() -> None:
    assert {signal.score for signal in looked("hello there. How are you?").values()} == {0.0}


async def test_it_answers_as_detectors_do() -> None:
    assert set(await LINKS.score(make_text("https://kettle.example"))) == LINKS.names


@pytest.mark.parametrize(
    "host",
    # words that have a name's letters in them by chance
    ["concord.edu", "record.de", "accord.org", "groups.example", "streaming.de", "sledgehammer.app",
     "rechord.de", "stream-lined.example"],
)  # fmt: skip
def test_ordinary_words_look_like_nothing(host: str) -> None:
    assert likenesses(domain_of(host)) == []


@pytest.mark.parametrize("written", ["", "{}", "[]", '{"bits": 15, "rows": "x"}', "not json"])
def test_a_broken_model_is_refused_in_one_sentence(written: str) -> None:
    with pytest.raises(DetectorError, match="install Evenhand again"):
        model.read_model(written)


def test_the_model_is_small_and_reads_as_it_was_written() -> None:
    file = Path(model.__file__).with_name("model.json")
    written = file.read_text(encoding="utf-8")
    assert len(written) <= 100_000
    assert model.write_model(model.read_model(written)) == written
    assert set(json.loads(written)) == {"bits", "build", "offset", "rows", "scale", "slope"}
