"""Who is meant: he for she, and he or she for a ministry or a statement."""

from __future__ import annotations

import re
from collections.abc import Iterator

from copydesk.checks.reading import Reading, read, walk_pairs
from copydesk.checks.rule import Context, Example, Pair, Rule, Side, rule
from copydesk.checks.wording import shown
from copydesk.findings import Finding, Severity

_HE = frozenset("he him himself".split())
_SHE = frozenset("she herself hers".split())
_MALE_WORDS = frozenset(
    "mr man men boy father brother son husband king prince uncle grandfather sir his".split()
)
# il in these stands for nobody: il y a, il faut, il s'agit, il est vrai que
_IMPERSONAL = re.compile(
    r"\bil (?:n')?(?:ne )?(?:y (?:a|avait|aura|aurait|eut|ait)|(?:s'agi|fau|fall|sembl|paraî|convien|suffi|"
    r"import|exist|pleu|neig|ressort|appartient|incombe|en (?:est|va)|a fallu|va de|vaut mieux|"
    r"était une fois)|"
    r"(?:est|était|sera|serait|reste|fait|arrive|manque|devient) (?:\w+ )?(?:que|qu'|de|d'|temps|possible|"
    r"probable|vrai|clair|froid|chaud|nuit|tard|à|un|une|des|encore|peu)\b)|"
    r"(?:faut|fallait|semble|y a|y avait|s'agit|reste|suffit)-t?-?il\b|\by a-t-il",
    re.IGNORECASE,
)
_FRENCH_MALE = frozenset(
    """lui celui homme hommes garçon père frère fils mari époux roi prince oncle monsieur m président
    ministre directeur chef maire procureur avocat juge porte-parole auteur acteur joueur entraîneur
    candidat député sénateur professeur champion premier dernier celui-ci ils le un mec gars type
    fondateur patron ancien général soldat policier suspect accusé chanteur écrivain médecin pape
    chancelier secrétaire commissaire docteur artiste""".split()
)
_FRENCH_FEMALE = frozenset(
    """elle elles celle femme femmes fille filles mère sœur soeur épouse reine princesse tante madame
    mme mlle présidente directrice actrice joueuse candidate députée sénatrice championne dernière
    chanteuse écrivaine avocate infirmière étudiante dame chancelière fondatrice patronne ancienne
    porte-parole ministre maire juge victime personne cette la une procureure secrétaire autrice auteure
    romancière athlète veuve""".split()
)


def _count(reading: Reading, words: frozenset[str]) -> int:
    return 0 if words.isdisjoint(reading.vocabulary) else sum(word in words for word in reading.lowers)


# » , a-t-elle dit: the pronoun behind the verb after a quotation, in French and in English
_QUOTED_BY = re.compile(r"\"[ ,]*[\w' ]{0,24}-(?:t-)?(il|elle)\b", re.IGNORECASE)
_SPOKEN_BY = re.compile(r"(?<=[,?!.]\" )(?:he|she)\b|(?<=[,?!.]'' )(?:he|she)\b", re.IGNORECASE)


def _find_speaker(source: Reading, target: Reading) -> tuple[re.Match[str], re.Match[str]] | None:
    """Find *"..." he said* for *« ... », a-t-elle dit*, where each text has one such speaker."""
    if '"' not in source.text or '"' not in target.text:
        return None
    french, english = list(_QUOTED_BY.finditer(source.text)), list(_SPOKEN_BY.finditer(target.text))
    if len(french) != 1 or len(english) != 1:
        return None
    if (french[0][1].lower() == "il") == (english[0][0].lower() == "he"):
        return None
    return french[0], english[0]


def _first(reading: Reading, words: frozenset[str]) -> int:
    return next(at for at, word in enumerate(reading.lowers) if word in words)


