"""Page furniture that came along with the article: adverts, share buttons, prompts, related headlines."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from copydesk.checks.rule import Context, Example, Rule, rule
from copydesk.checks.wording import shown
from copydesk.findings import Edit, Finding, Severity
from copydesk.text import Document, Segment, Span

_LONGEST_BYLINE = 80
_BYLINE = re.compile(
    r"(?:(?P<label>(?:Text|Words|Article|Texte)s? (?:by|par) ?:? ?)|By )"
    r"(?P<name>[A-Z][^.,;:!?]*?)(?P<button> (?:Follow|Suivre))?"
)
_LINE_END = re.compile(r"\r\n|[\n\r]")
_GAP = re.compile(r"(?:[ \t\u00a0]*(?:\r\n|[\n\r]))+")
_LONGEST_EXCERPT = 200
_LAST_LINE_END = re.compile(r"(?:\r\n|[\n\r])?\Z")


@rule(
    "BOI001",
    "page furniture",
    Severity.WARNING,
    whole=True,
    mqm="design and markup",
    languages=("",),
    source_languages=("",),
    bad=[
        Example("The talks failed on Thursday, officials said.\n\nPublicity\n\nBoth sides blamed the other."),
        Example("Text by: RFI Follow"),
    ],
    good=[
        Example("The ministry pays for its own publicity, an adviser said."),
        Example("Read more books, the minister told pupils on Monday."),
    ],
)
def check_furniture(rule: Rule, context: Context) -> Iterator[Finding]:
    """A line is no part of the story: an advert mark, a "Read more", a newsletter or app prompt, tags.

    The lines are those of ``boilerplate.tsv`` in either language. The fix drops the line, with the tags,
    button texts and headlines of other articles that belong to it.
    """
    from copydesk.documents.furniture import boilerplate, find_furniture

    draft = context.draft
    if context.excerpt:
        if _may_be_furniture(draft.text) and boilerplate().find(draft.text):
            yield rule.find(f"page furniture: drop {shown(draft.text.strip())}", Span(0, len(draft.text)))
        return
    yield from _find_bylines(rule, draft)
    marked = {segment.id for segment in find_furniture(draft)}
    if not marked:
        return
    order = {segment.id: number for number, segment in enumerate(draft.segments)}
    head = next((n for n, segment in enumerate(draft.segments) if segment.id not in marked), len(order))
    for block in _blocks(draft, marked):
        first = order[block[0].id]
        previous = draft.segments[first - 1] if first else None
        lines = _lines_of(draft.text, block, previous, at_head=first <= head)
        named, *following = block
        count = f" and the {len(following)} lines that go with it" if len(following) > 1 else ""
        count = " and the line that goes with it" if len(following) == 1 else count
        yield rule.find(
            f"page furniture: drop {shown(draft.words_of(named))}{count}",
            named.span,
            edits=(Edit(lines, "", rule.code),),
            safe=True,
        )


def _may_be_furniture(text: str) -> bool:
    """Tell cheaply that a row is a sentence: it is long, of several lines, or ends like one."""
    if len(text) > _LONGEST_EXCERPT or "\n" in text:
        return False
    return text.count(" ") < 8 or text.rstrip()[-1:] not in tuple(".!?")


def _find_bylines(rule: Rule, draft: Document) -> Iterator[Finding]:
    """Find bylines with the page's residue: "Text by: Anne Morel Follow"."""
    for segment in draft.segments:
        if len(segment.span) > _LONGEST_BYLINE:
            continue
        found = _BYLINE.fullmatch(draft.words_of(segment))
        if found is None or not (found["label"] or found["button"]):
            continue
        if found["name"].split()[0] in ("RFI", "AFP"):
            continue
        right = f"By {found['name']}"
        yield rule.find(
            f"page furniture in the byline {shown(found[0])}: write {shown(right)}",
            segment.span,
            replacement=right,
            safe=True,
        )


def _blocks(draft: Document, marked: set[str]) -> list[list[Segment]]:
    """Part the furniture into blocks: a line that is known by its words, then those known by their place."""
    from copydesk.documents.furniture import boilerplate

    blocks: list[list[Segment]] = []
    after_furniture = False
    for segment in draft.segments:
        if segment.id not in marked:
            after_furniture = False
            continue
        if not after_furniture or boilerplate().find(draft.words_of(segment)) is not None:
            blocks.append([])
        blocks[-1].append(segment)
        after_furniture = True
    return blocks


def _lines_of(text: str, block: Sequence[Segment], previous: Segment | None, *, at_head: bool) -> Span:
    """Give the whole lines of *block*, with one of the gaps around them, so that one gap stays.

    Gaps before are taken; *at_head* (nothing but furniture stands before), those after. Where other words
    share the line, only the block itself is taken.
    """
    start, end = block[0].span.start, block[-1].span.end
    after = previous.span.end if previous is not None else 0
    line_start = max(text.rfind("\n", after, start), text.rfind("\r", after, start)) + 1
    found = _LINE_END.search(text, end)
    line_end = found.start() if found else len(text)
    if (previous is not None and previous.span.end > line_start) or text[end:line_end].strip():
        return Span(start, end)
    if at_head or previous is None:
        gap = _GAP.match(text, line_end)
        return Span(line_start, gap.end() if gap else len(text))
    # code or a rule between the two blocks is no gap
    gap_start = previous.span.end + len(text[previous.span.end : line_start].rstrip())
    back = _LINE_END.search(text, gap_start)
    if not text[line_end:].strip():
        # nothing follows: the text ends with one line end
        line_end = max(line_end, len(text) - len(_LAST_LINE_END.findall(text)[0]))
    return Span(back.start() if back else line_start, line_end)
