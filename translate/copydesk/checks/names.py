"""Names left in their French form: people in French transliteration, places under their French name."""

from __future__ import annotations

from collections.abc import Iterator

from copydesk.checks.rule import Context, Example, Rule, rule
from copydesk.checks.terms import is_confirmed, report_left_form
from copydesk.findings import Finding, Severity


@rule(
    "NAM003",
    "French transliteration of a name",
    Severity.WARNING,
    mqm="accuracy/untranslated",
    bad=[Example("President Poutine met his Turkish counterpart in Moscow.")],
    good=[Example("President Putin met his Turkish counterpart in Moscow.")],
)
def check_left_name(rule: Rule, context: Context) -> Iterator[Finding]:
    """A name from another script stands as French writes it: Poutine, Netanyahou, Kadhafi, Ben Laden.

    The forms come from the glossary's names and from ``names.tsv``. A form that is somebody else's name in
    English is reported only where the source has it.
    """
    for side, left in context.left_forms:
        if left.form.table == "names" and is_confirmed(context, side, left):
            yield report_left_form(rule, context, side, left, "the French form")


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
