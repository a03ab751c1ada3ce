"""French left standing: words and whole sentences."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from itertools import groupby

from copydesk.checks.lexicon import find_words
from copydesk.checks.reading import fold
from copydesk.checks.rule import Context, Example, Rule, Side, Word, rule
from copydesk.checks.tables import load_words
from copydesk.checks.wording import replace_words, shown
from copydesk.findings import Finding, Severity
from copydesk.glossary.addresses import find_addresses
from copydesk.glossary.model import Kind
from copydesk.text import Span

# of the commonest words of French, those that mean something in English too or are single letters
_SHORTEST = 5
# on words that English does not know, each of these is French at least 97 times of 100
_FRENCH_LOOK = re.compile(
    r"(?:eurs?|euses?|[aeo]ux|ai[st]?|aient|ez|ants?|antes?|ont|istes?|phones?|iques?|elles?|ettes?|"
    r"oirs?|oires?|ées?|ier|iser?|era|rons)$"
)
# small words of French that are words or ends of words in English
_ENGLISH_TOO = frozenset("a an as me on or s t".split())
_FRENCH_LISTS = ("french_words", "french_words_rare", "french_words_named", "french_small_words")
# what may stand between the words of one name
_JOINTS = frozenset((" ", "-", "'", " ("))
# enough of the ends of verbs, nouns and adjectives to know one form by another: couchons by coucher
_FRENCH_ENDS = sorted(
    "e es s x ent er ez ons ions ait aient ais ai a as ant ants ante antes era erai erais erait erons "
    "eraient ont é ée és ées".split(),
    key=len,
    reverse=True,
)
_SHARED = frozenset(
    "a on me or but as do plus pour son sur par tout sans sale an si en y d l n s c j la de le au du".split()
)


@cache
def _small_words() -> frozenset[str]:
    return _function() | load_words("borrowed_words") | load_words("phrase_words")


def _function() -> frozenset[str]:
    return load_words("french_function_words")


@rule(
    "UNT001",
    "French word left",
    Severity.WARNING,
    mqm="accuracy/untranslated",
    yields_to=("UNT002", "GLO", "NAM002", "NAM003", "NAM004", "BOI001"),
    bad=[
        Example("The government announced new mesures against inflation."),
        Example("Talks on the pourparlers resumed in Geneva.", "Les pourparlers ont repris à Genève."),
        Example("He spoke of the sortie from the crisis.", "Il a parlé de la sortie de la crise."),
        Example("Monday's séance was put off.", "La séance de lundi a été reportée."),
        Example("The première man arrested was freed.", "La première personne arrêtée a été relâchée."),
        Example("Merkel rencontre Putin on Monday.", "Merkel rencontre Poutine lundi."),
        Example("We couchons in the square.", "Nous couchons sur la place."),
    ],
    good=[
        Example("The government announced new measures; the coup d'état was his déjà vu."),
        Example("The communiqué spoke of a fait accompli in the Champs-Élysées."),
        Example("Médecins sans frontières left Sudan.", "Médecins sans frontières a quitté le Soudan."),
        Example("He won the Grand Prix and felt déjà vu.", "Il a gagné le Grand Prix, un air de déjà vu."),
        Example("Energie gérance won.", "Énergie gérance a gagné."),
        Example("The nouveaux riches have idées fixes.", "Les nouveaux riches ont des idées fixes."),
        Example("The scorpions and protons are gone.", "Les scorpions et les protons ont disparu."),
        Example("Write to greffe@ville.example.", "Écrivez à greffe@ville.example."),
        Example("The first-aider had an avant-garde idea.", "Le secouriste a eu une idée d'avant-garde."),
    ],
)
def check_left_word(rule: Rule, context: Context) -> Iterator[Finding]:
    """A lower-case French word stands in the English.

    The list holds words that are common in French and hardly ever seen in English. Borrowings (coup, déjà
    vu, communiqué), words inside a name and quoted words are left alone. Where the source has the very word,
    words that English spells alike (*sortie, monde*) or keeps in set phrases only (*première*), and that are
    hardly ever right for the French ones, count as well; so do unknown words that end or bend like French.
    """
    french = context.lexicon.french_words
    for side in context.sentences:
        yield from _find_phrases(rule, context, side)
        source = context.source_side(side)
        known = source.vocabulary if source is not None else frozenset()
        shared = side.vocabulary & known
        suspects = side.vocabulary & french
        if shared:
            suspects |= shared & load_words("french_words_rare")
            suspects |= shared & load_words("french_words_named")
            suspects |= shared & load_words("seldom_kept")
            suspects |= _unknown_in_english(shared)
        if not suspects:
            continue
        words = side.words
        hits = [
            number
            for number, word in enumerate(words)
            if word.text in suspects and _is_left(context, side, number, shared)
        ]
        for _, run in groupby(enumerate(hits), lambda item: item[1] - item[0]):
            numbers = [number for _, number in run]
            span = side.locate(words[numbers[0]].start, words[numbers[-1]].end)
            yield rule.find(
                f"{shown(span.of(context.draft.text))} is French",
                span,
                confidence=0.9 if shared else 0.7,
            )


def _find_phrases(rule: Rule, context: Context, side: Side) -> Iterator[Finding]:
    """Find the glossary's French nouns and phrases (garde à vue) that stand in the draft.

    With a source, a single word that the source has as a term (parquet) counts as well.
    """
    found = {
        side.locate(left.start, left.end): left.form.en for left in context.lexicon.left_phrases.find(side)
    }
    source = context.source_side(side)
    if source is not None and context.lexicon.matcher is not None:
        from copydesk.glossary.targets import find_targets

        for match in context.find_terms(source):
            term = match.term
            if term.kind in (Kind.NOUN, Kind.PHRASE) and not match.ambiguous:
                forms = [form for form in term.forms if form not in term.targets]
                place = find_words(side, forms)
                if place is not None and not find_targets(side.text, term, language=side.language.code):
                    found.setdefault(place, term.target)
    text = context.draft.text
    for span, right in found.items():
        yield rule.find(
            f"{shown(span.of(text))} is French: write {shown(right)}",
            span,
            edits=(replace_words(text, span, right, rule.code),),
        )


def _unknown_in_english(words: frozenset[str]) -> set[str]:
    """Pick the words in lower case that English does not know and written, ending or bent like French."""
    rest = words - load_words("english_common") - load_words("english_words")
    return {
        word
        for word in rest
        if len(word) >= _SHORTEST
        and word.islower()
        and (_FRENCH_LOOK.search(word) or not word.isascii() or _is_inflected(word))
    }


@lru_cache(4096)
def _is_inflected(word: str) -> bool:
    """Say whether *word*, unknown to English, is another form of a French one: its stem with another end."""
    singular = word.removesuffix("s")
    if singular in load_words("english_common") or singular in load_words("english_words"):
        return False
    for end in _FRENCH_ENDS:
        stem = word.removesuffix(end)
        # short stems with these ends are often no French: pistons, serpent, corrida
        if stem != word and len(stem) >= (5 if end in ("s", "a", "as", "ent", "ons", "ions") else 4):
            forms = {stem, *(stem + other for other in _FRENCH_ENDS)} - {word}
            if any(not forms.isdisjoint(load_words(name)) for name in ("french_words", "french_words_rare")):
                return True
    return False


def _is_left(context: Context, side: Side, number: int, shared: frozenset[str]) -> bool:
    word = side.words[number]
    if len(word.text) < 3 or word.text in load_words("borrowed_words"):
        return False
    if side.shadow.text[max(0, word.start - 1) : word.start] in ("/", "@", "#"):
        return False  # part of an address
    if any(span.start <= word.start < span.end for span, _ in find_addresses(side.shadow.text)):
        return False
    if word.text not in shared and "-" in side.shadow.text[max(0, word.start - 1) : word.end + 1]:
        return False  # first-aider
    if word.text in load_words("phrase_words"):
        return word.text in shared and not _in_phrase(context, side, number)
    if word.text in shared:
        return not _is_kept_name(context, side, number)
    if word.text in _function() or _in_name(side, number):
        return False
    return not context.quoted(side.locate(word.start, word.end))


def _in_phrase(context: Context, side: Side, number: int) -> bool:
    """Say whether a neighbour is French too, so that the two may be a set phrase that English keeps."""
    words = side.words
    near = [words[at].text for at in (number - 1, number + 1) if 0 <= at < len(words)]
    return any(
        word in load_words(name)
        for word in near
        if word not in _ENGLISH_TOO
        for name in ("phrase_words", "borrowed_words", "french_function_words")
    ) or _is_kept_name(context, side, number)


def _in_name(side: Side, number: int) -> bool:
    """Say whether a word is part of a name: a capital near by, bound by a space, hyphen or apostrophe."""
    return any(_leads_to_capital(side, number, step) for step in (-1, 1))


def _is_kept_name(context: Context, side: Side, number: int) -> bool:
    """Say whether a word that the source has too belongs to a name or title that was kept as it is.

    Kept are names bound by hyphen or apostrophe or over small French words, a capital and its neighbour that
    stand like that in the source, and quoted titles that do.
    """
    if "joined" in (_leads_to_capital(side, number, -1), _leads_to_capital(side, number, 1)):
        return True
    source = context.source_side(side)
    if source is None:
        return False
    words, plain = side.words, side.shadow.text
    word = words[number].text
    for first in (number - 1, number):
        if (
            0 <= first < len(words) - 1
            and words[first].text[0].isupper() != words[first + 1].text[0].isupper()
        ):
            between = plain[words[first].end : words[first + 1].start]
            both = plain[words[first].start : words[first + 1].end]
            # a name may have lost its accents: Energie gérance
            kept = both in source.shadow.text or fold(both) in fold(source.shadow.text)
            if between in _JOINTS and kept and not _acts(words[first].text, word):
                return True
    if number > 1 and words[number - 1].text in _small_words() and words[number - 2].text[0].isupper():
        # a name at the start of a sentence: Médecins sans frontières
        whole = plain[words[number - 2].start : words[number].end]
        if whole in source.shadow.text and words[number - 1].text not in _ENGLISH_TOO:
            return True
    place = side.locate(words[number].start, words[number].end)
    quotation = context.quotation(place)
    if quotation is None or not quotation.covers(place):
        return False
    return quotation.of(context.draft.text)[1:-1].strip(" ,.") in source.text


def _acts(name: str, word: str) -> bool:
    """Say whether *word* is no part of the name before it: *Merkel rencontre*, not *Front national*.

    A name of ordinary words may go on in small letters; that of a person or a place does not.
    """
    plain = name.lower()
    if plain == word or not name[0].isupper() or name.isupper():
        return False
    common = any(plain in load_words(table) for table in (*_FRENCH_LISTS, "english_common", "english_words"))
    return (
        not common and plain not in _small_words() and any(word in load_words(t) for t in _FRENCH_LISTS[:2])
    )


def _leads_to_capital(side: Side, number: int, step: int) -> str:
    """Say how a capital is reached: ``joined`` by a mark or over small French words, ``spaced``, or not."""
    words, text = side.words, side.shadow.text
    small = _small_words()
    at = number
    for _ in range(3):
        following = at + step
        if not 0 <= following < len(words):
            return ""
        first, second = (words[at], words[following]) if step > 0 else (words[following], words[at])
        between = text[first.end : second.start]
        if between.strip(" '-") or not between:
            return ""
        if words[following].text == "s" and between == " " and step < 0:
            return ""  # the possessive of English: Monday's réunion
        # the first word of a sentence has its capital anyway
        if words[following].text[0].isupper() and not (following == 0 and step < 0 and len(words) > 2):
            return "spaced" if between == " " and at == number else "joined"
        if words[following].text not in small:
            return ""
        at = following
    return ""


@rule(
    "UNT002",
    "French sentence left",
    Severity.ERROR,
    mqm="accuracy/untranslated",
    yields_to=("BOI001",),
    bad=[
        Example(
            "The talks failed. Les deux parties se sont accusées de la rupture de la trêve. The army left."
        ),
    ],
    good=[
        Example("The talks failed. Both sides blamed each other for the end of the truce."),
        Example("He quoted 'Les Misérables' and the motto 'Liberté, égalité, fraternité'."),
    ],
)
def check_left_sentence(rule: Rule, context: Context) -> Iterator[Finding]:
    """A whole sentence, or most of one, was left in French.

    Counted are the common little words of French: a third of the words and at least four must be of them, or
    of the list of French words.
    """
    french = context.lexicon.french_words
    for side in context.sentences:
        if len(side.tokens) < 5 or len(side.lower_words & _function()) < 2:
            continue
        found = _french_stretch(side, french)
        if found is not None:
            yield rule.find(f"left in French: {shown(found.of(context.draft.text))}", found)


def _french_stretch(side: Side, french: frozenset[str]) -> Span | None:
    """Find the longest stretch of French in a sentence: most of its words French, at least five."""
    words = side.words
    scores = [_score(word, french) for word in words]
    best, best_sum = None, 0.0
    start, running = 0, 0.0
    for number, score in enumerate(scores):
        if running <= 0:
            start, running = number, 0.0
        running += score
        if running > best_sum:
            best, best_sum = (start, number), running
    if best is None:
        return None
    first, last = best
    little_words = _function() - _SHARED
    little = [word.text for word in words[first : last + 1] if word.text in little_words]
    size = last - first + 1
    if (
        best_sum < 3.5
        or size < 5
        or len(little) < 2
        or sum(s > 0 for s in scores[first : last + 1]) < 0.5 * size
    ):
        return None
    return side.locate(words[first].start, words[last].end)


def _score(word: Word, french: frozenset[str]) -> float:
    lower = word.text.lower()
    if lower in _function():
        return 0.5 if lower in _SHARED else 1.0
    if lower in french:
        return 1.0
    if word.text[0].isupper() or word.text[0].isdigit():
        return -0.2
    return -1.0
