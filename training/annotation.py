"""Give aligned words inline in the source, `Idleb ⟦ Idlib ⟧`, so that the model learns to obey a glossary.

Source of method: Dinu et al. (2019), Bergmanis and Pinnis (2021).
"""

from __future__ import annotations

import random
from dataclasses import dataclass

from training.invention import invent_name
from training.vocabulary import CLOSE, OPEN, Vocabulary
from training.wordpairs import NONE, WordPair, source_core, target_core

FRENCH_FUNCTION = frozenset(
    """
    le la les l un une des du de d au aux à a en dans par pour sur sous avec sans chez entre vers et ou
    où ni mais donc car que qui quoi dont qu ce cet cette ces se s sa son ses leur leurs mon ma mes ton
    ta tes notre nos votre vos je tu il elle on nous vous ils elles y ne n pas plus est sont été être
    était ont avait avoir fait si comme même tout tous toute toutes très aussi bien puis lui moi eux c j
    m t après avant selon
    """.split()
)
ENGLISH_FUNCTION = frozenset(
    """
    the a an of to in on at by for from with without and or but nor not no is are was were be been being
    has have had do does did will would can could should may might must that which who whom whose this
    these those it its he she his her him they them their we us our you your i me my as if than then so
    also more most very all any some there here what when where how up out about into over after before
    between under against
    """.split()
)


@dataclass(frozen=True, slots=True)
class Found:
    """A phrase pair: source words [i, j), target words [k, m), both half-open."""

    i: int
    j: int
    k: int
    m: int


def find_phrases(pair: WordPair, longest: int = 3) -> list[Found]:
    """List contiguous phrase pairs whose links stay inside, with content words at both edges."""
    inverse: dict[int, list[int]] = {}
    for position, there in enumerate(pair.link):
        if there != NONE:
            inverse.setdefault(there, []).append(position)
    found = []
    count = len(pair.source)
    for i in range(count):
        for j in range(i + 1, min(i + longest, count) + 1):
            targets = [t for word in range(i, j) for t in inverse.get(word, ())]
            if not targets or i not in inverse or j - 1 not in inverse:
                continue
            k, m = min(targets), max(targets) + 1
            if m - k > longest or m - k != len(set(targets)):
                continue
            if not any(pair.firm[t] for t in targets):
                continue
            if _good_edges(pair, i, j, k, m):
                found.append(Found(i, j, k, m))
    return found


def _good_edges(pair: WordPair, i: int, j: int, k: int, m: int) -> bool:
    for word in range(i, j):
        before, core, after = source_core(pair.source[word])
        if (word > i and before) or (word < j - 1 and after) or OPEN in core:
            return False
        if word in (i, j - 1) and (
            core.lower() in FRENCH_FUNCTION or len(core) < 3 or not core[-1].isalnum()
        ):
            return False
    for word in range(k, m):
        before, core, after = target_core(pair.target[word])
        if (word > k and before) or (word < m - 1 and after):
            return False
        if word in (k, m - 1) and (
            core.lower() in ENGLISH_FUNCTION or len(core) < 2 or not core[-1].isalnum()
        ):
            return False
    return True


