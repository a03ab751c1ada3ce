"""Terms: the glossary's renderings, and acronyms left in their French form."""

from __future__ import annotations

import re
from collections.abc import Iterator

from copydesk.checks.lexicon import LeftForm, find_words, holds_words
from copydesk.checks.rule import Context, Example, Overview, Rule, Side, rule
from copydesk.checks.tables import Form, load_words
from copydesk.checks.wording import replace_words, shown
from copydesk.findings import Finding, Severity
from copydesk.glossary.model import Kind, Term
from copydesk.text import Role

# where a rendering may stand: so many letters of a word of it, and so far around them
_BEGINNING = 5
_AROUND = 60


@rule(
    "GLO001",
    "required term missing",
    Severity.ERROR,
    needs_source=True,
    mqm="terminology/inconsistent with terminology resource",
    source_languages=("",),
    languages=("",),
    bad=[
        Example(
            "The monitor counted 11 dead, and NATO met.", "L'OSDH a compté 11 morts, et l'OTAN s'est réunie."
        ),
    ],
    good=[
        Example("The SOHR counted 11 dead.", "L'OSDH a compté 11 morts."),
        Example(
            "The Syrian Observatory for Human Rights (SOHR) counted 11 dead.",
            "L'Observatoire syrien des droits de l'homme (OSDH) a compté 11 morts.",
        ),
    ],
)
def check_required_term(rule: Rule, context: Context) -> Iterator[Finding]:
    """The source holds a term of the glossary and the sentence holds none of its right renderings.

    Names and acronyms are errors, nouns and phrases notes: an editor may well have said it in another way.
    A term that the whole draft has elsewhere is only noted, as a later sentence may refer back to it.
    A byline is cut down to the name in English, so nothing is required of it.
    A French form left standing is GLO004, NAM003, NAM004 or UNT001, a forbidden rendering GLO002.
    """
    if context.lexicon.matcher is None:
        return
    from copydesk.glossary.targets import find_targets

    language = context.draft.language or "en"
    segments = context.source.segments if context.source is not None else ()
    bylines = [segment.span for segment in segments if segment.role is Role.BYLINE]
    for pair in context.pairs:
        if pair.target is None or pair.source is None:
            continue
        if any(byline.covers(pair.source.span) for byline in bylines):
            continue
        asked: set[str] = set()
        for match in context.find_terms(pair.source):
            term = match.term
            if match.ambiguous or term.id in asked:
                continue
            asked.add(term.id)
            if find_targets(pair.target.text, term, language=language):
                continue
            if _is_reported_otherwise(context, pair.target, term):
                continue
            binding = term.kind in (Kind.NAME, Kind.ACRONYM, Kind.KEEP)
            elsewhere = not context.excerpt and _stands_in(context, term, language)
            place = match.span.shift(pair.source.span.start)
            words = match.span.of(pair.source.text)
            left = find_words(pair.target, term.forms)
            if left is not None:
                if binding:
                    yield rule.find(
                        f"{shown(left.of(context.draft.text))} is left in French: write {shown(term.target)}",
                        left,
                        source_span=place,
                        edits=(replace_words(context.draft.text, left, term.target, rule.code),),
                    )
                continue
            severity = Severity.NOTE if elsewhere or not binding else rule.severity
            yield rule.find(
                f"no rendering of {shown(words)} here: the glossary has {shown(term.target)}",
                pair.target.span,
                source_span=place,
                severity=severity,
                confidence=0.8 if severity is Severity.ERROR else 0.4,
            )


def _stands_in(context: Context, term: Term, language: str) -> bool:
    """Say whether a right rendering of *term* stands anywhere in the draft; each term is looked for once."""
    overview = context.overview
    if term.id not in overview.terms:
        overview.terms[term.id] = _is_found(context.draft.text, overview, term, language)
    return overview.terms[term.id]


def _is_found(text: str, overview: Overview, term: Term, language: str) -> bool:
    """Look for *term* around the places that hold the beginning of a long word of it: drafts may be long."""
    from copydesk.glossary.targets import find_targets

    forms = [form for form in (*term.targets, term.first_mention) if form]
    beginnings = {max(form.split(), key=len)[:_BEGINNING] for form in forms}
    overview.lowered = overview.lowered or text.lower()
    beginnings = {words for words in beginnings if words.lower() in overview.lowered}
    if not beginnings:
        return False
    around = max(map(len, forms)) + _AROUND
    places = re.finditer("|".join(map(re.escape, sorted(beginnings))), text, re.IGNORECASE)
    return any(
        find_targets(text[max(0, place.start() - around) : place.end() + around], term, language=language)
        for place in places
    )


def _is_reported_otherwise(context: Context, target: Side, term: Term) -> bool:
    """Say whether another rule shows the wrong form that stands in place of *term*."""
    wrong = {*term.forms, *term.forbidden}
    for side, left in context.left_forms:
        if target.span.covers(side.span) and any(words in left.form.fr for words in wrong):
            return True
    return any(found.form.table == term.id for found in context.lexicon.forbidden_forms.find(target))


