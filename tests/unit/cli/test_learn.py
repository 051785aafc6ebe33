"""`evenhand learn` says how often the policies were right, and what it proposes, in figures."""

import json
from pathlib import Path

import pytest

from bot.cli import USAGE, main
from bot.cli.learn import as_json, as_text
from bot.learning import Looked


def many(score: float, right: bool | None, count: int, *, asked: bool = False) -> list[Looked]:
    entry = Looked(
        policy="Keep insults out",
        decision="d",
        asked=asked,
        right=right,
        scores={"toxicity": score},
    )
    return [entry] * count


FOUND = [
    *many(0.81, False, 8),
    *many(0.82, True, 2),
    *many(0.96, True, 60),
    *many(0.97, None, 30),
    *many(0.6, True, 1, asked=True),
]


def test_figures_and_a_proposal_read_like_this() -> None:
    assert list(as_text({"kettle": FOUND}, 0.9)) == [
        "kettle",
        "  Keep insults out: acted 100 times; of 70 that a person looked at, 62 were right "
        "(89 %, surely 79 to 94 %)",
        "  Keep insults out: asked the team once; of 1 that a person looked at, 1 was right "
        "(100 %, surely 21 to 100 %)",
        "",
        "  Keep insults out, toxicity_above: 0.81 would be right in 90 % for sure.",
        "                   looked at  right  wrong  right for sure",
        "    as it was             70     62      8            79 %",
        "    from 0.81             62     62      0            94 %",
        "  It would give up 0 right ones to spare 8 wrong ones. To accept it, write",
        "    toxicity_above: 0.81",
        "  into the policy file; `evenhand replay` shows first what that changes.",
        "",
    ]


def test_words_that_were_taken_back_are_proposed() -> None:
    def about(evidence: str, right: bool | None, count: int) -> list[Looked]:
        entry = Looked(
            policy="Keep insults out", decision="d", asked=False, right=right, evidence=(evidence,)
        )
        return [entry] * count

    found = [*about("you Clown", False, 5), *about("clown", None, 2), *about("idiot", True, 5)]
    assert list(as_text({"kettle": found}, 0.9))[3:] == [
        "  Words that the team took back again and again; they may be fine here:",
        "                        policy                    wrong  right  nobody looked",
        "    clown               Keep insults out              5      0              2",
        "  To accept one, write it into the policy file, under `when`, and try it with",
        "  `evenhand replay`:  except: [clown]",
        "",
    ]
    (word,) = as_json(found, 0.9)["words"]
    assert (word["word"], word["wrong"], word["unknown"]) == ("clown", 5, 2)


def test_where_no_threshold_helps_another_way_is_shown() -> None:
    lines = list(as_text({"kettle": [*many(0.9, True, 30), *many(0.9, False, 30)]}, 0.9))
    assert "at no threshold it is right in 90 % for sure" in lines[3]
    assert "review_above" in lines[4]


def test_what_nobody_looked_at_is_told() -> None:
    lines = list(as_text({"kettle": many(0.9, None, 3)}, 0.9))
    assert lines[1] == "  Keep insults out: acted 3 times; nobody looked at any of it"


def test_names_from_outside_cannot_draw_on_the_terminal() -> None:
    lines = list(as_text({"ket\x1b[2Jtle": many(0.9, None, 1)}, 0.9))
    assert lines[0] == "ket [2Jtle"


def test_before_anything_happened_it_says_so() -> None:
    assert list(as_text({"kettle": []}, 0.9)) == ["No policy has done anything yet."]


def test_the_same_as_json() -> None:
    told = json.loads(json.dumps(as_json(FOUND, 0.9)))
    acted, asked = told["policies"]
    assert (acted["times"], acted["looked_at"], acted["right"], acted["asked"]) == (
        100, 70, 62, False,
    )  # fmt: skip
    assert asked["asked"] is True
    (made,) = told["proposals"]
    assert (made["threshold"], made["before"]["right"], made["after"]["right"]) == (0.81, 62, 62)


@pytest.mark.parametrize("share", ["0.4", "1", "nan"])
def test_a_share_that_makes_no_sense_is_refused(share: str, tmp_path: Path) -> None:
    database = f"sqlite:///{tmp_path}/none.db"
    assert main(["learn", "--precision", share, "--database", database]) == USAGE
