"""Run rules over a draft: build the context, gather findings, settle overlaps, sign each with a fingerprint.

This is the middle of three steps: rules find, this module keeps order, ``copydesk.report`` shows.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from copydesk import __version__
from copydesk.checks.lexicon import Lexicon
from copydesk.checks.protection import protect, quoted_spans
from copydesk.checks.registry import Selection, split_runnable
from copydesk.checks.rule import Context, Pair, Rule, Shelf, Side, fingerprint
from copydesk.errors import InputError
from copydesk.findings import FileFindings, Finding
from copydesk.languages import get_language
from copydesk.quotations import find_quotations
from copydesk.text import Document, Role, Segment, Span

if TYPE_CHECKING:
    from copydesk.checks.critic_model.judge import Critic

Aligner = Callable[[Sequence[Side], Sequence[Side]], tuple[Pair, ...]]
_NEIGHBOURS = 2
# a long document goes through the rules in stretches of so many sentences; analyses of so many are kept
_STRETCH = 256
_SHELF = 4 * _STRETCH
# no writer makes sentences like that; several rules compare all of a sentence with all of its source
_LONGEST_SENTENCE = 2_000
_LONGEST_ROW = 10_000
# a document is judged by its first characters, and not at all when it has fewer words
_JUDGED = 20_000
_FEWEST_WORDS = 40


@dataclass(eq=False)
class Checker:
    """Check drafts with a fixed choice of rules, word lists and languages.

    *broken* maps the code of a rule that raised to what it said; such a rule is left out from then on.
    *align* pairs the sentences of two documents (default: ``copydesk.align_articles.align``). *critic* is the
    model that the CRI rules ask.
    """

    rules: Sequence[Rule]
    lexicon: Lexicon = field(default_factory=Lexicon)
    source_language: str = "fr"
    target_language: str = "en"
    align: Aligner | None = None
    broken: dict[str, str] = field(default_factory=dict)
    critic: Critic | None = None

    def __post_init__(self) -> None:
        self._language = get_language(self.target_language)
        self._source_language = get_language(self.source_language)
        self._plans = {
            has_source: split_runnable(
                self.rules,
                has_source=has_source,
                source_language=self.source_language,
                target_language=self.target_language,
            )
            for has_source in (False, True)
        }
        self._by_code = {rule.code: rule for rule in self.rules}

    def check(self, draft: Document, source: Document | None = None) -> FileFindings:
        """Check a whole *draft*, against *source* where there is one.

        Where the two are no translations of each other the draft is checked alone, and ``unrelated`` of the
        result says so. Raises InputError when the two are the same text, swapped, or in a wrong language.
        """
        self._refuse_wrong_texts(draft, source)
        sentences = self._sentences(draft, self.target_language)
        pairs: tuple[Pair, ...] = ()
        if source is not None:
            aligned = self._align(draft, sentences, source)
            if aligned is None:
                return replace(self.check(draft), unrelated=True, source_name=source.name)
            pairs = aligned
        settled: frozenset[str] = frozenset()
        if source is not None and source.is_one_text and self.lexicon.matcher is not None:
            settled = self.lexicon.matcher.settle(pair.source.text for pair in pairs if pair.source)
        quotations = quoted_spans(draft)
        context = Context(
            draft,
            sentences,
            source,
            pairs,
            self.lexicon.glossary,
            quotations,
            self.lexicon,
            critic=self.critic,
            settled=settled,
        )
        return self._findings(context)

    def check_row(self, name: str, target: str, source: str | None = None) -> FileFindings:
        """Check one row of a corpus: a sentence or short text, against its source where there is one."""
        draft, side = _row(name, target, self.target_language)
        sides: tuple[Side, ...] = (side,)
        original: Document | None = None
        pairs: tuple[Pair, ...] = ()
        if source is not None and source.strip():
            original, source_side = _row(name, source, self.source_language)
            pairs = (Pair(side, source_side),)
        if max(len(target), len(source or "")) > _LONGEST_ROW:
            sides = self._sentences(draft, self.target_language)
            if original is not None:
                pairs = self._align(draft, sides, original) or ()
        context = Context(
            draft,
            sides,
            original,
            pairs,
            self.lexicon.glossary,
            tuple(quotation.span for quotation in find_quotations(target)),
            self.lexicon,
            excerpt=True,
            critic=self.critic,
        )
        return self._findings(context)

    def codes(self, *, has_source: bool) -> frozenset[str]:
        """Give the codes of the rules that run with, or without, a source."""
        return frozenset(rule.code for rule in self._plans[has_source][0] if rule.code not in self.broken)

    def signature(self, selection: Selection) -> str:
        """Give the signature of a run: what was used, in sacrebleu's manner."""
        parts = [f"copydesk:{__version__}"]
        if self.lexicon.glossary is not None:
            parts.append(f"glossary:{self.lexicon.glossary.signature}")
        if self.critic is not None:
            parts.append(f"critic:{self.critic.signature}")
        parts.append(selection.signature)
        return "|".join(parts)

    def _align(self, draft: Document, sentences: Sequence[Side], source: Document) -> tuple[Pair, ...] | None:
        """Pair the sentences, or return None where the texts do not belong together."""
        from copydesk.align_articles import align
        from copydesk.anchors import UNRELATED, alignment_quality

        originals = _running(source, self._sentences(source, self.source_language))
        running = _running(draft, sentences)
        if self.align is not None:
            return self.align(originals, running)
        pairs = align(originals, running, glossary=self.lexicon.glossary)
        return None if alignment_quality(pairs) < UNRELATED else pairs

    def _refuse_wrong_texts(self, draft: Document, source: Document | None) -> None:
        if source is not None and draft.text.split() == source.text.split():
            raise InputError(
                "the draft and the source are the same text",
                where=draft.name,
                remedy="give the translation as the draft and the original with --source",
            )
        codes = (self.source_language, self.target_language)
        if codes[0] == codes[1]:
            return
        of_draft = _spoken(draft, codes, codes[1])
        of_source = _spoken(source, codes, codes[0]) if source is not None else ""
        names = [get_language(code).name or code for code in codes]
        if of_draft == codes[0] and of_source == codes[1] and source is not None:
            raise InputError(
                f"the draft reads as {names[0]} and the source as {names[1]}",
                where=draft.name,
                remedy="swap the two",
            )
        if of_draft and of_draft != codes[1]:
            raise InputError(
                f"the draft reads as {get_language(of_draft).name}, not {names[1]}",
                where=draft.name,
                remedy="give the translation, or say --from and --to",
            )
        if source is not None and of_source and of_source != codes[0]:
            raise InputError(
                f"the source reads as {get_language(of_source).name}, not {names[0]}",
                where=source.name,
                remedy="give the original, or say --from and --to",
            )

    def _sentences(self, document: Document, language: str) -> tuple[Side, ...]:
        from copydesk.segment import split_clauses, split_sentences

        found: list[Side] = []
        shelf = Shelf(_SHELF)
        for segment in document.segments:
            spoken = get_language(segment.language or language)
            for span in split_sentences(document.words_of(segment), spoken, start=segment.span.start):
                text = span.of(document.text)
                if len(text) <= _LONGEST_SENTENCE:
                    found.append(Side(text, span, spoken, shelf=shelf))
                    continue
                for part in split_clauses(text, spoken, max_chars=_LONGEST_SENTENCE, start=span.start):
                    found.append(Side(part.of(document.text), part, spoken, shelf=shelf))
        return tuple(found)

    def _findings(self, context: Context) -> FileFindings:
        runnable, skipped = self._plans[context.source is not None]
        found: list[Finding] = []
        for stretch in context.stretches(_STRETCH):
            for rule in runnable:
                if not rule.whole or stretch is context:
                    found += self._run(rule, stretch)
        if stretch is not context:
            for rule in runnable:
                if rule.whole:
                    found += self._run(rule, context)
        if self.broken:  # a rule may have broken on a late stretch
            found = [finding for finding in found if finding.code not in self.broken]
        if found:
            found = _sign(protect(_settle(found, self._by_code), context), context)
        source = context.source
        return FileFindings(
            context.draft.name,
            context.draft.text,
            tuple(found),
            tuple(str(reason) for reason in skipped),
            source.name if source is not None else "",
            source.text if source is not None else "",
        )

    def _run(self, rule: Rule, context: Context) -> list[Finding]:
        """Run one rule; one that raises is broken from then on and must not take the others with it."""
        if rule.code in self.broken:
            return []
        try:
            return list(rule.run(context))
        except Exception as error:
            self.broken[rule.code] = f"{type(error).__name__}: {error}"
            return []


