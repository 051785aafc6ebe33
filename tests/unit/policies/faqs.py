"""A small FAQ in two languages, and the policy over it."""

from collections.abc import Sequence
from typing import Any

from bot.ports import LearnedAnswer, Scene
from policies.faq import FaqPolicy
from policies.faq.entries import FaqFile
from policies.faq.settings import FaqSettings
from tests.unit.policies.stage import SCENE

_SHORT = {
    "cancel": (
        "Can I cancel my order?", "How do I cancel an order?", "Yes, within 24 hours.",
        "Kann ich meine Bestellung stornieren?", "Wie storniere ich?",
        "Ja, innerhalb von 24 Stunden.",
    ),
    "refund": (
        "When do I get my refund?", "Where is my money?", "Within five days.",
        "Wann bekomme ich mein Geld zurück?", "Wo bleibt die Erstattung?", "In fünf Tagen.",
    ),
    "descale": (
        "How do I descale my kettle?", "There is limescale inside", "With citric acid.",
        "Wie entkalke ich den Wasserkocher?", "Kalk im Kocher", "Mit Zitronensäure.",
    ),
    "error-e2": (
        "What does error E2 mean?", "The display shows E2", "Too little water.",
        "Was bedeutet Fehler E2?", "Auf der Anzeige steht E2", "Zu wenig Wasser.",
    ),
    "error-e5": (
        "What does error E5 mean?", "The display shows E5", "The sensor.",
        "Was bedeutet Fehler E5?", "Auf der Anzeige steht E5", "Der Fühler.",
    ),
    "shipping": (
        "How much is shipping?", "What do you charge for delivery?", "4.90 euros.",
        "Was kostet der Versand?", "Wie hoch sind die Versandkosten?", "4,90 Euro.",
    ),
}  # fmt: skip


def faq_file(**more: dict[str, Any]) -> FaqFile:
    """Return the FAQ; `more` adds keys to entries by id."""
    entries = [
        {
            "id": id,
            "languages": {
                "en": {"question": q, "alternates": [alt], "answer": a},
                "de": {"question": frage, "alternates": [anders], "answer": antwort},
            },
            **more.get(id.replace("-", "_"), {}),
        }
        for id, (q, alt, a, frage, anders, antwort) in _SHORT.items()
    ]
    return FaqFile.model_validate({"entries": entries})


def faq(
    file: FaqFile | None = None,
    *,
    scene: Scene = SCENE,
    learned: Sequence[LearnedAnswer] = (),
    **data: Any,
) -> FaqPolicy:
    """Return the policy; #help is its help channel."""
    when = {"help_in": ["#help"]} | data.pop("when", {})
    given = {"answers": file or faq_file(), "when": when, **data}
    settings = FaqSettings.model_validate(given)
    return FaqPolicy(name="FAQ", settings=settings, scene=scene, learned=learned)