@rule(
    "PRO001",
    "gender of a person flipped",
    Severity.WARNING,
    whole=True,
    needs_source=True,
    mqm="accuracy/mistranslation",
    bad=[
        Example("She said that she would resign.", "Il a déclaré qu'il allait démissionner."),
        Example("He was elected in May.", "Elle a été élue en mai."),
        Example('"Art provokes, it questions," he said.', "« L'art provoque, il questionne », a-t-elle dit."),
        Example(
            "The ministry says that the strikes hit depots. He specifies that 22 drones were shot down.",
            "Le ministère assure que les frappes ont touché des dépôts. Il précise que 22 drones ont été "
            "abattus.",
        ),
    ],
    good=[
        Example("He said that he would resign.", "Il a déclaré qu'il allait démissionner."),
        Example("She may leave.", "Il est possible que la ministre parte."),
        Example("The law was adopted; he signed it.", "La loi a été adoptée ; le président l'a signée."),
        Example("He reads it.", "La lettre ? Il la lit, elle est courte."),
        Example(
            "The ministry's spokesman spoke on Monday. He said that 22 drones had been shot down.",
            "Le porte-parole du ministère a parlé lundi. Il a dit que 22 drones avaient été abattus.",
        ),
    ],
)
def check_gender(rule: Rule, context: Context) -> Iterator[Finding]:
    """The French has only *il* and the English only *she*, or the other way about.

    Impersonal *il* (*il y a, il faut*) and feminine nouns that English calls *it* are left out; so is any
    sentence with people of both genders. Check who is meant and correct the pronouns.

    *Il* and *elle* also stand for a ministry, an army or a statement, which English calls *it*: a *he* or
    *she* is reported where the French sentence before has such a body of that gender and nobody is named.
    """
    before: tuple[Pair, Reading, Reading] | None = None
    for both in walk_pairs(context):
        pair, source, target = both
        body = _find_body(before, source, target)
        before = both
        if body is not None:
            yield rule.find(
                f"{shown(target.words[body])} stands for a body: {shown('it')} may be meant",
                target.word_place(body),
                source_span=source.side.span,
                confidence=round(pair.confidence * 0.6, 2),
            )
            continue
        said = _find_speaker(source, target)
        if said is not None:
            yield rule.find(
                f"{shown(source.text[said[0].start(1) : said[0].end(1)])} became {shown(said[1][0])}",
                target.place(*said[1].span()),
                source_span=source.place(*said[0].span(1)),
                confidence=round(pair.confidence * 0.8, 2),
            )
            continue
        he, she = _count(target, _HE), _count(target, _SHE)
        if "lui" in source.vocabulary and {"he", "she"}.isdisjoint(target.vocabulary):
            continue
        if bool(he) == bool(she):
            continue
        il, elle = source.lowers.count("il"), source.lowers.count("elle")
        if bool(il) == bool(elle):
            continue
        if she and il:
            il -= sum(1 for _ in _IMPERSONAL.finditer(source.text))
            wrong = il > 0 and _FRENCH_FEMALE.isdisjoint(source.vocabulary - _NEUTRAL)
            wrong = wrong and _MALE_WORDS.isdisjoint(target.vocabulary)
            mine, theirs = frozenset(("il",)), _SHE
        elif he and elle:
            wrong = he <= elle or _FRENCH_MALE.isdisjoint(source.vocabulary - _NEUTRAL)
            mine, theirs = frozenset(("elle",)), _HE
        else:
            continue
        if wrong:
            here, there = _first(source, mine), _first(target, theirs)
            yield rule.find(
                f"{shown(source.words[here])} became {shown(target.words[there])}",
                target.word_place(there),
                source_span=source.word_place(here),
                confidence=round(pair.confidence * 0.75, 2),
            )