def _spoken(document: Document, codes: tuple[str, str], expected: str) -> str:
    """Guess the language of a whole document; a few words say nothing.

    Others than the two of *codes* are thought of where it is not the *expected* one.
    """
    from copydesk.detect import guess_between, guess_other

    text = document.text[:_JUDGED]
    if len(text.split()) < _FEWEST_WORDS:
        return ""
    spoken = guess_between(text, codes)
    return spoken if spoken == expected else guess_other(text, codes) or spoken


def _row(name: str, text: str, language: str) -> tuple[Document, Side]:
    span = Span(0, len(text))
    document = Document(name, text, (Segment("1", span),), language, "jsonl")
    return document, Side(text, span, get_language(language))


def _running(document: Document, sentences: Iterable[Side]) -> list[Side]:
    """Leave out the sentences of page furniture, which have no counterpart to be aligned with."""
    furniture = [segment.span for segment in document.segments if segment.role is Role.FURNITURE]
    if not furniture:
        return list(sentences)
    starts = {span.start for span in furniture}
    kept: list[Side] = []
    inside: Span | None = None
    by_start = {span.start: span for span in furniture}
    for side in sentences:
        if side.span.start in starts:
            inside = by_start[side.span.start]
        if inside is None or not inside.covers(side.span):
            kept.append(side)
    return kept


