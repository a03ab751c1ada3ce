"""Names left in their French form: people in French transliteration, places under their French name."""

from __future__ import annotations

import re
from collections.abc import Iterator

from copydesk.checks.reading import both_sides, fold
from copydesk.checks.rule import Context, Example, Rule, rule
from copydesk.checks.terms import is_confirmed, report_left_form
from copydesk.checks.wording import shown
from copydesk.findings import Finding, Severity

# an ending of Russian, Ukrainian and Bulgarian surnames, in a word that writes the sounds as French does
_SLAVIC = re.compile(
    r"(?=.*(?:ou|tch))\w{2,}(?:i?ouk|enko|[eo]va?|[eo]vsk(?:i|y|aia)|tchine|tchik|ouchkine)$"
)
# the diaeresis that French puts into Russian names; Hanaïeva, Sergueï, but not Loïs or Aïcha
_PARTED = re.compile(r"\w{2,}(?:ïeva?|ïevsk\w+|ïenko|ïevitch|eï)$")
_SOUNDS = (
    ("chtch", "shch"),
    ("tch", "\0"),
    ("ch", "sh"),
    ("\0", "ch"),
    ("dj", "\0"),
    ("j", "zh"),
    ("\0", "j"),
    ("ou", "u"),
    ("eïe", "ee"),
    ("aïa", "aya"),
    ("ïe", "ye"),
    ("ï", "i"),
    ("gue", "ge"),
    ("gui", "gi"),
)


@rule(
    "NAM003",
    "French transliteration of a name",
    Severity.WARNING,
    mqm="accuracy/untranslated",
    bad=[
        Example("President Poutine met his Turkish counterpart in Moscow."),
        Example("Mr Bondartchouk spoke on Monday.", "M. Bondartchouk a pris la parole lundi."),
        Example("She will play Mirra Kolgaïeva.", "Elle affrontera Mirra Kolgaïeva."),
    ],
    good=[
        Example("France's Loïs Boisson met Aïcha Dao.", "La Française Loïs Boisson a rencontré Aïcha Dao."),
        Example("President Putin met his Turkish counterpart in Moscow."),
        Example("Mr Bondarchuk spoke on Monday.", "M. Bondartchouk a pris la parole lundi."),
        Example("Mr Ouattara spoke on Monday.", "M. Ouattara a pris la parole lundi."),
    ],
)
def check_left_name(rule: Rule, context: Context) -> Iterator[Finding]:
    """A name from another script stands as French writes it: Poutine, Netanyahou, Kadhafi, Ben Laden.

    The forms come from the glossary's names and from ``names.tsv``. A form that is somebody else's name in
    English is reported only where the source has it. With the source, a name with a Slavic ending that
    stands letter for letter as there (Bondartchouk, Andreïeva) is reported as well, with a form that follows
    the sounds.
    """
    known = set()
    for side, left in context.left_forms:
        if left.form.table == "names" and is_confirmed(context, side, left):
            known.add(side.locate(left.start, left.end))
            yield report_left_form(rule, context, side, left, "the French form")
    for _, source, target in both_sides(context):
        for at, word in enumerate(target.words):
            if not word[0].isupper() or not ("ou" in word or "ï" in word or "tch" in word.lower()):
                continue
            place = target.word_place(at)
            if word not in source.words or not (_PARTED.match(word) or _SLAVIC.match(fold(word))):
                continue
            if not any(place.overlaps(span) for span in known) and not context.lexicon.is_right(word):
                yield rule.find(
                    f"{shown(word)} stands as French spells it",
                    place,
                    source_span=source.word_place(source.words.index(word)),
                    replacement=_respell(word),
                    confidence=0.6,
                )


def _respell(name: str) -> str:
    """Spell a Slavic name as English does: ``Bondartchouk`` becomes ``Bondarchuk``."""
    spelt = name.lower()
    for french, english in _SOUNDS:
        spelt = spelt.replace(french, english)
    return spelt[:1].upper() + spelt[1:]


@rule(
    "NAM004",
    "French place name",
    Severity.WARNING,
    mqm="accuracy/untranslated",
    bad=[Example("Fighting went on in Idleb province, north of Damas.")],
    good=[Example("Fighting went on in Idlib province, north of Damascus.")],
)
def check_left_place(rule: Rule, context: Context) -> Iterator[Finding]:
    """A place stands under its French name: Idleb for Idlib, Alep for Aleppo, Le Caire for Cairo.

    The names come from ``places.tsv`` and, where the glossary has the place, in the house's English form.
    A name that is another place's in English (Vienne, Tours) is reported only where the source has it.
    """
    for side, left in context.left_forms:
        if left.form.table == "places" and is_confirmed(context, side, left):
            yield report_left_form(rule, context, side, left, "the French place name")
