"""The conditional of allegation: stated as a fact, or as what would have happened."""

from __future__ import annotations

import re
from collections.abc import Iterator

from copydesk.checks.reading import Reading, both_sides
from copydesk.checks.rule import Context, Example, Rule, rule
from copydesk.checks.wording import shown
from copydesk.findings import Edit, Finding, Severity

# aurait tué, auraient été arrêtés, serait mort: an auxiliary in the conditional and a participle
_ALLEGED = re.compile(
    r"\b(?:aurai(?:t|ent)|serai(?:t|ent))"
    r"(?: (?:pas|plus|jamais|aussi|ainsi|déjà|notamment|également|ensuite|même|alors|cependant|toutefois|"
    r"pourtant|d'abord|donc|depuis|été|\w+ment)){0,3}"
    r" (\w+(?:ée?s?|ie?s?|ite?s?|(?<![gq])ue?s?|erte?s?|[aeo]inte?s?)|morte?s?)\b",
    re.IGNORECASE,
)
# what looks like a participle and is none
_NONE = frozenset("plus pas jamais que aussi ainsi depuis puis parmi lui aujourd déjà cela après".split())
_WISHED = frozenset(
    """dû du pu voulu fallu aimé souhaité préféré valu suffi mérité désiré permis cru pensé imaginé
    espéré gagné plu apprécié évité dit fallu possible""".split()
)
_IMPOSSIBLE = re.compile(r"\w+ (?:\w+ )?été (?:im)?possible\b", re.IGNORECASE)
_HEDGES = re.compile(
    r"\b(?:would|could|should|might|may|must|reported\w*|reports?|alleg\w+|believ\w+|thought|apparent\w*|"
    r"purport\w*|suspect\w*|claim\w*|rumou?r\w*|according|supposed\w*|likely|seem\w*|appear\w*|possib\w+|probab\w+|estimat\w+|suggest\w*|"
    r"presum\w+|understood|accus\w+|said|say|says|saying|had|if|perhaps|maybe|potential\w*|expected|'d|"
    r"allegation\w*|told|feared|assum\w+|contend\w*|assert\w*|maintain\w*|insist\w*|testif\w+|cited|citing|indicat\w+|point\w*|"
    r"charg\w+|will|unconfirmed|speculat\w+|set to|due to|heard|known|held|den(?:y|ied|ies)|impl(?:y|ied)|"
    r"expects?|sources?)\b",
    re.IGNORECASE,
)


def _alleged(reading: Reading) -> re.Match[str] | None:
    """Find the conditional by which French news reports what it does not vouch for."""
    text = reading.text
    if "rait" not in text and "raient" not in text:
        return None
    for match in _ALLEGED.finditer(text):
        if match[1].lower() in _WISHED or match[1].lower() in _NONE:
            continue
        if "si" in reading.vocabulary or "s'il" in text.lower() or _IMPOSSIBLE.match(text, match.start()):
            continue
        return match
    return None


# a hedge of the English that stands for these words of the French leaves the conditional unsaid
_SPOKEN_FOR = (
    ("according", re.compile(r"\b(?:selon|d'après|suivant|dixit)\b", re.IGNORECASE)),
    (
        "said",
        re.compile(
            r"\b(?:évoqu|affirm|assur|indiqu|annonc|précis|déclar|soulign|rapport|confi)\w*\b", re.IGNORECASE
        ),
    ),
    ("known", re.compile(r"\b(?:dits?|dites?|surnomm\w+|alias|connue?s?|appelée?s?)\b", re.IGNORECASE)),
    ("could", re.compile(r"\b(?:pu|peut|peuvent|pouvai\w+|pourr\w+)\b", re.IGNORECASE)),
)


def _is_spoken_for(hedge: str, source: Reading) -> bool:
    return any(hedge == word and french.search(source.text) for word, french in _SPOKEN_FOR)


