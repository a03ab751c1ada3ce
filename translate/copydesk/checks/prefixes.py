"""Prefixes that turn a meaning round: pro-, anti-, pre-, ex-, vice-."""

from __future__ import annotations

import re
from collections.abc import Iterator

from copydesk.checks.reading import Reading, both_sides, fold, read
from copydesk.checks.rule import Context, Example, Rule, rule
from copydesk.checks.wording import shown
from copydesk.findings import Finding, Severity
from copydesk.text import Span

# what one can be for or against, and hardly before: "pre-regime fighters" were pro-regime ones
_CAUSES = frozenset(
    """regime government governmental junta rebel rebels militia opposition assad kremlin moscow beijing
    tehran kyiv kiev ankara damascus washington brussels turkish turk kurdish kurd russian iranian syrian
    israeli
    palestinian american ukrainian chinese western european eu saudi taliban hamas hezbollah putin trump
    erdogan netanyahu houthi gaddafi morsi mursi maduro ouattara gbagbo democracy independence""".split()
)
# these may well follow "pre-" in the sense of before, unless people or deeds come after
_ERAS = frozenset("democracy independence european american western chinese russian iranian trump".split())
_PARTISANS = re.compile(
    r"-\w+ (?:and \w+ )?(?:fight|forc|rebel|militia|troop|support|activ|demonstr|soldier|protest|movement|"
    r"march|rall|camp|candidat|lawmaker|politic|part(?:y|ies)|media|group|side|separat|voter|crowd|bloc|lobby|govern)"
)
# French stems that "pro" and "anti" are written together with: prorusse, antiaméricain
_STEMS = (
    "russe europ turc turque turques turcs kurd syrien iran améric occident palest isra ukrain chin démoc "
    "gouvern régime immigr capital commun fasci sémit islam musulm colonia terror mondiali libér"
)
_FRENCH = re.compile(
    rf"\b(pro|anti)(?:-(\w+)|((?:{'|'.join(_STEMS.split())})\w*|"
    rf"(?<=anti)(?!qu|ll|cip|dot|bio|lop|cha|pod|thè|n)\w{{4,}}))",
    re.IGNORECASE,
)
_ENGLISH = re.compile(
    r"\b(pro|anti|pre)-(\w+)|\b(pro|anti)(russi|europ|ameri|semit|capital|terror)\w*", re.IGNORECASE
)
_FOR = re.compile(
    r"\bpro\b|\bpro(?:russ|euro)|loyal|support|back|favou?r|alli|friend|sympath|align|behind|lean|advoc|champion|\bfor\b",
    re.IGNORECASE,
)
_AGAINST = re.compile(
    r"\banti|counter|against|oppos|hostil|fight|combat|riot|\bban\b|phob|terror|crackdown|sceptic|skeptic",
    re.IGNORECASE,
)
_FRENCH_FORMER = re.compile(
    r"\bex-(?=[a-zà-ÿ])(\w+)|"
    r"\b(?:l'|d'|un |une |les |des |cet |cette |ces |son |sa |ses |leurs? |aux |deux |trois |quatre |"
    r"plusieurs )ancien(?:ne)?s? (?!testament|grec|égypt|et |ou |qu|de |du |en |à |dans |temps|romain|"
    r"combattant)[a-zà-ÿ]\w+",
    re.IGNORECASE,
)
_FORMER = re.compile(
    r"\b(?:former|ancient|historic|alumn\w+|old|oldest|older|early|earlier|traditional|long|longest|senior|elders?|"
    r"disused|defunct|formerly|ex|once|one-time|onetime|previous|previously|past|retired|late|then|veterans?|"
    r"ousted|deposed|predecessor|turned|erstwhile|used)\b",
    re.IGNORECASE,
)
_FRENCH_DEPUTY = re.compile(r"\bvice-(\w+)", re.IGNORECASE)
_DEPUTY = re.compile(r"\bvice|\bdeput|\bassistant|\bunder-?secretar|\bVP\b", re.IGNORECASE)


