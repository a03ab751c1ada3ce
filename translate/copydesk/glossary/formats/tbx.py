"""TBX, the terminology exchange format: version 2 (``martif``) and version 3 in both its styles.

Read are TBX-Basic and near relations, as Weblate, Pontoon and the CAT tools write them: whichever
element a piece of information stands in (``termNote`` or a namespaced element, ``tig`` or ``ntig``), it
is read by the name of its data category. Written is TBX-Basic; what it has no category for (case rule,
context, dates, ...) goes into a note that begins with ``copydesk:`` and is read back.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from copydesk.errors import GlossaryError
from copydesk.glossary.formats.markup import line_of, parse_xml
from copydesk.glossary.formats.rows import COLUMNS, LISTS, Problem, Reading, default_case, read_record
from copydesk.glossary.model import Glossary, Kind, Term, guess_kind

if TYPE_CHECKING:
    from lxml.etree import _Element

_NAMESPACE = "urn:iso:std:iso:30042:ed-2"
_MODULES = {"min": "http://www.tbxinfo.net/ns/min", "basic": "http://www.tbxinfo.net/ns/basic"}
_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
_ENTRIES = frozenset({"termEntry", "conceptEntry"})
_SECTIONS = frozenset({"langSet", "langSec"})
_TERM_GROUPS = frozenset({"tig", "ntig", "termSec", "termGrp"})
_PLAIN = frozenset({"termNote", "descrip", "admin", "transac", "xref", "ref"})
_PREFERRED = frozenset("preferredterm-admn-sts preferred preferredterm standardizedterm-admn-sts".split())
_WRONG = frozenset(
    "deprecatedterm-admn-sts supersededterm-admn-sts deprecated superseded forbidden obsolete notrecommended "
    "deprecatedterm supersededterm".split()
)
_OWN = "copydesk:"


@dataclass(slots=True)
class _Section:
    """Hold the terms of one language of one concept: (text, status, categories)."""

    terms: list[tuple[str, str, dict[str, str]]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def read_bytes(data: bytes, name: str, where: str, languages: tuple[str, str]) -> Reading:
    """Read a TBX file; *where* is its path, for messages. Raises GlossaryError for broken XML."""
    root = parse_xml(data, where)
    if _local(root) not in ("martif", "tbx"):
        raise GlossaryError(
            f"the root element is '{_local(root)}', not 'martif' or 'tbx'",
            where=f"{where}:{line_of(root)}",
            remedy="this is no TBX file",
        )
    reading = Reading()
    wrong_only: list[tuple[int, str, tuple[str, ...]]] = []
    skipped = 0
    for entry in root.iter():
        if _local(entry) in _ENTRIES:
            skipped += not _read_entry(entry, name, languages, reading, wrong_only)
    if skipped:
        reading.notes.append(
            f"entries without a term in {languages[0]} and one in {languages[1]}: {skipped} left out"
        )
    _join_wrong(wrong_only, reading)
    return reading


def _read_entry(
    entry: _Element,
    name: str,
    languages: tuple[str, str],
    reading: Reading,
    wrong_only: list[tuple[int, str, tuple[str, ...]]],
) -> bool:
    row = line_of(entry)
    sections: dict[str, _Section] = {}
    facts: dict[str, str] = {}
    notes: list[str] = []
    for child in entry:
        if _local(child) in _SECTIONS:
            code = (child.get(_LANGUAGE) or "").replace("_", "-").split("-")[0].lower()
            if not code:
                reading.problems.append(Problem(line_of(child), "", "a language section without xml:lang"))
            section = sections.setdefault(code, _Section())
            _read_section(child, section)
        else:
            _take_facts(child, facts, notes)
    source, target = (sections.get(language, _Section()) for language in languages)
    if not source.terms:
        return False
    record = _own_columns(notes + source.notes + target.notes)
    wrong = tuple(text for text, status, _ in target.terms if status in _WRONG)
    right = _in_order([(text, status) for text, status, _ in target.terms if status not in _WRONG])
    forms = _in_order([(text, status) for text, status, _ in source.terms])
    categories = {**facts, **source.terms[0][2]}
    for _, _, found in target.terms:
        categories = {**found, **categories}
    kind = record.pop("kind", "") or _kind_of(categories, forms[0], right[0] if right else "")
    if not right and kind == Kind.KEEP:
        right = [forms[0]]
    if not right:
        if wrong:
            wrong_only.append((row, forms[0], wrong))
        return bool(wrong)
    url = next((value for key, value in categories.items() if key == "externalcrossreference"), "")
    described = (facts.get(key, "") for key in ("definition", "usagenote", ""))
    remarks = (*described, *notes, *source.notes, *target.notes)
    note = [text for text in remarks if text and not text.startswith(_OWN)]
    read_record(
        row,
        {
            "source": forms[0],
            "target": right[0],
            "kind": str(kind),
            "source_forms": tuple(forms[1:]),
            "allowed": tuple(right[1:]),
            "forbidden": wrong,
            "note": "; ".join(dict.fromkeys(note)),
            "url": url,
            **record,
        },
        name,
        reading,
    )
    return True


def _read_section(section: _Element, into: _Section) -> None:
    for child in section:
        local = _local(child)
        if local in _TERM_GROUPS:
            categories: dict[str, str] = {}
            words = ""
            for part in child.iter():
                if _local(part) == "term":
                    words = _text(part)
                elif part is not child:
                    _take_facts(part, categories, into.notes)
            if words:
                status = categories.get("administrativestatus", "").lower()
                into.terms.append((words, status, categories))
        elif local not in ("descripGrp", "adminGrp"):
            _take_facts(child, {}, into.notes)


def _take_facts(element: _Element, facts: dict[str, str], notes: list[str]) -> None:
    """Take the data categories of an element and its children, by lower-case name; notes apart."""
    for part in element.iter():
        local = _local(part)
        if local == "note":
            raw = "".join(_pieces(part)).strip()
            # copydesk's own note keeps its white space
            notes.append(raw if raw.startswith(_OWN) else _text(part))
        elif local in _PLAIN or (local and part.tag != local and _space(part) in _MODULES.values()):
            key = (part.get("type") or (local if local not in _PLAIN else "")).replace(" ", "").lower()
            value = part.get("target") if local == "xref" or key == "externalcrossreference" else ""
            facts.setdefault(key, value or _text(part))


def _in_order(terms: list[tuple[str, str]]) -> list[str]:
    """Put preferred terms first; the order of the file decides among the rest."""
    return [text for text, status in sorted(terms, key=lambda term: term[1] not in _PREFERRED)]


def _kind_of(categories: dict[str, str], source: str, target: str) -> str:
    needed = categories.get("translationneeded", categories.get("translationnote", "")).lower()
    if needed == "no":
        return Kind.KEEP
    sort = categories.get("termtype", "").lower()
    if sort in ("acronym", "initialism", "abbreviation"):
        return Kind.ACRONYM
    part = categories.get("partofspeech", "").lower()
    if part in ("propernoun", "proper noun"):
        return Kind.NAME
    guessed = guess_kind(source)
    if sort in ("phrase", "phraseologicalunit", "entryterm phrase"):
        return Kind.PHRASE
    if part == "noun" and guessed is Kind.NAME and target[:1].islower():
        return Kind.PHRASE if " " in source else Kind.NOUN
    return guessed


def _own_columns(notes: list[str]) -> dict[str, str | tuple[str, ...]]:
    for note in notes:
        if note.startswith(_OWN):
            try:
                found = json.loads(note[len(_OWN) :])
            except ValueError:
                return {}
            if isinstance(found, dict):
                return {
                    key: tuple(map(str, value)) if isinstance(value, list) else str(value)
                    for key, value in found.items()
                    if key in COLUMNS and isinstance(value, str | list)
                }
    return {}


def _join_wrong(wrong_only: list[tuple[int, str, tuple[str, ...]]], reading: Reading) -> None:
    """Give entries that hold only forbidden renderings to the entry of the same source."""
    from dataclasses import replace

    places = {term.source: place for place, term in reversed(list(enumerate(reading.terms)))}
    for row, source, wrong in wrong_only:
        place = places.get(source)
        if place is None:
            reading.notes.append(f"row {row}: '{source}' has only forbidden renderings: left out")
        else:
            term = reading.terms[place]
            forbidden = tuple(dict.fromkeys((*term.forbidden, *wrong)))
            reading.terms[place] = replace(term, forbidden=forbidden)


def write_bytes(glossary: Glossary, *, style: str = "dca") -> tuple[bytes, list[str]]:
    """Give *glossary* as TBX-Basic, and what it cannot hold (one sentence each).

    *style* is ``dca`` or ``dct`` (version 3), or ``2`` (version 2).
    """
    from lxml import etree

    writer = _Writer(style, (glossary.source_language, glossary.target_language))
    root, body = writer.frame(glossary)
    lost = []
    for number, term in enumerate(glossary.terms, 1):
        try:
            writer.entry(body, f"c{number}", term)
        except ValueError:
            lost.append(f"'{term.source!r}': a control character cannot stand in XML: left out")
            if len(body):
                body.remove(body[-1])
    etree.indent(root)
    body_text = etree.tostring(root, encoding="unicode")
    head = '<?xml version="1.0" encoding="UTF-8"?>\n' + writer.doctype
    return f"{head}{body_text}\n".encode(), lost


class _Writer:
    """Write concepts in one of the three dresses of TBX."""

    def __init__(self, style: str, languages: tuple[str, str]) -> None:
        self._style = style
        self._languages = languages
        self._old = style == "2"
        space = "" if self._old else f"{{{_NAMESPACE}}}"
        self._space = space
        names = ("termEntry", "langSet", "tig") if self._old else ("conceptEntry", "langSec", "termSec")
        self._entry, self._section, self._group = (space + name for name in names)
        self.doctype = '<!DOCTYPE martif SYSTEM "TBXBasiccoreStructV02.dtd">\n' if self._old else ""

    def frame(self, glossary: Glossary) -> tuple[_Element, _Element]:
        """Make the root with its header, and the empty body."""
        from lxml import etree

        spaces: Any = {} if self._old else {None: _NAMESPACE}
        if self._style == "dct":
            spaces.update(_MODULES)
        root = etree.Element(self._space + ("martif" if self._old else "tbx"), nsmap=spaces)
        root.set("type", "TBX-Basic")
        if not self._old:
            root.set("style", self._style)
        root.set(_LANGUAGE, glossary.source_language)
        header = self._add(root, "martifHeader" if self._old else "tbxHeader")
        description = self._add(header, "fileDesc")
        self._add(self._add(description, "titleStmt"), "title", glossary.name)
        self._add(self._add(description, "sourceDesc"), "p", "written by copydesk")
        if self._old:
            self._add(self._add(header, "encodingDesc"), "p", "TBXBasicXCSV02.xcs", type="XCSURI")
        return root, self._add(self._add(root, "text"), "body")

    def entry(self, body: _Element, identity: str, term: Term) -> None:
        """Write one term as a concept."""
        from lxml import etree

        entry = etree.SubElement(body, self._entry, id=identity)
        if term.url:
            self._fact(entry, "xref", "externalCrossReference", term.url, "min")
        own = _what_tbx_lacks(term)
        if term.note:
            self._add(entry, "note", term.note)
        if own:
            self._add(entry, "note", f"{_OWN} {json.dumps(own, ensure_ascii=False)}")
        wrong = [(form, "deprecatedTerm-admn-sts") for form in term.forbidden]
        for language, forms in zip(self._languages, (term.forms, term.targets), strict=True):
            section = etree.SubElement(entry, self._section)
            section.set(_LANGUAGE, language)
            statuses = ["preferredTerm-admn-sts", *(["admittedTerm-admn-sts"] * (len(forms) - 1))]
            terms = list(zip(forms, statuses, strict=True))
            for form, status in terms + (wrong if language == self._languages[1] else []):
                self._term(section, term, form, status)

    def _term(self, section: _Element, term: Term, form: str, status: str) -> None:
        from lxml import etree

        group = etree.SubElement(section, self._group)
        self._add(group, "term", form)
        part = "properNoun" if term.kind in (Kind.NAME, Kind.ACRONYM, Kind.KEEP) else "noun"
        self._fact(group, "termNote", "partOfSpeech", part, "min")
        self._fact(group, "termNote", "administrativeStatus", status, "min")
        if term.kind is Kind.ACRONYM and guess_kind(form) is Kind.ACRONYM:
            self._fact(group, "termNote", "termType", "acronym", "basic")

    def _fact(self, parent: _Element, element: str, category: str, value: str, module: str) -> None:
        from lxml import etree

        if self._style == "dct":
            made = etree.SubElement(parent, f"{{{_MODULES[module]}}}{category}")
        else:
            made = etree.SubElement(parent, self._space + element, type=category)
        made.text = value
        if element == "xref":
            made.set("target", value)

    def _add(self, parent: _Element, name: str, text: str = "", **attributes: str) -> _Element:
        from lxml import etree

        made = etree.SubElement(parent, self._space + name, dict(attributes))
        made.text = text or None
        return made


def _what_tbx_lacks(term: Term) -> dict[str, str | list[str]]:
    """Gather the columns that TBX-Basic has no data category for and that cannot be guessed back."""
    own: dict[str, str | list[str]] = {"kind": term.kind.value}
    if term.case is not default_case(term.kind):
        own["case"] = term.case.value
    for column in ("context", "first_mention", "since", "until", "strategy"):
        if getattr(term, column):
            own[column] = getattr(term, column)
    # white space is not kept in XML text; such items are written down here as they are
    for column in ("source", "target", "note", "url", *LISTS):
        value = getattr(term, column)
        items = value if isinstance(value, tuple) else (value,)
        if any(item != " ".join(item.split()) for item in items) or (
            column == "note" and value.startswith(_OWN)
        ):
            own[column] = list(value) if isinstance(value, tuple) else value
    return own


def _text(element: _Element) -> str:
    return " ".join("".join(_pieces(element)).split())


def _pieces(element: _Element) -> Iterator[str]:
    for piece in element.itertext():
        yield str(piece)


def _local(element: _Element) -> str:
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def _space(element: _Element) -> str:
    return str(element.tag)[1:].partition("}")[0] if str(element.tag).startswith("{") else ""