@rule(
    "MOD001",
    "allegation stated as fact",
    Severity.ERROR,
    needs_source=True,
    mqm="accuracy/mistranslation",
    bad=[
        Example("Soldiers killed twelve civilians.", "Des soldats auraient tué douze civils."),
        Example("The leader was killed in a raid.", "Le chef aurait été tué dans un raid."),
        Example(
            "According to the prosecutor, the money passed through Cyprus.",
            "Selon le procureur, l'argent aurait transité par Chypre.",
        ),
        Example(
            'The men of the general known as "Tiger" used gas.',
            "Les hommes du général dit « Tigre » auraient utilisé du gaz.",
        ),
    ],
    good=[
        Example("Soldiers reportedly killed twelve civilians.", "Des soldats auraient tué douze civils."),
        Example("The leader is said to have been killed.", "Le chef aurait été tué."),
        Example("He should have left.", "Il aurait dû partir."),
        Example("Had it rained, they won.", "S'il avait plu, ils auraient gagné."),
    ],
)
def check_allegation_lost(rule: Rule, context: Context) -> Iterator[Finding]:
    """French puts in the conditional what is not confirmed (*aurait tué*); the English states it as a fact.

    Write *reportedly*, *allegedly*, *is said to have* or *may have*. A conditional after *si* and wishes
    (*aurait dû, aurait pu*) are left alone. For the accused this is the difference between report and libel.
    Where the English keeps the source of the claim (*selon*, according to) and drops the doubt, it is a
    warning.
    """
    for pair, source, target in both_sides(context):
        match = _alleged(source)
        if match is None:
            continue
        hedges = [hedge.lower() for hedge in _HEDGES.findall(target.text)]
        if not all(_is_spoken_for(hedge, source) for hedge in hedges):
            continue
        yield rule.find(
            f"{shown(match[0])} is not confirmed; the English states it as a fact",
            target.side.span,
            source_span=source.place(*match.span()),
            confidence=round(pair.confidence * (0.6 if hedges else 0.85), 2),
            severity=Severity.WARNING if hedges else None,
        )


