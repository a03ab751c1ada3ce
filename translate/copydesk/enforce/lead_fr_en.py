"""English for the French small words before a term: "à Idleb" is "in Idlib", "de la trêve" "of the truce"."""

from __future__ import annotations

import re

from copydesk.glossary.inflect_en import indefinite_article, is_plural
from copydesk.glossary.match import Match
from copydesk.glossary.model import Kind
from copydesk.languages import get_language

# des is left out: it is of the, and it is a plural without an article
_PREPOSITIONS = {
    "dans": "in", "en": "in", "sur": "on", "par": "by", "pour": "for", "avec": "with", "contre": "against",
    "sans": "without", "sous": "under", "vers": "towards", "entre": "between", "selon": "according to",
    "de": "of", "d'": "of", "du": "of", "et": "and", "ou": "or", "après": "after", "avant": "before",
    "depuis": "since", "pendant": "during", "chez": "at",
}  # fmt: skip
_ARTICLES = {"le": "the", "la": "the", "l'": "the", "les": "the", "du": "the", "au": "the", "aux": "the"}
_INDEFINITE = ("un", "une")
_AT = ("à", "au", "aux")
# adjectives that stand before their noun in French too
_BEFORE_NOUNS = frozenset(
    """
    ancien ancienne anciens anciennes autre autres beau bel belle beaux belles bon bonne bons bonnes cher
    dernier dernière derniers dernières double faux fausse futur future futurs futures grand grande grands
    grandes gros grosse gros grosses haut haute hauts hautes jeune jeunes joli jolie long longue longs longues
    maint mauvais mauvaise mauvaises meilleur meilleure meilleurs meilleures même mêmes moindre nombreux
    nombreuses nouveau nouvel nouvelle nouveaux nouvelles petit petite petits petites pire plusieurs premier
    première premiers premières principal principale principaux principales prochain prochaine prochains
    prochaines propre propres quelque quelques seul seule seuls seules simple simples second seconde vaste
    vastes véritable véritables vieux vieil vieille vieilles vrai vraie vrais vraies deux trois quatre cinq
    six sept huit neuf dix onze douze treize quatorze quinze seize vingt trente quarante cinquante soixante
    cent cents mille
    """.split()
)
_WORDS = re.compile(r"\w+'?")


def give_lead(source: str, match: Match, start: int) -> str:
    """Give the preposition and the article for the words of *source* between *start* and *match*."""
    small = _WORDS.findall(source[start : match.span.start].lower().replace("’", "'"))[-2:]
    if not small:
        return ""
    lead = []
    first, last = small[0], small[-1]
    preposition = first if first in _PREPOSITIONS or first in _AT else last
    if preposition in _AT:
        lead.append("in" if match.term.kind is Kind.NAME else "to")
    elif preposition in _PREPOSITIONS:
        lead.append(_PREPOSITIONS[preposition])
    if match.term.kind in (Kind.NOUN, Kind.PHRASE):
        if last in _ARTICLES:
            lead.append("the")
        elif last in _INDEFINITE and not is_plural(match.term.target):
            lead.append(indefinite_article(match.term.target))
    elif last in _ARTICLES and match.term.kind is Kind.ACRONYM and _is_spelt(match):
        lead.append("the")
    return " ".join(lead)


def describes_word_before(source: str, match: Match) -> bool:
    """Say whether *match* describes the noun before it: combattants pro-régime, mètres cubes."""
    if match.term.kind not in (Kind.NOUN, Kind.PHRASE):
        return False
    before = re.search(r"([^\W\d_]{3,}) $", source[: match.span.start])
    if before is None or not before[1].islower():
        return False
    return before[1] not in _BEFORE_NOUNS | get_language("fr").stop_words | get_language("fr").articles


def _is_spelt(match: Match) -> bool:
    # the UN, the IMF; GDP; UNESCO and the like are read as words and have no article
    return len(match.term.target) <= 3 and bool(match.term.first_mention or match.term.allowed)
