"""French inflection: the plural and feminine forms of nouns and adjectives, by rule.

The rules are the ones of school grammar. A feminine is made only for endings that people and adjectives
have (-ien, -eur, -ant, ...): ``port`` must not match ``porte``.
"""

from __future__ import annotations

from functools import lru_cache

from copydesk.glossary.tokens import fold

# words of a phrase that stay as they are
_INVARIABLE = frozenset(
    "à a au aux avec ce ces chez contre d dans de des du en entre et face hors jusque l la le les lors mi ne "
    "ni non ou par pas plus pour pré pro anti ex post sans selon si sous sur un une vers y".split()
)
_PLURALS = {
    "œil": "yeux", "ciel": "cieux", "aïeul": "aïeux", "bail": "baux", "corail": "coraux", "émail": "émaux",
    "soupirail": "soupiraux", "travail": "travaux", "vantail": "vantaux", "vitrail": "vitraux",
    "bijou": "bijoux", "caillou": "cailloux", "chou": "choux", "genou": "genoux", "hibou": "hiboux",
    "joujou": "joujoux", "pou": "poux", "bal": "bals", "carnaval": "carnavals", "chacal": "chacals",
    "festival": "festivals", "récital": "récitals", "régal": "régals", "naval": "navals", "fatal": "fatals",
    "natal": "natals", "bancal": "bancals", "landau": "landaus", "sarrau": "sarraus", "bleu": "bleus",
    "pneu": "pneus", "monsieur": "messieurs", "madame": "mesdames",
}  # fmt: skip
_FEMININES = {
    "blanc": "blanche", "franc": "franche", "sec": "sèche", "frais": "fraîche", "public": "publique",
    "turc": "turque", "grec": "grecque", "long": "longue", "favori": "favorite", "doux": "douce",
    "faux": "fausse", "roux": "rousse", "vieux": "vieille", "nouveau": "nouvelle", "beau": "belle",
    "maître": "maîtresse", "prince": "princesse", "hôte": "hôtesse", "gros": "grosse", "bas": "basse",
    "ami": "amie", "ennemi": "ennemie", "élu": "élue", "détenu": "détenue", "inconnu": "inconnue",
    "prévenu": "prévenue", "disparu": "disparue", "individu": "", "complet": "complète",
    "secret": "secrète", "inquiet": "inquiète", "cadet": "cadette", "sujet": "", "avocat": "avocate",
    "candidat": "candidate", "soldat": "soldate", "magistrat": "magistrate", "militaire": "",
    "haut": "haute", "petit": "petite", "grand": "grande", "mort": "morte", "saint": "sainte",
    "bleu": "bleue", "noir": "noire", "vert": "verte", "lourd": "lourde", "voisin": "voisine",
    "masculin": "masculine", "féminin": "féminine", "civil": "civile", "hostile": "", "seul": "seule",
    "armé": "armée",
}  # fmt: skip
# words whose rule-made feminine is another word (le capital, la capitale)
_MASCULINE_ONLY = frozenset(
    "capital moral final traité comité marché marin médecin quartier chantier palais "
    "terrain train main gain grain bain pain refrain demain lendemain courant montant instant restaurant "
    "couvent vent argent accident incident continent talent été blé pré "
    "canal journal signal tribunal métal hôpital arsenal total bilan papier dossier "
    "calendrier courrier février janvier millier pilier loyer foyer appel logiciel matériel arrêté côté "
    "procédé café chapitre football communiqué degré défilé fossé congé passé progrès succès décès procès "
    "accès excès recours secours discours mois fois bois poids pays temps corps repas bras cas délai mai "
    "désormais jamais relais bonheur malheur honneur moteur secteur tumeur rumeur vapeur "
    "couleur douleur valeur ampleur fleur peur cœur chœur sœur heure faveur erreur terreur horreur chaleur "
    "largeur longueur hauteur profondeur rigueur vigueur lueur humeur odeur saveur splendeur grandeur "
    "douceur facteur réacteur vecteur tracteur ordinateur ascenseur détecteur équateur".split()
)
_NOT_FEMININE = ("ment", "ion", "eau")


@lru_cache(maxsize=16384)
def plural_forms(word: str) -> frozenset[str]:
    """Give the plurals of a word as written, masculine and feminine (lower case in, lower case out)."""
    feminine = _feminine(word)
    return frozenset(filter(None, (_plural(word), feminine and _plural(feminine))))


@lru_cache(maxsize=16384)
def forms(word: str) -> frozenset[str]:
    """Give every form of a word that a glossary entry *word* stands for, itself included."""
    if word in _INVARIABLE or not word or not word[-1].isalpha():
        return frozenset((word,))
    feminine = _feminine(word)
    return frozenset(filter(None, (word, feminine))) | plural_forms(word)


@lru_cache(maxsize=16384)
def stem(word: str) -> str:
    """Give a key that all forms of a word share; different words may share it too."""
    key = fold(word)
    key = _STEMS.get(key, key)
    bare = key.rstrip("esx")
    if len(bare) < 2:
        return key.rstrip("sx") or key
    if bare.endswith("tric"):
        return bare[:-4] + "teu"
    if bare[-1] == bare[-2] and bare[-1] not in "aeiouy":
        bare = bare[:-1]
    for ending, common in (("ail", "al"), ("au", "al"), ("eur", "eu"), ("f", "v")):
        if bare.endswith(ending):
            return bare[: -len(ending)] + common
    return bare


def _plural(word: str) -> str:
    if word in _PLURALS:
        return _PLURALS[word]
    if word[-1] in "sxz":
        return word
    if word.endswith(("au", "eu", "œu")):
        return word + "x"
    if word.endswith("al"):
        return word[:-2] + "aux"
    return word + "s"


def _feminine(word: str) -> str:
    if word in _FEMININES:
        return _FEMININES[word]
    if word in _MASCULINE_ONLY or word in _PLURALS or word.endswith(_NOT_FEMININE) or len(word) < 4:
        return ""
    for ending, feminine in (
        ("ien", "ienne"), ("éen", "éenne"), ("teur", "trice"), ("eur", "euse"), ("eux", "euse"),
        ("ier", "ière"), ("if", "ive"), ("el", "elle"), ("al", "ale"), ("ais", "aise"), ("ois", "oise"),
        ("ain", "aine"), ("ant", "ante"), ("ent", "ente"), ("and", "ande"), ("ard", "arde"), ("é", "ée"),
    ):  # fmt: skip
        if word.endswith(ending):
            return word[: -len(ending)] + feminine
    return ""


# irregular forms are led to the key of their lemma
_STEMS = {
    fold(form): fold(lemma)
    for irregular in (_PLURALS, _FEMININES)
    for lemma, form in irregular.items()
    if form
} | {fold(_plural(form)): fold(lemma) for lemma, form in _FEMININES.items() if form}
