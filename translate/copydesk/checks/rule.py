"""What a check is: a Rule, the Context it looks at, and the decorator that registers it.

A check is a generator function from a Context to findings. It reads no files, knows no settings and
prints nothing. Its docstring is the rule's page; its examples are run by the test suite.
"""

from __future__ import annotations

import hashlib
import re
from bisect import bisect_left
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Generic, NamedTuple, TypeVar, overload

from copydesk.checks.lexicon import LeftForm, Lexicon, shipped_lexicon
from copydesk.findings import Edit, Finding, Severity
from copydesk.glossary.model import Glossary
from copydesk.normalise import Shadow, normalise
from copydesk.text import Document, Span

if TYPE_CHECKING:
    from copydesk.checks.critic_model.judge import Critic
    from copydesk.glossary.match import Match
    from copydesk.languages import Language


_WORD = re.compile(r"[^\W_]+")
_Owner = TypeVar("_Owner")
_Made = TypeVar("_Made")


class _WorkedOutOnce(Generic[_Owner, _Made]):
    """Make an attribute of a method on its first use: functools.cached_property without its lock.

    Python 3.11 takes a lock each time, which costs as much as what is worked out here.
    """

    def __init__(self, method: Callable[[_Owner], _Made]) -> None:
        self._method = method
        self._name = method.__name__
        self.__doc__ = method.__doc__

    @overload
    def __get__(self, instance: None, owner: object) -> _WorkedOutOnce[_Owner, _Made]: ...

    @overload
    def __get__(self, instance: _Owner, owner: object) -> _Made: ...

    def __get__(self, instance: _Owner | None, owner: object) -> _Made | _WorkedOutOnce[_Owner, _Made]:
        if instance is None:
            return self
        made = instance.__dict__[self._name] = self._method(instance)
        return made


class Word(NamedTuple):
    """Hold a run of letters and digits with its place in the shadow of a side."""

    text: str
    start: int
    end: int


class Shelf:
    """Bound what is kept of the analyses of a document: the sides analysed last keep theirs.

    A side that comes back later is analysed anew, so this is about memory alone.
    """

    def __init__(self, size: int) -> None:
        self._size = size
        self._sides: deque[Side] = deque()

    def put(self, side: Side) -> None:
        """Take *side*, and let the one taken longest ago forget what was worked out about it."""
        self._sides.append(side)
        if len(self._sides) > self._size:
            self._sides.popleft().forget()


@dataclass(frozen=True)
class Side:
    """Hold one side of an aligned pair: a stretch of a document (one or more sentences).

    *span* is in offsets of the whole text. Analyses that several checks share are cached properties here
    (add one when a second check needs it), so that each is done once a sentence. The *shelf* of a long
    document limits how many sides keep them.
    """

    text: str
    span: Span
    language: Language
    #: what checks have worked out about this side, keyed by the analysis; never part of its identity
    cache: dict[str, object] = field(default_factory=dict, repr=False, compare=False)
    shelf: Shelf | None = field(default=None, repr=False, compare=False)

    @_WorkedOutOnce
    def shadow(self) -> Shadow:
        """Give the normalised form with offsets back into ``text``."""
        if self.shelf is not None:  # every analysis begins here
            self.shelf.put(self)
        return normalise(self.text)

    def forget(self) -> None:
        """Drop what has been worked out; it is worked out again when it is asked for."""
        self.cache.clear()
        for name in _ANALYSES:
            self.__dict__.pop(name, None)

    @_WorkedOutOnce
    def words(self) -> tuple[Word, ...]:
        """List the words in order, with offsets within ``shadow.text``; hyphen and apostrophe part words."""
        new = tuple.__new__
        return tuple(
            new(Word, (match[0], match.start(), match.end())) for match in _WORD.finditer(self.shadow.text)
        )

    @_WorkedOutOnce
    def tokens(self) -> list[str]:
        """List the words in order, without their places: cheaper than ``words`` where no place is wanted."""
        return _WORD.findall(self.shadow.text)

    @_WorkedOutOnce
    def vocabulary(self) -> frozenset[str]:
        """Give the set of the words, for cheap tests."""
        return frozenset(self.tokens)

    @_WorkedOutOnce
    def lower_tokens(self) -> list[str]:
        """List the words in lower case, in order."""
        # one call for all words: no word holds a line end
        return "\n".join(self.tokens).lower().split("\n") if self.tokens else []

    @_WorkedOutOnce
    def lower_words(self) -> frozenset[str]:
        """Give the set of the words in lower case, for cheap tests."""
        return frozenset(self.lower_tokens)

    def place(self, start: int, end: int) -> Span:
        """Turn offsets within ``text`` into offsets of the whole document."""
        return Span(self.span.start + start, self.span.start + end)

    def locate(self, start: int, end: int) -> Span:
        """Turn offsets within ``shadow.text`` into offsets of the whole document."""
        return self.shadow.span(start, end).shift(self.span.start)


