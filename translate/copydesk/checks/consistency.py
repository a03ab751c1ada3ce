"""One name, one form: renderings and spellings that change within a draft."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from copydesk.checks.rule import Context, Example, Rule, rule
from copydesk.checks.wording import replace_words, shown
from copydesk.findings import Finding, Severity
from copydesk.text import Span

# two renderings that share so much are spellings of one name, not a name and its description
_ALIKE = 0.6
_SHORTEST = 5
# Turkey and Turkish are not two spellings
_OF_PEOPLE = ("ish", "ian", "ians", "ese", "an", "ans", "i", "is", "ch")


@rule(
    "GLO003",
    "inconsistent rendering",
    Severity.WARNING,
    whole=True,
    mqm="terminology/inconsistent use of terminology",
    languages=("",),
    source_languages=("",),
    yields_to=("GLO002", "GLO004", "NAM004"),
    bad=[
        Example(
            "The army entered Deir Ezzor on Monday, state media said.\n\n"
            "Deir al-Zor had been held by the rebels. Trucks left Deir Ezzor at night."
        ),
    ],
    good=[
        Example("The army entered Deir Ezzor on Monday.\n\nDeir Ezzor had been held by the rebels."),
        Example("The UN met on Monday.\n\nThe United Nations had called for a truce."),
    ],
)
def check_inconsistent_rendering(rule: Rule, context: Context) -> Iterator[Finding]:
    """A name of the glossary stands in two of its right spellings in one draft.

    Reported is the one that is not the glossary's first choice, else the less frequent one. A name and its
    acronym, its short form or its description are not two spellings.
    """
    if context.excerpt or context.glossary is None:
        return
    from difflib import SequenceMatcher

    places: dict[str, list[tuple[str, Span]]] = {}
    preferred: dict[str, str] = {}
    for side in context.sentences:
        for found in context.lexicon.spellings.find(side):
            form = found.form
            preferred[form.table] = form.en
            place = side.locate(found.start, found.end)
            places.setdefault(form.table, []).append((form.fr, place))
    for identifier, standing in places.items():
        counts = Counter(words for words, _ in standing)
        if len(counts) < 2:
            continue
        main = preferred[identifier]
        if main not in counts:
            main = counts.most_common(1)[0][0]
        for words, span in standing:
            a, b = words.lower(), main.lower()
            if a in b or b in a or not words[:1].isupper() or words.isupper() or main.isupper():
                continue
            if a.endswith(_OF_PEOPLE) != b.endswith(_OF_PEOPLE):
                continue
            if SequenceMatcher(None, a, b).ratio() >= _ALIKE:
                yield rule.find(
                    f"{shown(words)} is {shown(main)} elsewhere in the draft: write one form",
                    span,
                    edits=(replace_words(context.draft.text, span, main, rule.code),),
                )


@rule(
    "NAM005",
    "spelling of a name varies",
    Severity.NOTE,
    whole=True,
    preview=True,
    mqm="linguistic conventions/spelling",
    languages=("",),
    source_languages=("",),
    yields_to=("GLO", "NAM003", "NAM004"),
    bad=[
        Example("General Haddadi spoke on Monday, and Haddadi left.\n\nThe troops of Hadadi stayed put."),
    ],
    good=[
        Example(
            "The Syrian army and the army of Syria met the Syrians.\n\nThe Haddadis met General Haddadi."
        ),
    ],
)
def check_varying_name(rule: Rule, context: Context) -> Iterator[Finding]:
    """A name stands in two spellings, one letter apart, in one draft; the less frequent one is reported.

    Plurals, demonyms and possessives are not other spellings.
    """
    if context.excerpt:
        return
    from rapidfuzz.distance import OSA

    places: dict[str, list[Span]] = {}
    small: set[str] = set()
    for side in context.sentences:
        for number, word in enumerate(side.words):
            if word.text.islower():
                small.add(word.text)
            elif (
                number and len(word.text) >= _SHORTEST and word.text[0].isupper() and word.text[1:].islower()
            ):
                places.setdefault(word.text, []).append(side.locate(word.start, word.end))
    names = [name for name in places if name.lower() not in small]
    by_letter: dict[str, list[str]] = {}
    for name in names:
        by_letter.setdefault(name[0], []).append(name)
    for name in names:
        for other in by_letter[name[0]]:
            rarer = (len(places[name]), name) < (len(places[other]), other)
            if not rarer or OSA.distance(name, other, score_cutoff=1) != 1:
                continue
            short, long = sorted((name, other), key=len)
            if long in (short + "s", short + "n", short + "i", short + "e"):
                continue
            for span in places[name]:
                yield rule.find(
                    f"{shown(name)} is {shown(other)} elsewhere in the draft",
                    span,
                    replacement=other,
                    confidence=0.5,
                )
