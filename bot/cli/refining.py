"""What an encoder makes of one text, for `evenhand score --explain`."""

from bot.detectors import builtin
from bot.detectors.bands import bands, unsure
from bot.detectors.embeddings import EmbeddingsSettings, with_embeddings
from bot.detectors.refined import Refined, as_read
from bot.detectors.text import make_text

#: So many seconds an encoder may take to be loaded and to read one text.
_PATIENCE = 300.0
#: Less is not seen in two digits.
_SHOWN_FROM = 0.005


async def refinement(settings: EmbeddingsSettings, text: str) -> list[str]:
    """Return in lines which scores of a text the encoder refines, or why it refines none."""
    (refined,) = (d for d in with_embeddings(builtin(), settings) if isinstance(d, Refined))
    try:
        return await _told(refined, text)
    finally:
        refined.close()


async def _told(refined: Refined, text: str) -> list[str]:
    written = make_text(text)
    before = await refined.first.score(written)
    if not unsure(before, bands()):
        return ["(the encoder is not asked: the scores are clear without it)"]
    said = await refined.model.score(as_read(written), _PATIENCE)
    if said is None:
        return [f"({refined.note() or 'the encoder has nothing to say about this text'})"]
    after = await refined.score(written)
    lines = [
        f"refined {name:16} {before[name].score:.2f} → {signal.score:.2f}  by the encoder"
        for name, signal in sorted(after.items())
        if abs(signal.score - before[name].score) >= _SHOWN_FROM
    ]
    return lines or ["(the encoder was asked, and leaves the scores as they are)"]
