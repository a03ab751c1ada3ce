"""Cut the text of a segment into sentences, and over-long sentences into clauses.

Rules of our own, with the newsroom's abbreviations in ``copydesk.languages``: a sentence ends at a mark
(and the quotes and brackets that close after it) when what follows can begin one. All of it is a single
pass with bounded looks to both sides, so that a line of any length takes linear time.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable
from functools import cache

from copydesk.languages import Language
from copydesk.text import Span

_BLANK_LINE = re.compile(r"(?:(?:\r\n|[\n\r])[^\S\r\n]*(?:\r\n|[\n\r])|\u2029)\s*")
_CLOSERS = frozenset(")]}”’'»›*_")
_QUOTE_AFTER_SPACE = re.compile(r"[ \u00a0\u202f\u2009]{0,2}[»›](?!\w)")
_BEGINNING = re.compile(r"""[\s«“„‟"'‘‚‹›»(\[{—–\-•*_¿¡]*""")
_WORD = re.compile(r"\w{1,40}")
_NEVER_BEGINS = frozenset(",;:)]}»”’…!?.%/&=+")
_ENDS_WITHOUT_SPACE = frozenset("。！？")
_INITIALS = re.compile(r"(?:[^\W\d_]\.)+|[^\W\d_][a-z]?\.(?:-[^\W\d_][a-z]?\.)+")
_DOTTED = re.compile(r"(?:[^\W\d_]\.-?){2,}")
_NUMBER = re.compile(r"\(?\d{1,3}(?:er|re|e|st|nd|rd|th)?\.")
_ROMAN = re.compile(r"[IVXLC]+\Z")
_LONGEST_TOKEN = 24
# articles that also stand inside names: "A. Le Pen", "J. de Villepin"
_NAME_PARTICLES = frozenset("le la les de du des van von der den el al ben bin di da dos della do".split())
_WITHOUT_SPACES = re.compile("[\u0e00-\u0eff\u3040-\u30ff\u3400-\u9fff]")
_OPENING, _CLOSING = "«“„‹([{", "»”‟›)]}"


def split_sentences(text: str, language: Language, *, start: int = 0) -> list[Span]:
    """Return the spans of the sentences of *text*, each moved by *start*, without surrounding spaces.

    The spans are in order, do not overlap and leave out nothing but white space. A blank line always ends
    a sentence. Quoted sentences end like others, but stay with the words of speech that follow them in
    lower case (``« Non. » a-t-il dit``).
    """
    spans: list[Span] = []
    position = 0
    for blank in _BLANK_LINE.finditer(text):
        _split_paragraph(text, position, blank.start(), language, start, spans)
        position = blank.end()
    _split_paragraph(text, position, len(text), language, start, spans)
    return spans


def split_clauses(
    text: str,
    language: Language,
    *,
    fits: Callable[[str], bool] | None = None,
    max_chars: int = 400,
    start: int = 0,
) -> list[Span]:
    """Cut *text* into stretches that fit, at clause marks where there are any.

    *fits* says whether a stretch is short enough (default: *max_chars* code points); a single character
    always counts as short enough. Cuts keep out of quotations, brackets and numbers where the rest leaves a
    choice, and inside a word only when there is no space. Spans as in split_sentences.
    """
    short_enough = fits or (lambda stretch: len(stretch) <= max_chars)
    spans: list[Span] = []
    for piece in _pieces(text, language):
        cuts = _cut_points(text, piece, language) if not short_enough(piece.of(text)) else []
        places = [place for place, _ in cuts]
        waiting = [piece]
        while waiting:
            stretch = _trimmed(text, waiting.pop())
            if len(stretch) <= 1 or short_enough(stretch.of(text)):
                if stretch:
                    spans.append(stretch.shift(start))
                continue
            first, last = bisect_right(places, stretch.start), bisect_left(places, stretch.end)
            middle = (stretch.start + stretch.end) / 2
            cut = min(
                cuts[first:last],
                key=lambda item: item[1] + 1.2 * abs(item[0] - middle) / len(stretch),
                default=(int(middle), 0.0),
            )[0]
            # the left half is taken first: the list is a stack
            waiting += [Span(cut, stretch.end), Span(stretch.start, cut)]
    return spans


