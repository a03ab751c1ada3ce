"""Negations, restrictions and allegations that were lost or added."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from copydesk.checks.negation import (
    Place,
    Polarity,
    denies,
    has_ne,
    read_english,
    read_french,
    says_stop,
)
from copydesk.checks.negative_meaning import count_made, explains_addition, explains_loss
from copydesk.checks.reading import Reading, both_sides
from copydesk.checks.renderings import stands_before, weigh_english, weigh_place
from copydesk.checks.rule import Context, Example, Rule, rule
from copydesk.checks.wording import shown
from copydesk.findings import Finding, Severity
from copydesk.text import Span


def _words(reading: Reading, place: Place) -> str:
    return reading.text[reading.starts[place.first] : reading.ends[place.last]]


def _span(reading: Reading, place: Place) -> Span:
    return reading.word_place(place.first, place.last)


@rule(
    "NEG001",
    "negation lost",
    Severity.ERROR,
    needs_source=True,
    mqm="accuracy/mistranslation",
    bad=[
        Example("The army confirmed the strike.", "L'armée n'a pas confirmé la frappe."),
        Example("The camp has water.", "Le camp n'a plus d'eau."),
        Example("The report blames a minister.", "Aucun ministre n'est mis en cause par le rapport."),
        Example("He lied and he fled.", "Il n'a jamais menti et il n'a pas fui."),
        Example("It is surprising that he left.", "Il n'est pas surprenant qu'il soit parti."),
        Example("Without water we can do anything.", "Sans eau, on ne peut rien faire."),
        Example("All may say what they want.", "Personne n'a le droit de dire ce qu'il pense."),
        Example("Rescuers were able to get in.", "Les secouristes n'ont pu entrer."),
        Example("He is ill and did not lie to the judge.", "Il n'est pas malade et n'a pas menti au juge."),
    ],
    good=[
        Example("The army did not confirm the strike.", "L'armée n'a pas confirmé la frappe."),
        Example("The army's plan is unstructured.", "Le plan de l'armée n'est pas structuré."),
        Example("He never asks for a code or money.", "Il ne demande jamais de code et ne veut pas d'or."),
        Example("Should he hold up the school?", "Ne devrait-il pas citer l'école en exemple ?"),
        Example("The talks failed to produce a deal.", "Les discussions n'ont pas abouti à un accord."),
        Example("He was unable to come.", "Il n'a pas pu venir."),
        Example("Only two camps are left.", "Il ne reste que deux camps."),
        Example("They left before he came.", "Ils sont partis avant qu'il ne vienne."),
        Example(
            "He will stay until talks begin.", "Il restera tant que les discussions n'auront pas débuté."
        ),
        Example("The time for waiting is over.", "L'heure n'est plus à l'attente."),
        Example("Nobody sees or hears them.", "Personne ne les voit ni ne les entend."),
        Example("They do not steal, beg or cheat.", "Ils ne volent pas, ne mendient pas, ne trichent pas."),
        Example("He fears that she may win.", "Il craint qu'elle ne puisse gagner."),
        Example(
            "The only question is whether the claim was unreasonable.",
            "La seule question est de savoir si la demande n'était pas raisonnable.",
        ),
        Example("The army is wary of the truce.", "L'armée ne croit pas à la trêve."),
    ],
)
def check_negation_lost(rule: Rule, context: Context) -> Iterator[Finding]:
    """The French negates (*ne ... pas, plus, jamais, rien, aucun, personne*) and the English does not.

    Words that negate by their meaning (*fail, unable, unlikely, refuse, lack*) count as negations of the
    English, and French turns of phrase that English says without one (*n'en demeure pas moins*) are left
    out. The sentence now says the opposite: put the negation back.
    """
    for pair, source, target in both_sides(context):
        if not has_ne(source):
            continue
        mine = read_french(source)
        if not (mine.hard or mine.soft):
            continue
        theirs = read_english(target)
        denied = bool(theirs.hard or theirs.loose)
        place = _lost_place(source, target, mine, theirs)
        if place is None:
            continue
        found, missed = weigh_place(source, place, target)
        follows, strays = bool(found) and not missed, bool(missed) and not found
        if place in mine.soft and (missed or not found):
            continue
        elsewhere = theirs.loose or any(place.word != "without" for place in theirs.hard)
        if elsewhere and not found:
            continue
        unsure = place in mine.soft or (not follows if denied else strays)
        yield rule.find(
            f"{shown(_words(source, place))} of the source has no negation in the English",
            target.side.span,
            source_span=_span(source, place),
            confidence=round(pair.confidence * (0.6 if unsure else 0.7 if denied else 0.9), 2),
            severity=Severity.WARNING if unsure else None,
        )


def _lost_place(source: Reading, target: Reading, mine: Polarity, theirs: Polarity) -> Place | None:
    """Return the French negation that the English lacks, None where it has all or words that mean it."""
    stops = says_stop(target) and "longer" not in target.vocabulary
    if all(place.word == "plus" for place in mine.hard or mine.soft) and stops:
        return None
    if not mine.hard:
        said = theirs.hard or theirs.loose or explains_loss(source, target)
        return None if said else mine.soft[0]
    negations = _negations(source, target, mine, theirs)
    if negations >= len(mine.hard):
        return None
    first = mine.hard[0]
    literal = weigh_place(source, first, target) if not (theirs.hard or theirs.loose) else (0, 0)
    if explains_loss(source, target, literally=literal[0] > 1 and not literal[1]):
        return None
    if len(mine.hard) == 2 and mine.joined and len(theirs.hard) == 1 and not theirs.loose:
        # n'est pas malade et n'a pas menti: in "is ill and did not lie" the first one is lost
        clause = first.last + 1, mine.hard[1].first
        return first if stands_before(source, *clause, target, theirs.hard[0].first) else None
    if negations >= len(mine.hard) - (mine.joined if theirs.hard else 0):
        return None
    if len(mine.hard) > 1 and theirs.hard and any(place.word == "ni" for place in mine.hard):
        return None
    if not (theirs.hard or theirs.loose):
        return first
    # another one is there: take one whose words the English has, the last for choice
    return next(
        (place for place in reversed(mine.hard) if weigh_place(source, place, target)[0]), mine.hard[-1]
    )


@rule(
    "NEG002",
    "negation added",
    Severity.ERROR,
    needs_source=True,
    mqm="accuracy/mistranslation",
    bad=[
        Example("The army did not confirm the strike.", "L'armée a confirmé la frappe."),
        Example("The minister never resigned.", "Le ministre a démissionné."),
        Example("He does not speak and will not leave.", "Il ne parle pas et partira."),
    ],
    good=[
        Example(
            "It is impossible, and not the first time.", "C'est impossible, et ce n'est pas la première fois."
        ),
        Example("He did not know.", "Il l'ignorait."),
        Example("He left without a word.", "Il est parti sans un mot."),
        Example("The vote of no confidence passed.", "La motion de censure est passée."),
        Example("No later than Monday.", "Au plus tard lundi."),
        Example("The toll will not be known until Monday.", "Le bilan sera connu lundi."),
        Example("No two cases are alike.", "Chaque dossier est différent."),
        Example('His band, "Never the Same", played.', "Son groupe, « Never the Same », a joué."),
        Example("The minister was careful not to say when.", "Le ministre s'est gardé de dire quand."),
    ],
)
def check_negation_added(rule: Rule, context: Context) -> Iterator[Finding]:
    """The English negates (*not, never, no, nothing*) and nothing in the French does.

    French words that negate by their meaning (*ignorer, refuser, impossible, faute de*) explain an English
    negation. The sentence now says the opposite: take the negation out.
    """
    for pair, source, target in both_sides(context):
        if not denies(target):
            continue
        theirs = read_english(target)
        places = [place for place in theirs.hard if place.word != "without"]
        if not places or places[0].word in source.vocabulary:  # an English title that stands in the French
            continue
        mine = read_french(source)
        if not _is_surely_more(source, target, mine, theirs) or explains_addition(source, target):
            continue
        alone = not (mine.hard or mine.soft or mine.only or mine.loose)
        place = places[0] if alone else places[-1]
        found, missed = weigh_english(target, place, source)
        if place.word in _RECASTING and (missed or not found):
            continue
        unsure = not alone and (missed or not found)
        yield rule.find(
            f"{shown(_words(target, place))} has no negation in the source",
            _span(target, place),
            source_span=source.side.span,
            confidence=round(pair.confidence * (0.9 if alone else 0.6 if unsure else 0.7), 2),
            severity=Severity.WARNING if unsure else None,
        )


# what a free translation brings with it: no two are alike, nothing to laugh about
_RECASTING = frozenset("no nothing nobody nowhere neither nor cannot".split())
# these stand for non seulement, ou non, sans parler de
_LINKING = re.compile(r"\b(?:not only|not just|not to mention|or not|not least|or nothing)\b", re.IGNORECASE)


def _negations(source: Reading, target: Reading, mine: Polarity, theirs: Polarity) -> int:
    """Count what negates in the English, less what stands for a loose negation of the French (sans, non)."""
    without = sum(place.word == "without" for place in theirs.hard)
    sans = source.lowers.count("sans")
    linking = len(_LINKING.findall(target.text)) if theirs.loose else 0
    spent = min(without, sans) + min(linking, max(0, mine.loose - sans))
    return len(theirs.hard) + theirs.loose - spent


def _is_surely_more(source: Reading, target: Reading, mine: Polarity, theirs: Polarity) -> bool:
    """Say whether the English has more negations even when every ``ne`` of the French counts."""
    hard = [place for place in theirs.hard if place.word != "without"]
    lowers = source.lowers
    every_ne = sum(
        word in ("ne", "n") and lowers[at + 1 : at + 2] != ["importe"] for at, word in enumerate(lowers)
    )
    said = not _SURELY_ONLY.isdisjoint(target.vocabulary)
    only = sum(place.word != "que" or not said for place in mine.only)
    known = max(every_ne - len(mine.only), len(mine.hard)) + only
    # sans limites, boundless; non conventionnel, unconventional
    bare = lowers.count("sans") + lowers.count("non")
    spent = min(bare, target.lowers.count("without") + count_made(target))
    spent += sum(pair == ("sans", "doute") for pair in pairwise(lowers))
    repeated = sum(place.word in ("nor", "neither", "no", "none") for place in hard[1:])
    return known + max(0, mine.loose - spent - theirs.loose) < len(hard) - repeated


_SURELY_ONLY = frozenset("only just merely solely but alone".split())
_ONLY = frozenset(
    """only just but merely mere solely sole exclusively simply purely alone except until unless barely hardly
    limited confined restricted scarcely little lone apart unique anything down nothing no not never neither
    without nobody none entirely all pure purely simple seldom little""".split()
)
# ne plus ... que is as much of what is left as of what is little
_LEFT = frozenset("left remain remains remaining remained still final last".split())
# ne ... que tard, que rarement: the adverb itself says little
_LITTLE = frozenset(
    """difficilement rarement tard tardivement faiblement ensuite progressivement lentement partiellement
    graduellement modérément brièvement faible légèrement""".split()
)
_NEEDED = re.compile(
    r"\b(?:y|ont?|as?|ai|avons|avez|avait|avaient|aurait|auraient|reste) (?:plus )?qu'[àa] ", re.IGNORECASE
)
_SETTLED = re.compile(r"\b(?:settl|mak|mad)(?:e|es|ed|ing) (?:do|for)\b", re.IGNORECASE)


@rule(
    "NEG003",
    "ne ... que lost",
    Severity.WARNING,
    needs_source=True,
    mqm="accuracy/omission",
    bad=[
        Example("The hospital has two doctors.", "L'hôpital ne compte que deux médecins."),
        Example("The truce lasted six hours.", "La trêve n'a duré que six heures."),
    ],
    good=[
        Example("The hospital has just two doctors.", "L'hôpital ne compte que deux médecins."),
        Example("He had to settle for a bronze.", "Il n'a obtenu qu'une médaille de bronze."),
        Example("It came late.", "Elle n'est venue que tard."),
        Example("You have to ask him.", "Vous n'avez qu'à le lui demander."),
        Example("It is bigger than they say.", "C'est plus grand qu'ils ne le disent."),
        Example("He does not think that it will last.", "Il ne pense pas que cela durera."),
    ],
)
def check_restriction_lost(rule: Rule, context: Context) -> Iterator[Finding]:
    """*Ne ... que* says *only*, and the English has no *only, just, but, merely* or the like.

    Put the restriction back: *ne compte que deux médecins* is *has only two doctors*.
    """
    for pair, source, target in both_sides(context):
        mine = read_french(source) if has_ne(source) else None
        if mine is None or not mine.only or not _ONLY.isdisjoint(target.vocabulary):
            continue
        theirs = read_english(target)
        if theirs.hard or theirs.loose or _SETTLED.search(target.text):
            continue
        place = mine.only[0]
        if place.word == "plus que" and not _LEFT.isdisjoint(target.vocabulary):
            continue
        after = source.lowers[place.last + 1 : place.last + 3]
        if not _LITTLE.isdisjoint(after) or _NEEDED.search(source.text, source.starts[place.first]):
            continue
        yield rule.find(
            f"{shown(_words(source, place))} says only; the English does not",
            target.side.span,
            source_span=_span(source, place),
            confidence=round(pair.confidence * 0.8, 2),
        )