# what il and what elle may stand for besides people
_MALE_BODY = frozenset(
    """ministère gouvernement communiqué texte rapport document parquet conseil comité parti syndicat bureau
    tribunal parlement sénat groupe institut observatoire fonds fmi quai kremlin pentagone élysée hcr onu
    quotidien journal site mouvement collectif front centre état-major""".split()
)
_FEMALE_BODY = frozenset(
    """armée agence organisation commission cour police association ong entreprise société banque fédération
    fondation préfecture présidence mairie coalition ambassade union onu compagnie direction chancellerie
    diplomatie justice défense marine opposition rébellion milice""".split()
)
# hyphens part words: parole is a porte-parole
_PEOPLE = frozenset(
    """m mme mlle président présidente ministre parole directeur directrice chef maire procureur
    procureure avocat avocate juge député députée sénateur général colonel secrétaire commissaire
    ambassadeur responsable homme femme roi reine pape patron patronne premier première candidat candidate
    chancelier chancelière gouverneur témoin habitant habitante médecin lui celui celle""".split()
)
_PRONOUNS = _HE | _SHE | frozenset(("who", "i", "his", "her"))
_FRENCH_NAME = re.compile(r"\b[A-Z][^\W\d_]+ (?:de |al-|ben |el-)?[A-Z][^\W\d_]+")


def _find_body(before: tuple[Pair, Reading, Reading] | None, source: Reading, target: Reading) -> int | None:
    """Return the first token if it is a *he* or *she* that stands for a body of the sentence before."""
    if before is None or not target.lowers or not source.lowers:
        return None
    at = next((at for at, word in enumerate(target.lowers[:12]) if word in ("he", "she")), None)
    french = next((word for word in source.lowers[:12] if word in ("il", "elle")), None)
    if at is None or french is None or _IMPERSONAL.search(source.text):
        return None
    said = before[1]
    bodies = _MALE_BODY if french == "il" else _FEMALE_BODY
    if bodies.isdisjoint(said.vocabulary) or not _PEOPLE.isdisjoint(said.vocabulary | source.vocabulary):
        return None
    if _FRENCH_NAME.search(said.text[1:]) and _is_person_named(before[2].text):
        return None
    if not _PRONOUNS.isdisjoint(before[2].vocabulary) or _PERSON.search(target.text[: target.starts[at]]):
        return None
    return at


# words of both lists that say nothing by themselves
_NEUTRAL = frozenset(
    "le la un une cette ministre maire juge porte-parole secrétaire artiste personne victime".split()
)

_SPEECH = (
    r"(?:said|says|added|adds|stated|states|announced|warned|noted|wrote|reported|claimed|declared|explained|"
    r"insisted|stressed|confirmed|argued|pointed out|concluded|continued|assured|indicated)"
)
_BODY = (
    r"(?:statement|communiqu[eé]|ministry|report|document|press release|agency|organi[sz]ation|ngo|"
    r"army|military|"
    r"government|embassy|commission|council|committee|foundation|federation|union|association|"
    r"company|firm|office|"
    r"court|party|observatory|coalition|authority|authorities|text|letter|newspaper|daily|website|institute|"
    r"bank|department|presidency|parliament|senate|high command|coast guard|centre|center|group|body)"
)
_SPEAKING_BODY = re.compile(rf"\b{_BODY}(?: [^.;!?\"\u201c\u201d]{{0,60}}?)?\b{_SPEECH}\b", re.IGNORECASE)
_ATTRIBUTED = re.compile(
    rf"\b(?:according to|{_SPEECH}) (?:the|a|an|its|this|that) (?:[\w'-]+ ){{0,4}}?{_BODY}\b", re.IGNORECASE
)
_HE_SAID = re.compile(
    rf"\b(he|she) (?:also |then |further )?({_SPEECH})\b|\b({_SPEECH}) (he|she)\b", re.IGNORECASE
)
_PERSON = re.compile(
    r"\b(?:he|she|him|her|his|hers|himself|herself|who|whom|i|mr|mrs|ms|dr|boy|girl|\w*(?:man|men|person)|"
    r"president|minister|chief|leader|head|director|secretary|ambassador|general|colonel|captain|"
    r"commander|judge|"
    r"lawyer|prosecutor|mayor|governor|senator|deputy|lawmaker|mp|official|officer|witness|resident|"
    r"father|mother|"
    r"son|daughter|brother|sister|wife|husband|doctor|professor|expert|analyst|researcher|author|"
    r"writer|journalist|"
    r"activist|coach|player|manager|owner|farmer|teacher|student|victim|suspect|king|queen|prince|"
    r"pope|bishop|"
    r"imam|rabbi|priest|envoy|diplomat|candidate|member|founder|chair|boss|executive|ceo|soldier|"
    r"colleague|friend|"
    r"source|neighbou?r|worker|nurse|pilot|driver|singer|actor|actress|artist|film-?maker|one|"
    r"editor|reader)s?\b",
    re.IGNORECASE,
)
# two capitalised words in a row: most likely a person, unless an institution's word is one of them
_FULL_NAME = re.compile(
    r"\b[A-Z][^\W\d_'-]+ (?:[A-Z]\. |al-|el-|bin |ben |de |van |von )?[A-Z][^\W\d_-]+\b(?!-\d)"
)
_INSTITUTION = re.compile(
    r"\b(?:Ministry|Observatory|Council|Union|Nations|Agency|Organi[sz]ation|Army|Party|Rights|"
    r"Court|Office|Bank|"
    r"Commission|Department|Committee|Kingdom|States|House|East|West|North|South|Guard|Force|Forces|"
    r"News|Times|"
    r"Group|Front|State|Province|City|Republic|Street|Security|Defen[sc]e|Foreign|Human|Air|National|"
    r"International|The|\w+(?:ian|ish|ese)|French|Iraqi|Israeli|Saudi|Greek|German|Dutch)\b"
)