def _split_paragraph(
    text: str, begin: int, end: int, language: Language, start: int, spans: list[Span]
) -> None:
    marks = _mark_pattern(language.sentence_marks)
    position = sentence = begin
    counted = begin
    open_quotes = 0  # straight quotation marks so far: odd means that one is open
    while match := marks.search(text, position, end):
        after = match.end()
        while after < end:
            if text[after] in _CLOSERS:
                after += 1
            elif text[after] == "“" and not text[after + 1 : after + 2].isalnum():
                after += 1  # German closes with the mark that others open with
            elif french := _QUOTE_AFTER_SPACE.match(text, after, end):
                after = french.end()
            elif (quote := after + (text[after] == " ")) < end and text[quote] == '"':
                attached, follows = quote == after, text[quote + 1 : quote + 2]
                open_quotes += text.count('"', counted, quote)
                counted = quote
                if follows.isalnum() or not (attached or open_quotes % 2):
                    break  # it opens what follows
                after = quote + 1
            else:
                break
        if _ends_sentence(text, sentence, match.start(), match.end(), after, end, language):
            stretch = _trimmed(text, Span(sentence, after))
            if stretch:
                spans.append(stretch.shift(start))
            sentence = after
        position = after
    stretch = _trimmed(text, Span(sentence, end))
    if stretch:
        spans.append(stretch.shift(start))


@cache
def _mark_pattern(marks: str) -> re.Pattern[str]:
    return re.compile(f"[{re.escape(marks)}]++")


def _ends_sentence(
    text: str, sentence: int, mark: int, mark_end: int, after: int, end: int, language: Language
) -> bool:
    """Decide whether the marks ``text[mark:mark_end]``, with closers up to *after*, end the sentence."""
    if after >= end:
        return True
    if text[mark_end - 1] in _ENDS_WITHOUT_SPACE:
        return text[after] not in "、，,"
    if not text[after].isspace():
        return False
    beginning = _BEGINNING.match(text, after, end)
    following = beginning.end() if beginning else after
    if following >= end:
        return False  # nothing but marks: they belong to this sentence
    first = text[following]
    if first.islower() or first in _NEVER_BEGINS:
        return False
    if mark > sentence and text[mark - 1] in "([" and text[mark_end : mark_end + 1] in (")", "]"):
        return False  # (…) stands inside a sentence, and so do (!) and (sic)
    run = text[mark:mark_end]
    if run != ".":
        return not (first.isdigit() and run.strip("….") == "")
    if after > mark_end:
        return True  # something closed after the stop: no abbreviation
    return _stop_ends_sentence(text, sentence, mark, following, end, language)


def _stop_ends_sentence(
    text: str, sentence: int, mark: int, following: int, end: int, language: Language
) -> bool:
    """Decide for a single full stop before white space, from the words on both sides."""
    token_start = mark
    floor = max(sentence, mark - _LONGEST_TOKEN)
    while token_start > floor and not (
        text[token_start - 1].isspace() or text[token_start - 1] in "'’«“\"(["
    ):
        token_start -= 1
    token = text[token_start : mark + 1]
    match = _WORD.match(text, following, end)
    word = match.group() if match else ""
    if _is_title(token.rpartition("-")[2], language):
        return False
    if _is_in(word, language.months) and token[:-1].rstrip("er").isdigit():
        return False
    if _NUMBER.fullmatch(token):
        if _at_head(text, sentence, token_start):
            return False  # an enumeration: "1. Le cessez-le-feu"
        ordinal = language.ordinal_stops and len(token) <= 3 and not _begins(text, following, word, language)
        return not ordinal
    if len(token) == 2 and token[0].isalpha() and _at_head(text, sentence, token_start):
        return False  # "A. Le cessez-le-feu", or an initial at the head of a sentence
    if token in language.number_abbreviations:
        return not (word[:1].isdigit() or _ROMAN.match(word))
    if token in language.closing_abbreviations or token.endswith("J.-C."):
        acronym = len(word) > 1 and word.isupper()
        bracket = text[following - 1] in "(["
        return not (
            acronym or bracket or word[:1].isdigit() or _is_in(word, (*language.months, *language.weekdays))
        )
    if token in language.abbreviations or _DOTTED.fullmatch(token) or _INITIALS.fullmatch(token):
        return _begins(text, following, word, language)
    return True