@rule(
    "PFX001",
    "pro-, anti-, pre-, ex- or vice- differs",
    Severity.ERROR,
    mqm="accuracy/mistranslation",
    bad=[
        Example("11 pre-regime fighters were killed."),
        Example("The pre-Turkish rebels withdrew."),
        Example("Anti-Russian separatists hold the town.", "Les séparatistes prorusses tiennent la ville."),
        Example(
            "Pro-government rallies were banned.", "Les rassemblements anti-gouvernement ont été interdits."
        ),
        Example("The minister was jailed.", "L'ex-ministre a été incarcéré."),
        Example("The president resigned.", "Le vice-président a démissionné."),
        Example("Regime militias entered.", "Les milices pro-régime sont entrées."),
    ],
    good=[
        Example("Pro-regime fighters held pre-election talks on pre-war borders."),
        Example("Pre-independence archives and the pre-European period."),
        Example("Pro-Russian separatists hold the town.", "Les séparatistes prorusses tiennent la ville."),
        Example("The former minister was jailed.", "L'ex-ministre a été incarcéré."),
        Example("The deputy prime minister resigned.", "Le vice-Premier ministre a démissionné."),
        Example("Protests against the government.", "Des manifestations anti-gouvernement."),
        Example("Riot police and air defences.", "La police anti-émeute et la défense antiaérienne."),
    ],
)
def check_prefix(rule: Rule, context: Context) -> Iterator[Finding]:
    """A prefix that decides who is on whose side, or who still holds an office, differs from the French.

    *pro-régime* is *pro-regime*: machine translation makes *pre-regime* of it, which is wrong even where the
    French is not at hand. With the source, *pro-* and *anti-* must not change places, *ex-* must stay
    *former* and *vice-* must stay *vice* or *deputy*. Read the French and correct the prefix by hand.
    """
    found: set[Span] = set()
    for _, source, target in both_sides(context):
        for finding in (*_turned(rule, source, target), *_dropped(rule, source, target)):
            found.add(finding.span)
            yield finding
    for side in context.sentences:
        for finding in _before_a_cause(rule, read(side), context):
            if finding.span not in found:
                yield finding


def _before_a_cause(rule: Rule, reading: Reading, context: Context) -> Iterator[Finding]:
    """Find ``pre-`` before what one can only be for or against."""
    if "pre" not in reading.vocabulary:
        return
    source = context.source_side(reading.side)
    if source is not None and not {"pro", "anti"} & read(source).vocabulary and "pré" in read(source).text:
        return
    for match in _ENGLISH.finditer(reading.text):
        prefix, cause = (match[1] or "").lower(), (match[2] or "").lower()
        if prefix != "pre" or cause not in _CAUSES:
            continue
        if cause in _ERAS and not _PARTISANS.match(reading.text[match.start(2) - 1 :]):
            continue
        span = reading.place(*match.span())
        right = ("Pro" if match[1][0].isupper() else "pro") + reading.text[match.end(1) : match.end()]
        yield rule.find(
            f"{shown(match[0])} says before, not for: {shown(right)} is meant",
            span,
            replacement=right,
            confidence=0.95,
        )


def _sides_taken(pattern: re.Pattern[str], reading: Reading) -> dict[str, re.Match[str]]:
    """Map each prefix (pro, anti, pre) that *reading* uses to its first use."""
    found: dict[str, re.Match[str]] = {}
    for match in pattern.finditer(reading.text):
        prefix = match[1] or match[3]
        found.setdefault(prefix.lower(), match)
    return found


def _turned(rule: Rule, source: Reading, target: Reading) -> Iterator[Finding]:
    """Find pro- for anti- and the reverse, and a pro- that was lost."""
    text = source.text
    if "pro" not in text and "anti" not in text and "Pro" not in text and "Anti" not in text:
        return
    mine = _sides_taken(_FRENCH, source)
    if not mine:
        return
    theirs = _sides_taken(_ENGLISH, target)
    for prefix, other, right in (("pro", "anti", _FOR), ("anti", "pro", _AGAINST)):
        match = mine.get(prefix)
        if match is None or other in mine or prefix in theirs:
            continue
        wrong = theirs.get(other) or (theirs.get("pre") if prefix == "pro" else None)
        if wrong is None and right.search(target.text):
            continue
        origin = source.place(*match.span())
        if wrong is not None:
            head = wrong[1] or wrong[3]
            written = (prefix.capitalize() if head[0].isupper() else prefix) + wrong[0][len(head) :]
            yield rule.find(
                f"{shown(match[0])} became {shown(wrong[0])}",
                target.place(*wrong.span()),
                source_span=origin,
                replacement=written,
            )
        elif prefix == "pro" or fold(match[2] or match[3] or "")[:6] in (
            "gouver",
            "regime",
            "russe",
            "americ",
        ):
            yield rule.find(
                f"the {shown(prefix + '-')} of {shown(match[0])} is lost",
                target.side.span,
                source_span=origin,
                confidence=0.8,
            )


def _dropped(rule: Rule, source: Reading, target: Reading) -> Iterator[Finding]:
    """Find an ex- or vice- of the French that the English has nothing for."""
    for word, pattern, kept in (("ex", _FRENCH_FORMER, _FORMER), ("vice", _FRENCH_DEPUTY, _DEPUTY)):
        if word not in source.vocabulary and (word == "vice" or "ancien" not in source.text):
            continue
        match = pattern.search(source.text)
        if match is not None and not kept.search(target.text):
            yield rule.find(
                f"the {shown(word + '-')} of {shown(match[0])} is lost",
                target.side.span,
                source_span=source.place(*match.span()),
                confidence=0.85,
            )