_WOULD_HAVE = re.compile(
    r"\b(would|'d) (?:(?:also|then|already|later|even|first|\w+ly) )?(not )?have "
    r"(?:(?:also|then|already|later|\w+ly) )?(?:been )?\w+",
    re.IGNORECASE,
)
# the English says in another way that it is an allegation, or that it speaks of what did not happen
_SOFTENED = re.compile(
    r"\b(?:if|unless|otherwise|but for|reportedly|allegedly|supposedly|apparently|whether|wish\w*|"
    r"rather|instead|hoped|expected|should|could|were \w+ to|in case|even (?:then|so|now|with)|never|"
    r"no one|nobody|anyone|"
    r"had (?:\w+ )?(?:he|she|it|they|the|this|not|been))\b|(?:^|, )(?:had|without|even)\b",
    re.IGNORECASE,
)
# the French speaks of a condition, a wish, or of what was prevented
_UNREAL = re.compile(
    r"\b(?:si|s'ils?|sinon|autrement|faute de|quand bien même|(?:quand|voire) même|même (?:avec|si)|"
    r"plutôt|au lieu|à défaut|sauf|n'importe|personne n|jamais|à (?:sa|ma|leur|notre|votre) place|"
    r"au cas où|pourvu|en temps normal|normalement|logiquement|idéalement|tel(?:le)?s?|"
    r"j'aurais|nous aurions|vous auriez|on (?:n')?aurait|"
    r"(?:cela|ça|ceci|ce qui) (?:\w+ )?(?:l')?aurai\w+|aurai(?:t|ent) (?:\w+ )?eu [\w-]+ ans|"
    r"il y a encore|encore il y a)\b",
    re.IGNORECASE,
)
# what somebody may be said to have done; of other verbs the conditional alone may speak of a consequence
_DEEDS = frozenset(
    """abattu abusé acheté achevé agi agressé amassé appris arraché arrosé arrêté assassiné assisté assuré
    attaqué avoué battu blanchi blessé bombardé brûlé caché capturé chuté commandité commis communiqué
    comploté confié contaminé corrompu coulé crié croisé demandé discuté disparu dissimulé donné
    débarqué décapité déclaré décollé décroché délivré dénoncé déposé dérapé dérobé détenu détourné
    détruit déversé embauché emmené empoisonné emporté encaissé endommagé enfermé enfui enlevé
    enregistré enrôlé entamé enterré entraîné envoyé escroqué espionné exercé exfiltré explosé exporté
    expulsé extorqué exécuté fabriqué falsifié fermé financé forcé formé fourni franchi frappé fui
    fusillé glissé harcelé heurté hébergé importé incendié infecté infiltré informé inhumé insulté
    intercepté interpellé investi jeté kidnappé laissé lancé levé libéré livré logé loué manipulé
    massacré menacé menti noué négocié obtenu offert opéré ordonné organisé ouvert partagé participé
    payé percuté perdu perpétré perçu pillé piraté piégé placé planifié poignardé pollué posé pratiqué
    pris procédé promis proposé prélevé pénétré péri quitté raconté radicalisé ravi reconnu recouru
    recruté refusé regagné rejoint remis remporté rencontré rendu renversé repris reproché repéré retenu
    retrouvé revendiqué revendu reçu réclamé récupéré réuni réussi saboté saccagé saisi sectionné servi
    signé soudoyé stocké subi succombé surpris suspendu séjourné séquestré tenté tiré torturé touché
    trahi transféré transité transmis transporté traqué trouvé tué téléphoné usurpé utilisé vendu versé
    violé visé volé voyagé échangé échappé écoulé écrit éteint étranglé évacué éventré""".split()
)
_TOLL = re.compile(r" [^,;:.]{0,40}\b(?:morts?|tués?|blessés?|victimes?|disparus?)\b", re.IGNORECASE)
# qui aurait of what was kept from happening
_PREVENTED = re.compile(
    r"\b(?:rejet|évit|empêch|abandonn|refus|échou|rat|manqu|annul|bloqu|déjou|étein|renonc|censur|écart|suspen|"
    r"report|recal|repouss|retir|ajourn|incapable|faute|priv|perdu|loupé|retoqu|contre|opposé)",
    re.IGNORECASE,
)
_WHO = re.compile(r" qui (?:l'|s'|se |lui |leur |les |en |y )*$")
_WITHOUT = re.compile(r"(?:^|[,:;] )sans\b|\bn(?:e |')[^,;:]*\bsans\b", re.IGNORECASE)
_REFLEXIVE = re.compile(r"\bs(?:e |')(?:y |en )?$", re.IGNORECASE)
# these make their past with être
_MOVED = re.compile(
    r"^\w+ (?:\w+ )*?(?:mort|parti|venu|arrivé|entré|tombé|allé|passé|retourné|sorti|rentré|"
    r"intervenu|parvenu|survenu|devenu|revenu|resté|né|décédé)e?s?$",
    re.IGNORECASE,
)
_ATTRIBUTION = re.compile(
    r"\b(?:selon|d'après|de sources?|à en croire|aux? dires? d|rumeurs?|dixit|il semble qu|le bruit court|"
    r"source\w* (?:proche|polici|judiciaire|sécuritaire|diplomatique|locale|militaire|concordante)|"
    r"soupçonn\w+|présumée?s?|accus\w+)",
    re.IGNORECASE,
)
# what somebody thought or said, in a past tense: qu'il aurait is what was to happen
_SAID_THEN = re.compile(
    r"(?:\b(?:a|ont|avait|avaient|eut|est|était) (?:\w+ )?\w+[éiuts]e?s?|[^\W\d_]{2,}(?:ait|aient))\b"
    r"[^,;:.]{0,40}?\bqu(?:e\b|')",
    re.IGNORECASE,
)
# the present of saying; after other verbs (penser, regretter que) the conditional may be either
_SAYS = re.compile(
    r"\b(?:affirm|assur|indiqu|rapport|soutien|annonc|révèl|accus|préten|alert|précis|évoqu)(?:e|ent|t|nent)?"
    r" (?:\w+ )?qu(?:e\b|')",
    re.IGNORECASE,
)
_NOT = re.compile(r"\bn(?:e |')(?:l'|se |s'|y |en |leur |lui )?$", re.IGNORECASE)
_CLAUSE = re.compile(r"\b(?:qui|que|dont|où|lequel|laquelle|lesquel\w*)\b|\bqu'", re.IGNORECASE)


