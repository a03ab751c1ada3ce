"""What a writer is given: the blocks that are to stand in the product, with their markup in place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from copydesk.text import Document, Inline, Role, Segment
from copydesk.translation import Translation


@dataclass(frozen=True, slots=True)
class Block:
    """Hold one block of the product.

    *inlines* are the segment's inlines in the same order, with offsets in *text*. *translation* is None for
    furniture that stands as it was.
    """

    segment: Segment
    text: str
    inlines: tuple[Inline, ...] = ()
    translation: Translation | None = None


def gather(
    document: Document, translations: Sequence[Translation], *, keep_furniture: bool = False
) -> list[Block]:
    """Pair the segments of *document* with their translations, in reading order.

    A piece of furniture stands only with *keep_furniture*, untranslated unless a translation was given.
    Raises ValueError when any other segment has no translation, or a translation no segment: nothing is
    lost silently.
    """
    from copydesk.documents.inlines import project

    by_id = {translation.segment.id: translation for translation in translations}
    unknown = by_id.keys() - {segment.id for segment in document.segments}
    if unknown:
        raise ValueError(f"translations of no segment of {document.name}: {', '.join(sorted(unknown))}")
    blocks: list[Block] = []
    for segment in document.segments:
        translation = by_id.get(segment.id)
        if segment.role is Role.FURNITURE and not keep_furniture:
            continue
        if translation is None:
            if segment.role is not Role.FURNITURE:
                raise ValueError(f"segment {segment.id} of {document.name} has no translation")
            translation = Translation(segment, document.words_of(segment))
            text, inlines = project(translation.text, segment.span.start, segment.inlines, translation)
            blocks.append(Block(segment, text, inlines))
            continue
        text, inlines = project(document.words_of(segment), segment.span.start, segment.inlines, translation)
        blocks.append(Block(segment, text, inlines, translation))
    return blocks