@rule(
    "GLO002",
    "forbidden term",
    Severity.ERROR,
    mqm="terminology/wrong term",
    languages=("",),
    source_languages=("",),
    yields_to=("GLO004", "NAM003", "NAM004", "PFX001"),
    bad=[Example("Aid trucks entered the strip of Gaza at dawn.")],
    good=[Example("Aid trucks entered the Gaza Strip at dawn.")],
)
def check_forbidden_term(rule: Rule, context: Context) -> Iterator[Finding]:
    """The draft holds a rendering that the glossary forbids.

    A single ordinary word is forbidden only as the rendering of its term, so it is reported only where the
    source has that term. Names, acronyms and phrases are reported in any draft.
    """
    index = context.lexicon.forbidden_forms
    for side in context.sentences:
        found = list(index.find(side))
        if not found:
            continue
        source = context.source_side(side)
        for wrong in found:
            span = side.locate(wrong.start, wrong.end)
            if context.lexicon.is_part_of_target(side, wrong):
                continue
            if (wrong.form.ambiguous or source) and not _source_has(context, source, wrong.form):
                continue
            edit = replace_words(context.draft.text, span, wrong.form.en, rule.code)
            yield rule.find(
                f"the glossary forbids {shown(span.of(context.draft.text))}: write {shown(wrong.form.en)}",
                span,
                edits=(edit,),
                safe=context.lexicon.terms[wrong.form.table].kind in (Kind.NAME, Kind.ACRONYM),
            )


def _source_has(context: Context, source: Side | None, form: Form) -> bool:
    if source is None:
        return False
    return any(match.term.id == form.table for match in context.find_terms(source))


def is_confirmed(context: Context, side: Side, left: LeftForm) -> bool:
    """Say whether an ambiguous form stands in the source as well, and no right form in the sentence."""
    if not left.form.ambiguous:
        return True
    source = context.source_side(side)
    if source is None or not any(holds_words(source.shadow.text, words) for words in _written(left.form)):
        return False
    return not any(holds_words(side.shadow.text, right) for right in _rivals(left.form))


def _written(form: Form) -> tuple[str, ...]:
    """Give the ways in which the source may write a form: SIDA is sida in most copy."""
    loud = form.table == "acronyms" and len(form.fr) > 3
    return (form.fr, form.fr.lower(), form.fr.capitalize()) if loud else (form.fr,)


def _rivals(form: Form) -> tuple[str, ...]:
    """Give the right forms beside which the French one may mean something else.

    A name in full speaks for no acronym where English has one: European Union (UE), but wealth tax (ISF).
    """
    right = (form.en, *form.also)
    short = form.table == "acronyms" and form.en.isupper()
    return tuple(words for words in right if not short or " " not in words)


# one step down for a form that may be right
_UNSURE = {Severity.ERROR: Severity.WARNING, Severity.WARNING: Severity.NOTE, Severity.NOTE: Severity.NOTE}


def report_left_form(rule: Rule, context: Context, side: Side, left: LeftForm, what: str) -> Finding:
    """Make the finding for a French form that stands in the draft, with the right form as its fix."""
    text = context.draft.text
    span = side.locate(left.start, left.end)
    edit = replace_words(text, span, left.form.en, rule.code)
    inside_name = left.form.table == "places" and _is_inside_name(side, left)
    unsure = left.form.ambiguous or inside_name
    return rule.find(
        f"{shown(span.of(text))} is {what}: write {shown(left.form.en)}",
        span,
        edits=(edit,),
        safe=not unsure,
        severity=_UNSURE[rule.severity] if unsure else None,
        confidence=0.6 if unsure else 1.0,
    )


# what joins a place to a French name: Journal d'Alger, Rue de Londres, La Nouvelle-Orléans
_FRENCH_LINK = re.compile(r"(?:\b(?:de|du|des|le|la|les|aux?)\s|\b[dl]')$", re.IGNORECASE)
_NAME_BEFORE = re.compile(r"(\S+)\s$")
_NAME_AFTER = re.compile(r"\s(?:de|du|d')\s?[A-ZÀ-Ý]")


def _is_inside_name(side: Side, left: LeftForm) -> bool:
    """Say whether a place name may be part of somebody's name or of a French title (Horatio Alger)."""
    text = side.shadow.text
    before = text[max(0, left.start - 40) : left.start]
    if _FRENCH_LINK.search(before) or _NAME_AFTER.match(text, left.end):
        return True
    word = _NAME_BEFORE.search(before)
    if word is None or not word[1][:1].isupper() or not word[1].isalpha():
        return False
    # a capital at the start of the sentence says nothing: "In Alep", "Near Idleb"
    if before[: len(before) - len(word[0])].strip():
        return True
    small = word[1].lower()
    return small not in side.language.stop_words and small not in load_words("english_small_words")


@rule(
    "GLO004",
    "French form of an acronym",
    Severity.ERROR,
    mqm="accuracy/untranslated",
    bad=[
        Example("The OSDH counted 27 dead in the province."),
        Example("An ONU convoy was turned back at the border."),
        Example("The European Union (UE) met.", "L'Union européenne (UE) s'est réunie."),
    ],
    good=[
        Example("The SOHR counted 27 dead in the province."),
        Example("A UN convoy was turned back at the border."),
        Example("The wealth tax (ISF) is gone.", "L'impôt de solidarité sur la fortune (ISF) est supprimé."),
    ],
)
def check_left_acronym(rule: Rule, context: Context) -> Iterator[Finding]:
    """An acronym stands in its French form: OSDH for SOHR, ONU for UN, OTAN for NATO.

    The forms come from the glossary and from ``acronyms.tsv``; the glossary decides where they differ.
    Forms that mean something else in English (CPI, EI, UE) are reported only where the source has them.
    """
    for side, left in context.left_forms:
        if left.form.table == "acronyms" and is_confirmed(context, side, left):
            yield report_left_form(rule, context, side, left, "the French acronym")
