"""What each source's labels mean in Evenhand's signals.

Hate, offence and toxicity are different labels. Where a source says nothing about a signal the
signal has no label; where its zero only means "not this kind of abuse" the zero weighs little.
"""

from collections.abc import Callable, Mapping
from typing import Any

#: Signal to truth from 0 to 1 and weight.
Labels = Mapping[str, tuple[float, float]]
Row = Mapping[str, Any]

HARMS = ("insult", "threat", "identity_attack")
SIGNALS = ("toxicity", *HARMS, "obscene", "spam")
_ABUSE = SIGNALS[:-1]
#: What says something harmless about people: to wrong them for what they are is the worse mistake.
_ABOUT_PEOPLE = frozenset({"identity_neutral", "identity_positive", "counter", "quote", "negation"})
_FAIR = 4.0
_ANGRY = frozenset({"anger", "annoyance", "disgust"})


def harmless(weight: float) -> Callable[[Row], Labels]:
    """Return a labeller that says no to every kind of abuse."""
    labels: Labels = {name: (0.0, weight) for name in _ABUSE} | {"spam": (0.0, weight)}
    return lambda row: labels


def _none(weight: float) -> dict[str, tuple[float, float]]:
    return {name: (0.0, weight) for name in SIGNALS}


def _abusive(weight: float, **others: float) -> dict[str, tuple[float, float]]:
    """Return labels of something toxic, with what is known about its kind."""
    known = {name: (truth, weight) for name, truth in others.items()}
    return {"toxicity": (1.0, weight), "spam": (0.0, weight), **known}


def own(row: Row) -> Labels:
    """Our own rows say everything."""
    given = set(row["labels"])
    weight = _FAIR if row.get("group") in _ABOUT_PEOPLE and not given else 2.0
    labels = {name: (float(name in given), weight) for name in SIGNALS}
    labels["toxicity"] = (float(bool(given & set(HARMS))), weight)
    return labels


def _germeval(row: Row) -> Labels:
    fine = row["fine"]
    if fine == "OTHER":
        return _none(2.0)
    if fine == "PROFANITY":
        return _abusive(2.0, insult=0.0, threat=0.0, identity_attack=0.0, obscene=1.0)
    if fine == "INSULT":
        return _abusive(2.0, insult=1.0, identity_attack=0.1)
    return _abusive(2.0, insult=0.5, identity_attack=0.7)


def _hatecheck(row: Row) -> Labels:
    if not row["label"]:
        labels = _none(2.0)
        if row["functionality"].startswith("profanity"):
            labels["obscene"] = (1.0, 2.0)
        return labels
    threat = float(row["functionality"].startswith("threat"))
    return _abusive(1.0, identity_attack=1.0, threat=threat)


def _davidson(row: Row) -> Labels:
    if not row["label"]:
        return _none(0.4)
    if row["cls"] == "hate":
        return _abusive(0.4, identity_attack=0.9, obscene=0.5)
    return _abusive(0.4, identity_attack=0.1, obscene=0.7)


def _hatexplain(row: Row) -> Labels:
    if not row["label"]:
        return _none(1.0)
    hate = row["degree"] == 2
    return _abusive(1.0, identity_attack=0.9 if hate else 0.2, insult=0.5 if hate else 0.7)


def _edos(row: Row) -> Labels:
    if not row["label"]:
        # Not sexist, and maybe abusive in another way.
        return {name: (0.1, 0.25) for name in _ABUSE} | {"spam": (0.0, 0.25)}
    threat = float(row["category"].startswith("1"))
    return _abusive(0.6, identity_attack=1.0, threat=threat)


def _identity(weight: float) -> Callable[[Row], Labels]:
    def label(row: Row) -> Labels:
        return _abusive(weight, identity_attack=1.0) if row["label"] else _none(weight)

    return label


def _toxic(weight: float) -> Callable[[Row], Labels]:
    def label(row: Row) -> Labels:
        return _abusive(weight, insult=0.7) if row["label"] else _none(weight)

    return label


def _spans(row: Row) -> Labels:
    truth = 1.0 - row["not_toxic"]
    return {"toxicity": (truth, 0.5), "insult": (0.7 * truth, 0.3), "spam": (0.0, 0.3)}


def _madlibs(row: Row) -> Labels:
    return _abusive(0.2, insult=0.8) if row["label"] else _none(0.4)


def _emotions(row: Row) -> Labels:
    return _none(0.0 if _ANGRY & set(row["labels"]) else 0.5)


def _polarity(row: Row) -> Labels:
    return _none(0.3 if row["label"] == "negative" else 0.7)


def _spam(weight: float) -> Callable[[Row], Labels]:
    def label(row: Row) -> Labels:
        return {"spam": (float(row["label"]), weight), "toxicity": (0.0, 0.3)}

    return label


#: Every source that may be trained on: its licence asks for attribution at most.
LABELLERS: Mapping[str, Callable[[Row], Labels]] = {
    "own": own,
    "davidson_en": _davidson,
    "edos_en": _edos,
    "gahd_de": _identity(1.6),
    "germeval2018": _germeval,
    "hatecheck_de": _hatecheck,
    "hatecheck_en": _hatecheck,
    "hatemoji_en": _identity(0.5),
    "hatexplain_en": _hatexplain,
    "madlibs_de": _madlibs,
    "madlibs_en": _madlibs,
    "misogyny_en": _identity(1.0),
    "paradetox_en": _toxic(1.0),
    "surge_toxicity_en": _toxic(1.0),
    "toxic_spans_en": _spans,
    "toxigen_prompts_en": _identity(1.0),
    "wiki_talk_en": _toxic(0.7),
    "wiki_toxicity_en": _toxic(1.0),
    "banking77": harmless(0.5),
    "chitchat_faq_de": harmless(0.7),
    "chitchat_faq_en": harmless(0.7),
    "clinc150": harmless(0.5),
    "common_voice_de": harmless(1.0),
    "goemotions_en": _emotions,
    "home_commands_de": harmless(0.7),
    "irc_ubuntu": harmless(2.0),
    "nlu_home_en": harmless(0.5),
    "potts_sentiment_de": _polarity,
    "product_criticism": harmless(3.0),
    "sms_spam_en": _spam(1.0),
    "tg_spam": _spam(4.0),
    "youtube_spam_en": _spam(1.0),
}