def _is_title(token: str, language: Language) -> bool:
    if token in language.titles:
        return True
    # a longer one is known with and without its capital; M. and m. are two things
    return len(token) > 2 and (token[0].swapcase() + token[1:]) in language.titles


def _at_head(text: str, sentence: int, token_start: int) -> bool:
    return token_start - sentence < 12 and not text[sentence:token_start].strip("«“\"'([ \t\r\n\u00a0\u202f")


def _begins(text: str, following: int, word: str, language: Language) -> bool:
    """Say whether *word* at *following* begins a sentence rather than going on with a name."""
    lower = word.casefold()
    after = following + len(word)
    elided = text[after : after + 1] in ("'", "’") and lower in language.elisions
    if not elided and (lower not in language.stop_words or text[after : after + 1] == "."):
        return False
    if elided:
        return text[after + 1 : after + 2].islower()
    if lower in _NAME_PARTICLES:
        next_word = _WORD.search(text, after, after + 40)
        return next_word is None or next_word.group()[0].islower()
    return True


def _is_in(word: str, words: tuple[str, ...]) -> bool:
    return bool(word) and word.casefold() in (known.casefold() for known in words)


def _trimmed(text: str, span: Span) -> Span:
    start, end = span.start, span.end
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return Span(start, end)


# how far a cut is from a good one; distance from the middle adds up to 0.6
_AT_STOP_WORD, _IN_QUOTATION, _AT_SPACE = 0.5, 1.0, 1.2
_PIECE = 8_000


def _pieces(text: str, language: Language) -> list[Span]:
    """Cut a text of book length at spaces first, so that looking for clause marks stays linear."""
    pieces: list[Span] = []
    begin = 0
    while len(text) - begin > 2 * _PIECE:
        window = text[begin + _PIECE : begin + 2 * _PIECE]
        for mark in (*language.clause_marks, " "):
            at = window.rfind(mark if mark.startswith(" ") else mark + " ")
            if at >= 0:
                break
        cut = begin + _PIECE + (at + 1 if at >= 0 else len(window))
        pieces.append(Span(begin, cut))
        begin = cut
    pieces.append(Span(begin, len(text)))
    return pieces


def _cut_points(text: str, piece: Span, language: Language) -> list[tuple[int, float]]:
    """List the places where *piece* may be cut, in order, each with its cost."""
    costs = {mark.strip(): 0.1 * rank for rank, mark in enumerate(language.clause_marks)}
    before = {mark.strip() for mark in language.clause_marks if mark.startswith(" ")}
    cuts: dict[int, float] = {}
    depth = 0
    straight = False
    for place in range(piece.start, piece.end):
        character = text[place]
        if character in _OPENING:
            depth += 1
        elif character in _CLOSING:
            depth = max(0, depth - 1)
        elif character == '"':
            straight = not straight
        following = text[place + 1] if place + 1 < piece.end else " "
        previous = text[place - 1] if place > piece.start else " "
        inside = _IN_QUOTATION if depth or straight else 0.0
        if character in costs and (following.isspace() or not character.isascii()):
            if character not in before:
                cuts[place + 1] = costs[character] + inside
            elif previous.isspace():
                cuts[place] = costs[character] + inside
        elif character.isspace() and not (previous.isdigit() and following.isdigit()):
            word = _WORD.match(text, place + 1, piece.end)
            stop_word = word is not None and word.group() in language.stop_words
            cuts.setdefault(place, (_AT_STOP_WORD if stop_word else _AT_SPACE) + inside)
        elif _WITHOUT_SPACES.match(character):
            cuts.setdefault(place, _AT_SPACE + inside)
    cuts.pop(piece.start, None)
    return sorted(cuts.items())