class Annotator:
    """Annotate pairs; keeps a pool of seen English forms to swap in."""

    def __init__(self, vocabulary: Vocabulary, seed: int) -> None:
        self.vocabulary = vocabulary
        self.random = random.Random(seed)
        self.singular: list[str] = []
        self.plural: list[str] = []
        self.phrases: list[list[str]] = []
        self.relatives: dict[str, list[str]] = {}
        self.counts = {
            "annotated": 0, "terms": 0, "invented": 0, "swapped": 0, "related": 0, "foreign": 0,
            "lemma": 0, "none": 0,
        }  # fmt: skip

    def annotate(self, pair: WordPair) -> WordPair | None:
        """Return the pair with one to four terms inline, or None when it offers no phrase."""
        phrases = find_phrases(pair)
        self.random.shuffle(phrases)
        phrases.sort(key=lambda f: -self._appeal(pair, f))
        wanted = self.random.choices((1, 2, 3, 4), (50, 27, 15, 8))[0]
        chosen: list[Found] = []
        for phrase in phrases:
            apart = (phrase.j <= c.i or phrase.i >= c.j for c in chosen)
            if all(apart) and all(phrase.m <= c.k or phrase.k >= c.m for c in chosen):
                chosen.append(phrase)
            if len(chosen) == wanted:
                break
        if not chosen:
            self.counts["none"] += 1
            return None
        self.counts["annotated"] += 1
        self.counts["terms"] += len(chosen)
        return self._rebuild(pair, sorted(chosen, key=lambda f: f.i))

    def _appeal(self, pair: WordPair, found: Found) -> float:
        """Prefer names and longer words, with much chance."""
        word = source_core(pair.source[found.j - 1])[1]
        name = word[0].isupper() and found.i > 0
        return self.random.random() + (0.35 if name else 0.0) + 0.02 * min(len(word), 12)

    def _forms(self, pair: WordPair, found: Found) -> tuple[list[str], list[str]]:
        """Return (inline words, words of the reference): swapped, related, invented or singular at times.

        A fifth get a phrase of some other sentence: what is asked for is to be written, not judged.
        """
        words = [target_core(w)[1] for w in pair.target[found.k : found.m]]
        if len(self.phrases) < 60_000 and found.k > 0:
            self.phrases.append(words)
        if len(self.phrases) > 1000 and self.random.random() < 0.2:
            self.counts["foreign"] += 1
            new = self.random.choice(self.phrases)
            return new, new
        chance = self.random.random()
        last = words[-1]
        name = last[0].isupper() and found.k > 0
        if name and chance < 0.45:
            new = invent_name(self.random, self.random.choice((1, 1, 2)))
            self.counts["invented"] += 1
            return new, new
        if not name and last.islower() and last.isalpha():
            pool = self.plural if last.endswith("s") else self.singular
            if len(words) == 1 and len(pool) < 30_000:
                pool.append(last)
            relatives = self._meet(last)
            if chance < 0.35 and len(pool) > 500 and found.j - found.i == 1:
                new = [self.random.choice(pool)]
                if self.random.random() < 0.25:
                    new.insert(0, self.random.choice(self.singular))
                self.counts["swapped"] += 1
                return new, new
            if chance < 0.5 and relatives:
                self.counts["related"] += 1
                new = [*words[:-1], self.random.choice(relatives)]
                return new, new
            if chance > 0.92 and last.endswith("s") and len(last) > 4 and last[-2] not in "su":
                self.counts["lemma"] += 1
                return [*words[:-1], last[:-3] + "y" if last.endswith("ies") else last[:-1]], words
        return words, words

    def _meet(self, word: str) -> list[str]:
        """Remember a word; return the others met that begin like it (developing, developer)."""
        if len(word) < 6:
            return []
        family = self.relatives.setdefault(word[:5], [])
        if word not in family:
            family.append(word)
        return [other for other in family if other != word]

    def _rebuild(self, pair: WordPair, chosen: list[Found]) -> WordPair:
        """Write the terms inline; their target words are linked to the inline words, the rest as before."""
        starts = {f.i: f for f in chosen}
        source: list[str] = []
        new_at: dict[int, int] = {}
        placed: dict[int, tuple[list[int], list[str], Found]] = {}
        position = 0
        while position < len(pair.source):
            found = starts.get(position)
            if found is None:
                new_at[position] = len(source)
                source.append(pair.source[position])
                position += 1
                continue
            asked, reference = self._forms(pair, found)
            for word in range(found.i, found.j):
                new_at[word] = len(source)
                source.append(pair.source[word])
            before, core, after = source_core(source[-1])
            source[-1] = before + core
            indices = list(range(len(source) + 1, len(source) + 1 + len(asked)))
            source += [OPEN, *asked, CLOSE + after]
            placed[found.k] = (indices, reference, found)
            position = found.j
        target: list[str] = []
        link: list[int] = []
        position = 0
        while position < len(pair.target):
            if position in placed:
                indices, reference, found = placed[position]
                words = list(reference)
                words[0] = target_core(pair.target[found.k])[0] + words[0]
                words[-1] = words[-1] + target_core(pair.target[found.m - 1])[2]
                target += words
                link += [indices[min(n, len(indices) - 1)] for n in range(len(words))]
                position = found.m
            else:
                target.append(pair.target[position])
                there = pair.link[position]
                link.append(new_at[there] if there != NONE else NONE)
                position += 1
        return WordPair(source, target, link, [False] * len(target))