def _is_deed(match: re.Match[str]) -> bool:
    """Say whether somebody may have done it, or it may have been done to somebody."""
    word = match[1].lower()
    forms = (word, word.removesuffix("s"), word.removesuffix("es"), word.removesuffix("e"))
    passive = " été " in match[0].lower()
    moved = match[0].lower().startswith("serai")
    toll = word == "fait" and _TOLL.match(match.string, match.end()) is not None
    return passive or moved or toll or any(form in _DEEDS for form in forms)


def _is_surely_alleged(source: Reading, match: re.Match[str]) -> bool:
    """Say whether a conditional past can only be meant as an allegation.

    It stands with the name of who says so (*selon*), or alone: in a main clause or after a verb of saying in
    the present, affirmed, with no condition, and not between quotation marks.
    """
    text = source.text
    if (
        _UNREAL.search(text)
        or _WITHOUT.search(text)
        or match[1].lower() == "été"
        or text.count('"', 0, match.start()) % 2
    ):
        return False  # aurait été pire has no second participle
    before = text[: match.start()]
    if match[0].lower().startswith("serai") and not (_MOVED.search(match[0]) or _REFLEXIVE.search(before)):
        return False  # serait tué: would be killed
    if _ATTRIBUTION.search(text):
        return True
    if _SAID_THEN.search(before) or _NOT.search(before) or not _is_deed(match):
        return False
    clause = before[max(before.rfind(mark) for mark in ",;:") + 1 :]
    if _CLAUSE.search(clause) is None or _SAYS.search(clause) is not None:
        return True
    return _WHO.search(before) is not None and _PREVENTED.search(text) is None


@rule(
    "MOD002",
    "would have for an allegation",
    Severity.WARNING,
    needs_source=True,
    mqm="accuracy/mistranslation",
    bad=[
        Example("Soldiers would have killed civilians.", "Des soldats auraient tué des civils."),
        Example(
            "According to the NGO, the army would have fired on the crowd.",
            "Selon l'ONG, l'armée aurait tiré sur la foule.",
        ),
        Example("The leader would have died in a raid.", "Le chef serait mort dans un raid."),
    ],
    good=[
        Example("If they had stayed, soldiers would have fired.", "Restés là, ils auraient tiré."),
        Example("Soldiers are alleged to have killed civilians.", "Des soldats auraient tué des civils."),
        Example("He said that he would have left.", "Il a dit qu'il serait parti."),
        Example("Without help they would have died.", "Sans aide, ils seraient morts."),
        Example(
            "The Senate rejected the tax, which would have hit firms.",
            "Le Sénat a rejeté la taxe, qui aurait frappé les entreprises.",
        ),
    ],
)
def check_would_have(rule: Rule, context: Context) -> Iterator[Finding]:
    """*Aurait tué* in news reports an allegation; *would have killed* says that it did not happen.

    Reported where the French names who says so (*selon, d'après, soupçonné*), or where the verb stands in a
    main clause with no condition (*si, sans*), no past-tense verb of saying above it, and nothing that says
    that it was prevented. Write *reportedly killed*, *is alleged to have killed* or *may have killed*.
    """
    for pair, source, target in both_sides(context):
        if "have" not in target.vocabulary:
            continue
        wrong = _WOULD_HAVE.search(target.text)
        if wrong is None or _SOFTENED.search(target.text):
            continue
        match = _alleged(source)
        if match is None or not _is_surely_alleged(source, match):
            continue
        attributed = _ATTRIBUTION.search(source.text) is not None
        if wrong[2] and not attributed:
            continue
        place = target.place(*wrong.span())
        modal = target.place(*wrong.span(1))
        yield rule.find(
            f"{shown(wrong[0])} for {shown(match[0])}: an allegation is meant, not what might have been",
            place,
            source_span=source.place(*match.span()),
            edits=(Edit(modal, "may" if wrong[1].lower() == "would" else " may", rule.code),),
            confidence=round(pair.confidence * (0.85 if attributed else 0.7), 2),
        )