def _place(finding: Finding) -> tuple[int, int, int, str]:
    return finding.span.start, finding.span.end, finding.severity.rank, finding.code


def _settle(found: list[Finding], rules: dict[str, Rule]) -> list[Finding]:
    """Sort by place, drop doubles, and drop what yields to a rule that says more about the same words."""
    found.sort(key=_place)
    if len(found) == 1:
        return found
    kept: list[Finding] = []
    seen: set[tuple[str, Span]] = set()
    for finding, near in zip(found, _overlapping(found), strict=True):
        key = (finding.code, finding.span)
        if key in seen:
            continue
        seen.add(key)
        yields_to = rules[finding.code].yields_to if finding.code in rules else ()
        if yields_to and any(code.startswith(yields_to) for code in near):
            continue
        kept.append(finding)
    return kept


def _overlapping(found: Sequence[Finding]) -> list[list[str]]:
    """List for each of the findings, sorted by place, the codes of the others that overlap it."""
    near: list[list[str]] = [[] for _ in found]
    for number, finding in enumerate(found):
        for later in range(number + 1, len(found)):
            other = found[later]
            if other.span.start >= finding.span.end:
                break
            if other.span.overlaps(finding.span):
                near[number].append(other.code)
                near[later].append(finding.code)
    return near


def _sign(found: list[Finding], context: Context) -> list[Finding]:
    """Give each finding its fingerprint: code, source sentence or neighbouring words, words, ordinal."""
    counts: dict[str, int] = {}
    signed: list[Finding] = []
    text = context.draft.text
    for finding in found:
        if finding.fingerprint:
            signed.append(finding)
            continue
        around = ""
        if finding.source_span is not None and context.source is not None:
            around = finding.source_span.of(context.source.text)
        if not around:
            before = text[max(0, finding.span.start - 60) : finding.span.start].split()[-_NEIGHBOURS:]
            after = text[finding.span.end : finding.span.end + 60].split()[:_NEIGHBOURS]
            around = " ".join((*before, "\u2026", *after))
        mark = fingerprint(finding.code, around, finding.span.of(text))
        counts[mark] = counts.get(mark, 0) + 1
        if counts[mark] > 1:
            mark = fingerprint(finding.code, f"{around}\x1f{counts[mark]}", finding.span.of(text))
        signed.append(replace(finding, fingerprint=mark))
    return signed
