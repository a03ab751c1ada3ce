"""Write receipts: what became of every glossary term, as JSON, CSV or a page to read."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Sequence
from html import escape
from pathlib import PurePath
from typing import Any

from copydesk.enforce.variants import find_variants
from copydesk.errors import InputError, visible_name
from copydesk.files import write_text
from copydesk.pipeline import TranslatedDocument
from copydesk.receipt_values import describe_occurrence, pair
from copydesk.text import Span
from copydesk.translation import Occurrence, Status, Translation

_COLUMNS = (
    "document", "line", "column", "term", "source", "target", "status", "strategy", "source_start",
    "source_end", "segment", "target_start", "target_end", "score_change", "note",
)  # fmt: skip


def write_receipts(path: str, translated: Sequence[TranslatedDocument]) -> None:
    """Write the receipts of *translated* to *path*, in the format its ending names.

    ``.json``, ``.csv`` or ``.html``; the file appears whole or not at all. Raises InputError for another
    ending.
    """
    require_receipt_format(path)
    write_text(path, _RENDERERS[PurePath(path).suffix.lower()](translated))


def require_receipt_format(path: str) -> None:
    """Raise InputError when the ending of *path* names no receipt format."""
    if PurePath(path).suffix.lower() not in _RENDERERS:
        raise InputError(
            "is no receipt format", where=path, remedy=f"end the name in {', '.join(_RENDERERS)}"
        )


def describe_receipts(one: TranslatedDocument) -> dict[str, Any]:
    """Return the receipts of a document as plain values; spans are [start, end] in code points.

    *counts* and *occurrences* are the glossary's; *kept* has what is copied without being asked for
    (addresses, handles, code), *absent* the terms that a row brings along and has not in its text, *variants*
    the names that the translation spells in more than one way.
    """
    return {
        "name": visible_name(one.document.name),
        "signature": one.signature,
        "counts": {str(status): count for status, count in sorted(one.statuses.items())},
        "occurrences": [
            {"segment": translation.segment.id, **describe_occurrence(o)}
            for translation in one.translations
            for o in translation.occurrences
        ],
        "kept": [
            {"segment": translation.segment.id, "kind": "keep", "automatic": True, **describe_occurrence(o)}
            for translation in one.translations
            for o in translation.kept
        ],
        "absent": [
            {"place": own.place, "term": term.id, "source": term.source, "target": term.target}
            for own, term in one.absent
        ],
        "variants": [
            {
                "spellings": [
                    {"form": s.form, "count": s.count, "segment": s.segment, "target_span": pair(s.span)}
                    for s in found.spellings
                ],
                "sources": list(found.sources),
            }
            for found in find_variants(one.document.text, one.translations)
        ],
    }


def _as_json(translated: Sequence[TranslatedDocument]) -> str:
    document = {"schema": 1, "documents": [describe_receipts(one) for one in translated]}
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def _as_csv(translated: Sequence[TranslatedDocument]) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(_COLUMNS)
    everything = [(one, translation) for one in translated for translation in one.translations]
    rows = [(one, t, o) for one, t in everything for o in t.occurrences]
    # what no glossary asks for stands behind what the house asks for
    rows += [(one, t, o) for one, t in everything for o in t.kept]
    for one, translation, o in rows:
        target: list[int] | list[str] = pair(o.target_span) or ["", ""]
        writer.writerow(
            [
                visible_name(one.document.name), *one.document.line_column(o.source_span.start),
                o.term, o.source,
                o.target, o.status, o.strategy, o.source_span.start, o.source_span.end,
                translation.segment.id, *target, o.score_change, o.note,
            ]
        )  # fmt: skip
    for one in translated:
        for _, term in one.absent:
            values = [visible_name(one.document.name), "", "", term.id, term.source, term.target, "absent"]
            writer.writerow([*values, *[""] * (len(_COLUMNS) - len(values))])
    return out.getvalue()


_STYLE = """
body{font:16px/1.5 Georgia,serif;margin:2rem auto;max-width:72rem;padding:0 1rem;color:#222;background:#fff}
table{border-collapse:collapse;width:100%}
td{width:50%;vertical-align:top;padding:.6rem;border-top:1px solid #ddd}
mark{padding:0 .15em;border-radius:.2em}.ok{background:#d9f2d9}.placed{background:#cfe3ff}
.missing,.doubled{background:#ffd3d0;outline:1px solid #c00}.ambiguous{background:#ffeab8}
.kept{background:#eee}
p.counts mark{margin-right:.8em}code{font-size:.8em;color:#555}
"""


def _as_html(translated: Sequence[TranslatedDocument]) -> str:
    parts = [
        "<!doctype html>\n<html lang=en><meta charset=utf-8><title>Term receipts</title>",
        f"<meta name=viewport content='width=device-width'><style>{_STYLE}</style>",
    ]
    for one in translated:
        counts = "".join(
            f"<mark class={status}>{count} {status}</mark>" for status, count in one.statuses.most_common()
        )
        parts.append(f"<h1>{escape(visible_name(one.document.name))}</h1><p class=counts>{counts}</p><table>")
        for translation in one.translations:
            parts.append(_row(one, translation))
        absent = "".join(
            f"<li>{escape(own.place)}: {escape(term.source)} → {escape(term.target)}"
            for own, term in one.absent
        )
        if absent:
            parts.append(f"<tr><td colspan=2>Asked for, but not in the text:<ul>{absent}</ul>")
        parts.append(f"</table><p><code>{escape(one.signature)}</code></p>")
    return "\n".join(parts) + "\n</html>\n"


def _row(one: TranslatedDocument, translation: Translation) -> str:
    start = translation.segment.span.start
    receipts = (*translation.occurrences, *translation.kept)
    source = [(o.source_span.shift(-start), o) for o in receipts]
    target = [(o.target_span, o) for o in receipts if o.target_span]
    words = one.document.words_of(translation.segment)
    return f"<tr><td lang=fr>{_marked(words, source)}<td lang=en>{_marked(translation.text, target)}"


def _marked(text: str, places: Iterable[tuple[Span, Occurrence]]) -> str:
    parts, done = [], 0
    for span, o in sorted(places, key=lambda place: place[0]):
        if span.start < done:
            continue
        hint = escape(f"{o.source} → {o.target}: {o.status} ({o.strategy})", quote=True)
        look = "kept" if o.term.startswith("auto:") and o.status in (Status.OK, Status.PLACED) else o.status
        marked = f'<mark class={look} title="{hint}">{escape(span.of(text))}</mark>'
        parts += [escape(text[done : span.start]), marked]
        done = span.end
    return "".join([*parts, escape(text[done:])])


_RENDERERS = {".json": _as_json, ".csv": _as_csv, ".html": _as_html}