_ANALYSES = [name for name, value in vars(Side).items() if isinstance(value, _WorkedOutOnce)]


@dataclass(frozen=True, slots=True)
class Pair:
    """Pair a stretch of the draft with the stretch of the source it translates; either may be missing."""

    target: Side | None
    source: Side | None
    confidence: float = 1.0


@dataclass(slots=True)
class Overview:
    """Hold what rules work out about a whole draft: its text in lower case, and which terms stand in it."""

    lowered: str = ""
    terms: dict[str, bool] = field(default_factory=dict)


@dataclass(frozen=True)
class Context:
    """Hold all that a check may look at.

    *sentences* are the sides of the draft alone, in order, whether or not there is a source. *pairs* is
    empty without a source. *quotations* are the spans of quoted speech in the draft, quotation marks
    included: nothing inside is changed by a fix. *lexicon* holds the word lists and the glossary as indexes.
    *excerpt* says that the draft is one sentence out of a longer text, as a row of a corpus is. *critic* is
    the model that judges the draft; without one, the rules that need it take the bundled model. *overview*
    is what rules have worked out about the whole draft; its stretches share it. *settled* are the glossary's
    entries whose sense the source has made plain.
    """

    draft: Document
    sentences: tuple[Side, ...]
    source: Document | None = None
    pairs: tuple[Pair, ...] = ()
    glossary: Glossary | None = None
    quotations: tuple[Span, ...] = ()
    lexicon: Lexicon = field(default_factory=shipped_lexicon, repr=False)
    excerpt: bool = False
    critic: Critic | None = field(default=None, repr=False)
    overview: Overview = field(default_factory=Overview, repr=False, compare=False)
    settled: frozenset[str] = frozenset()

    def find_terms(self, source: Side) -> list[Match]:
        """Return the glossary's terms in *source*, a sentence of the source, offsets within its text."""
        return self.lexicon.find_terms(source, self.settled)

    def stretches(self, size: int) -> Iterator[Context]:
        """Cut the context into stretches of *size* pairs (sentences, without a source), in order.

        Each sentence and each pair stands in one stretch, a sentence in that of its pair.
        """
        if len(self.pairs) <= size and len(self.sentences) <= size:
            yield self
            return
        starts = [pair.target.span.start if pair.target else -1 for pair in self.pairs]
        places = [side.span.start for side in self.sentences]
        first = 0
        for at in range(0, max(len(self.pairs) or len(self.sentences), 1), size):
            pairs = self.pairs[at : at + size]
            ahead = next((start for start in starts[at + size :] if start >= 0), -1) if pairs else -1
            last = at + size if not self.pairs else bisect_left(places, ahead) if ahead >= 0 else len(places)
            yield replace(self, pairs=pairs, sentences=self.sentences[first:last])
            first = last

    @_WorkedOutOnce
    def left_forms(self) -> tuple[tuple[Side, LeftForm], ...]:
        """List the French forms of names and acronyms that stand in the draft, ambiguous ones included."""
        index = self.lexicon.left_forms
        return tuple((side, left) for side in self.sentences for left in index.find(side))

    def source_side(self, side: Side) -> Side | None:
        """Give the stretch of the source that the sentence *side* of the draft translates, if any."""
        found = self._source_of.get(side.span.start)
        if found is None and self.pairs:
            # a pair may hold several sentences of the draft
            for pair in self.pairs:
                if pair.target and pair.target.span.covers(side.span):
                    return pair.source
        return found

    @_WorkedOutOnce
    def _source_of(self) -> dict[int, Side]:
        """Map the start of each paired stretch of the draft to its stretch of the source."""
        return {pair.target.span.start: pair.source for pair in self.pairs if pair.target and pair.source}

    def quoted(self, span: Span) -> bool:
        """Say whether *span* touches quoted speech."""
        return self.quotation(span) is not None

    def quotation(self, span: Span) -> Span | None:
        """Give the quotation that *span* touches, if any."""
        at = bisect_left(self._quotation_ends, span.start + 1)
        return (
            self.quotations[at] if at < len(self.quotations) and self.quotations[at].overlaps(span) else None
        )

    @_WorkedOutOnce
    def _quotation_ends(self) -> list[int]:
        return [quotation.end for quotation in self.quotations]