@rule(
    "PRO002",
    "he or she for a body",
    Severity.NOTE,
    whole=True,
    mqm="accuracy/mistranslation",
    bad=[
        Example(
            'The statement said that bombers struck "terrorist formations". Turkey must stop supporting '
            '"terrorist groups", he said.'
        ),
        Example("The ministry said in a report that prices had risen. They will fall soon, she added."),
    ],
    good=[
        Example("The ministry said prices had risen. They will fall soon, it added."),
        Example("The ministry's spokesman said prices had risen. They will fall soon, he added."),
        Example("In a statement, Anna Kovacs said prices had risen. They will fall soon, she added."),
        Example('"We are ready," he said.'),
    ],
)
def check_body(rule: Rule, context: Context) -> Iterator[Finding]:
    """*He said* follows a statement, a ministry or another body, and no person has been named.

    French says *il* of a statement (*le communiqué*) and of a ministry; in English the body is *it*. The
    check looks back over the sentence and the two before it, to the last one that spoke. It is a note: a
    person may have been named further up.
    """
    sides = context.sentences
    for number, side in enumerate(sides):
        match = _HE_SAID.search(side.text) if _may_speak(side) else None
        if match is None:
            continue
        before = [read(sides[at]).text for at in range(max(0, number - 2), number)]
        here = read(side).text[: match.start()]
        if not _body_speaks(before, here):
            continue
        group = 1 if match[1] else 4
        pronoun = match[group]
        yield rule.find(
            f"{shown(pronoun)} after a statement or body: {shown('it')} may be meant",
            side.place(*match.span(group)),
            replacement="It" if pronoun[0].isupper() else "it",
            confidence=0.6,
        )


def _may_speak(side: Side) -> bool:
    text = side.text
    return " he " in text or "he " in text[:4].lower() or " she " in text or text.endswith((" he.", " she."))


def _body_speaks(before: list[str], here: str) -> bool:
    """Say whether the last speaker before a place is a body, with no person after or beside it."""
    if _PERSON.search(here) or _is_person_named(here):
        return False
    if _SPEAKING_BODY.search(here) or _ATTRIBUTED.search(here):
        return True
    for text in reversed(before):
        spoken = [*_SPEAKING_BODY.finditer(text), *_ATTRIBUTED.finditer(text)]
        if spoken:
            return not _PERSON.search(text) and not _is_person_named(text)
        if _PERSON.search(text) or _is_person_named(text):
            return False
    return False


def _is_person_named(text: str) -> bool:
    return any(not _INSTITUTION.search(name[0]) for name in _FULL_NAME.finditer(text))
