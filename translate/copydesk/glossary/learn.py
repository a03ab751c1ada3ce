"""Mine candidate terms from sentences and their translations, for a person to accept.

Source and target candidates that occur in the same pairs more often than chance are scored by the
log-likelihood ratio (Dunning 1993) and linked one to one, best first (competitive linking, Melamed 2000).
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product

from copydesk.glossary.candidates import Extractor
from copydesk.glossary.collector import collection_paused
from copydesk.glossary.formats.rows import default_case
from copydesk.glossary.match import Matcher
from copydesk.glossary.model import Glossary, Kind, Term
from copydesk.glossary.targets import find_targets
from copydesk.glossary.tokens import fold

# a pair below this Dice coefficient is more often apart than together
LEAST_DICE = {Kind.NAME: 0.4, Kind.ACRONYM: 0.4, Kind.NOUN: 0.6}
# names seen once are believed when they look alike: Idleb, Idlib
_COGNATE = 0.7
_EXAMPLE = 60  # characters on either side


@dataclass(frozen=True, slots=True)
class Candidate:
    """Propose one term: the words of both sides, how often each was seen, and an example of both.

    *together* counts the pairs that hold both. *dice* is 2·together / (seen + seen), from 0 to 1;
    *likelihood* is the log-likelihood ratio against chance. *known_target* is what the reference glossary
    has for the source, "" for nothing.
    """

    source: str
    target: str
    kind: Kind
    together: int
    source_count: int
    target_count: int
    dice: float
    likelihood: float
    examples: tuple[str, str]
    known_target: str = ""


def learn_terms(
    pairs: Sequence[tuple[str, str]],
    *,
    source_language: str = "fr",
    target_language: str = "en",
    reference: Glossary | None = None,
    least: int = 2,
    identical: bool = False,
) -> list[Candidate]:
    """Return candidate terms of *pairs* (sentence, translation): names and acronyms, then nouns, best first.

    *least* is how many pairs must hold both words (names that look alike need only one). What *reference*
    has already is left out; where it has another target, that is said. *identical* keeps words that are
    the same on both sides.
    """
    extractors = (Extractor(source_language), Extractor(target_language))
    for extractor, sentences in zip(extractors, zip(*pairs, strict=True), strict=True) if pairs else ():
        extractor.study(sentences)
    seen: tuple[Counter[str], Counter[str]] = (Counter(), Counter())
    forms: tuple[dict[str, Counter[str]], dict[str, Counter[str]]] = ({}, {})
    kinds: tuple[dict[str, Kind], dict[str, Kind]] = ({}, {})
    together: Counter[tuple[str, str]] = Counter()
    where: dict[tuple[str, str], int] = {}
    with collection_paused():
        for number, pair in enumerate(pairs):
            keys: list[list[str]] = []
            for side in (0, 1):
                found = list(extractors[side].find(pair[side]))
                for candidate in found:
                    words = " ".join(candidate.span.of(pair[side]).split())
                    forms[side].setdefault(candidate.key, Counter())[words] += 1
                    kinds[side].setdefault(candidate.key, candidate.kind)
                keys.append(list(dict.fromkeys(candidate.key for candidate in found)))
                seen[side].update(keys[side])
            for link in product(keys[0], keys[1]):
                if _may_be_terms(kinds[0][link[0]], kinds[1][link[1]]):
                    together[link] += 1
                    where.setdefault(link, number)
    scored: list[tuple[float, float, int, str, str, float]] = []
    for (source, target), count in together.items():
        dice = 2 * count / (seen[0][source] + seen[1][target])
        likeness = _likeness(source, target)
        enough = count >= least or (likeness >= _COGNATE and kinds[0][source] is not Kind.NOUN)
        if enough and dice >= LEAST_DICE[kinds[0][source]]:
            score = log_likelihood(count, seen[0][source], seen[1][target], len(pairs))
            scored.append((score * (1 + likeness), dice, len(source) + len(target), source, target, score))
    scored.sort(key=lambda item: (-item[0], -item[1], -item[2], item[3], item[4]))
    matcher = Matcher(reference) if reference else None
    used: tuple[set[str], set[str]] = (set(), set())
    learnt = []
    for _, dice, _, source, target, score in scored:
        if source in used[0] or target in used[1]:
            continue
        used[0].add(source)
        used[1].add(target)
        ours, theirs = _usual(forms[0][source]), _usual(forms[1][target])
        if ours == theirs and not identical:
            continue
        known = _known_target(matcher, ours, theirs, target_language)
        if known is None:
            continue
        number = where[source, target]
        here = pairs[number]
        examples = (_around(here[0], forms[0][source]), _around(here[1], forms[1][target]))
        learnt.append(
            Candidate(
                ours, theirs, kinds[0][source], together[source, target],
                seen[0][source], seen[1][target], dice, score, examples, known,
            )
        )  # fmt: skip
    return sorted(learnt, key=lambda candidate: candidate.kind is Kind.NOUN)


def log_likelihood(together: int, one: int, other: int, total: int) -> float:
    """Give Dunning's log-likelihood ratio of a 2 by 2 table of co-occurrence; 0 is chance."""
    table = (
        (together, one - together),
        (other - together, total - one - other + together),
    )
    rows = [sum(row) for row in table]
    columns = [table[0][at] + table[1][at] for at in (0, 1)]
    score = 0.0
    for row in (0, 1):
        for column in (0, 1):
            count = table[row][column]
            if count > 0:
                score += count * math.log(count * total / (rows[row] * columns[column]))
    return 2 * score


def as_glossary(candidates: Sequence[Candidate], languages: tuple[str, str]) -> Glossary:
    """Turn candidates into a glossary whose notes give counts and examples; a person deletes rows."""
    terms = []
    for number, found in enumerate(candidates, 2):
        differs = f"the reference has '{found.known_target}'; " if found.known_target else ""
        note = (
            f"{differs}together {found.together} of {found.source_count} and {found.target_count}, "
            f"Dice {found.dice:.2f}: {found.examples[0]} = {found.examples[1]}"
        )
        terms.append(
            Term(
                f"learnt:{number}", found.source, found.target, found.kind,
                case=default_case(found.kind), note=note, row=number,
            )
        )  # fmt: skip
    return Glossary("learnt", *languages, tuple(terms))


def _may_be_terms(source: Kind, target: Kind) -> bool:
    """Say whether two sorts of candidates may be linked: a noun only with a noun."""
    return (source is Kind.NOUN) == (target is Kind.NOUN)


def _likeness(source: str, target: str) -> float:
    from rapidfuzz import fuzz

    likeness: float = fuzz.ratio(fold(source.lstrip("~")), fold(target.lstrip("~"))) / 100
    return likeness


def _usual(forms: Counter[str]) -> str:
    """Give the form seen most often; among equals the shortest, which is most often the singular."""
    return min(forms, key=lambda form: (-forms[form], len(form), form))


def _known_target(matcher: Matcher | None, source: str, target: str, language: str) -> str | None:
    """Give what the reference has for *source*: None when it has this very pair, "" when nothing."""
    if matcher is None:
        return ""
    terms = [term for term, _ in matcher.could_match(source)]
    for term in terms:
        if find_targets(target, term, language=language):
            return None
    return terms[0].target if terms else ""


def _around(sentence: str, forms: Counter[str]) -> str:
    words = " ".join(sentence.split())
    at = min((place for form in forms if (place := words.find(form)) >= 0), default=0)
    begin, end = max(0, at - _EXAMPLE), min(len(words), at + _EXAMPLE)
    return f"{'…' if begin else ''}{words[begin:end]}{'…' if end < len(words) else ''}"
