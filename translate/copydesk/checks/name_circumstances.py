"""What around a name shows that a translator may do without it, or write it another way."""

from __future__ import annotations

import re

from copydesk.checks.name_matching import resembling
from copydesk.checks.name_words import Name, is_acronym
from copydesk.checks.reading import Reading, fold

_FRENCH_SAYING = frozenset(
    """dit dixit déclare déclaré ajoute ajouté explique expliqué affirme affirmé estime estimé indique indiqué
    souligne souligné précise précisé conclut conclu assure assuré rappelle rappelé raconte raconté
    confie confié écrit répond répondu note noté observe observé juge jugé regrette regretté
    poursuit poursuivi prévient prévenu reconnaît reconnu lance lancé insiste insisté
    commente commenté""".split()
)
_ENGLISH_SAYING = frozenset(
    """said says adds added told tells explained explains writes wrote believes argues argued claims claimed
    insists insisted stressed stresses noted notes concluded concludes thinks recalls recalled stated states
    commented comments warned warns admitted admits""".split()
)
_SPEAKING = re.compile(
    rf"\b(?:he|she|they|it) (?:(?:also|has|had|then|later) )?(?:{'|'.join(sorted(_ENGLISH_SAYING))})\b"
    r"|\bsaid (?:he|she|they)\b",
    re.IGNORECASE,
)
_TITLES = frozenset("m mm mme mlle me dr".split())
_PREPOSITIONS = frozenset("de du des d à au aux en chez par pour avec sur dans contre".split())
_ARTICLES = frozenset("le la l un une".split())
# countries that are spelt like their people
_COUNTRIES = frozenset("suisse argentine".split())
_DOTTED = re.compile(r"\b(?:[A-Z]\.){2,}")
# the bracket that explains a name opens near it: "Český rozhlas (la radio publique tchèque)"
_GLOSS = re.compile(r"[^(),;:.!?]{0,25}\(([^()]{4,})\)")
_GLOSS_ARTICLE = re.compile(r"(?:le|la|les|un|une|des) |l'")


def is_speaker(reading: Reading, name: Name) -> bool:
    """Say whether a verb of saying stands beside a name of the source: ``a ajouté Wright``."""
    lowers = reading.lowers
    before, after = lowers[max(0, name.first - 2) : name.first], lowers[name.last + 1 : name.last + 4]
    if before and (before[-1] in _FRENCH_SAYING or (before[-1] in _TITLES and before[0] in _FRENCH_SAYING)):
        return True
    if before and before[-1] in _PREPOSITIONS:
        return False
    verb = 1 if after[:1] == ["a"] else 0
    return after[verb : verb + 1] != [] and after[verb] in _FRENCH_SAYING


def has_speaking_pronoun(reading: Reading) -> bool:
    """Say whether a pronoun speaks in the draft: ``she said``, ``said he``."""
    return _SPEAKING.search(reading.text) is not None


def is_singular(reading: Reading, name: Name) -> bool:
    """Say whether an article of the singular stands before a name or begins it: ``l'Allemande``."""
    if name.words[-1] in _COUNTRIES or name.last - name.first > 1:
        return False
    return name.last > 0 and reading.lowers[name.last - 1] in _ARTICLES


def is_glossed(reading: Reading, last: int, other: Reading) -> bool:
    """Say whether the source explains a foreign name in a bracket that the draft does without.

    The bracket begins with an article (``Mossos (la police catalane)``), or the draft has its words.
    """
    if reading.text.count("(") <= other.text.count("("):
        return False
    gloss = _GLOSS.match(reading.text, reading.ends[last])
    if gloss is None:
        return False
    if _GLOSS_ARTICLE.match(gloss[1]):
        return True
    words = [fold(word) for word in re.findall(r"[^\W\d_]{5,}", gloss[1])]
    return any(resembling(word, known) for word in words for known in map(fold, other.vocabulary))


def dotted_acronyms(reading: Reading) -> frozenset[str]:
    """Give the acronyms with points, without them and small: ``us`` for U.S., ``dc`` for D.C."""
    return frozenset(match.replace(".", "").lower() for match in _DOTTED.findall(reading.text))


def is_spelt_short(words: tuple[str, ...], other: Reading) -> bool:
    """Say whether the other text has the initials of a name of several words: Los Angeles, L.A."""
    if len(words) < 2:
        return False
    initials = "".join(word[0] for word in words)
    short = {word.rstrip("s").lower() for word in other.words if len(word) > 1 and is_acronym(word)}
    short |= dotted_acronyms(other)
    return any(acronym in (initials, initials[::-1]) or _ends_with(initials, acronym) for acronym in short)


def _ends_with(initials: str, acronym: str) -> bool:
    """Say whether an acronym stands for the later words of a name: GP for Hungarian Grand Prix."""
    return 1 < len(acronym) < len(initials) and initials.endswith(acronym)
