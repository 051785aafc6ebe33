"""Which detectors a process gets from the environment."""

import pytest

from bot.bootstrap import set_up_detectors
from bot.detectors.second_opinion import SecondOpinion
from bot.errors import UsageError


def test_without_a_setting_no_model_is_asked() -> None:
    assert not any(isinstance(one, SecondOpinion) for one in set_up_detectors({}))


def test_a_named_model_stands_beside_what_scores_toxicity() -> None:
    detectors = set_up_detectors({"EVENHAND_DETOXIFY": "multilingual"})
    asked = [one for one in detectors if isinstance(one, SecondOpinion)]
    assert ["toxicity" in one.names for one in asked] == [True]
    asked[0].close()


def test_a_checkpoint_without_its_sum_is_refused_before_anything_starts() -> None:
    with pytest.raises(UsageError, match="EVENHAND_DETOXIFY_SHA256"):
        set_up_detectors({"EVENHAND_DETOXIFY": "model.ckpt"})