Check = Callable[["Rule", Context], Iterable[Finding]]


@dataclass(frozen=True, slots=True)
class Example:
    """Show a rule at work: a draft, with its French where the rule needs one."""

    target: str
    source: str | None = None


@dataclass(frozen=True, slots=True)
class Rule:
    """Describe one check: its code, default severity, what it needs, its page and its examples.

    *preview* rules run only when asked for. *languages* are the target languages it knows ("" in the
    tuple: any); *source_languages* likewise. *yields_to* names codes or prefixes of rules that say more:
    where one of them reports an overlapping place, the finding of this rule is dropped. *needs_critic* rules
    ask a translation model and run only when the critic is wanted or they are selected by their full code.
    *whole* rules look at neighbouring sentences or at the text as a whole; the others at one sentence or pair
    at a time, so that a long document can be given to them in stretches.
    """

    code: str
    name: str
    severity: Severity
    check: Check
    bad: tuple[Example, ...]
    good: tuple[Example, ...]
    needs_source: bool = False
    preview: bool = False
    mqm: str = ""
    languages: tuple[str, ...] = ("en",)
    source_languages: tuple[str, ...] = ("fr",)
    page: str = field(default="", repr=False)
    yields_to: tuple[str, ...] = ()
    needs_critic: bool = False
    whole: bool = False

    def run(self, context: Context) -> Iterable[Finding]:
        """Look at *context* and yield what is wrong."""
        return self.check(self, context)

    def find(
        self,
        message: str,
        span: Span,
        *,
        source_span: Span | None = None,
        replacement: str | None = None,
        edits: tuple[Edit, ...] = (),
        safe: bool = False,
        confidence: float = 1.0,
        severity: Severity | None = None,
    ) -> Finding:
        """Make a finding of this rule; *replacement* is short for one edit over *span*."""
        if replacement is not None:
            edits = (Edit(span, replacement, self.code),)
        return Finding(
            self.code,
            severity or self.severity,
            message,
            span,
            source_span,
            edits,
            safe and bool(edits),
            confidence,
            self.mqm,
        )


RULES: dict[str, Rule] = {}


def rule(
    code: str,
    name: str,
    severity: Severity,
    *,
    bad: Iterable[Example],
    good: Iterable[Example],
    needs_source: bool = False,
    preview: bool = False,
    mqm: str = "",
    languages: tuple[str, ...] = ("en",),
    source_languages: tuple[str, ...] = ("fr",),
    yields_to: tuple[str, ...] = (),
    needs_critic: bool = False,
    whole: bool = False,
) -> Callable[[Check], Rule]:
    """Register a generator function ``(rule, context) -> findings``; its docstring is the page."""

    def register(function: Check) -> Rule:
        if code in RULES:
            raise ValueError(f"the code {code} is taken")
        made = Rule(
            code,
            name,
            severity,
            function,
            tuple(bad),
            tuple(good),
            needs_source,
            preview,
            mqm,
            languages,
            source_languages,
            function.__doc__ or "",
            yields_to,
            needs_critic,
            whole,
        )
        RULES[code] = made
        return made

    return register


def fingerprint(code: str, source_words: str, target_words: str) -> str:
    """Give 16 hex digits that stay the same when a finding only moves."""
    key = "\x1f".join((code, " ".join(source_words.split()), " ".join(target_words.split())))
    return hashlib.sha256(key.encode()).hexdigest()[:16]
