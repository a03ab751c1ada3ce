"""Questions that lost their mark and quotations that lost their words or marks."""

from __future__ import annotations

import re
from collections.abc import Iterator

from copydesk.checks.reading import Reading, both_sides
from copydesk.checks.rule import Context, Example, Rule, rule
from copydesk.checks.wording import shown
from copydesk.findings import Finding, Severity

_ENDING = re.compile(r"[\s\"')\]]*$")
# a question mark, with others and exclamation marks beside it, is one
_MARKS = re.compile(r"\?(?:[!? ]*[!?])?")
_ASKS = re.compile(r"\?[! ]*$")
_NEW_SENTENCE = re.compile(r"\s+[\"']?[A-Z\d]")
_QUOTED = re.compile(r'"([^"]{3,400})"')
_SINGLE = re.compile(r"(?:^|[\s(\[\u2013\u2014-])['`](?=\w)")
_WHOLE = re.compile(r'\s*" ?[^"]*"?[\s.!?]*(?:"[\s.!?]*)?$')
# "Tout va bien", dit-il: He said that all was well; appeler à "partir": called on him to leave
_REPORTED = re.compile(
    r"\b(?:sa(?:id|ys|ying)|told \w+|a(?:dd|nnounc|rgu|ffirm|dmit)\w+|warned|explain\w+) that\b|"
    r"\b(?:call(?:s|ed|ing)? (?:up)?on|urg\w+|ask(?:s|ed)?|order(?:s|ed)|invit\w+) (?:[\w-]+ ){1,5}to\b",
    re.IGNORECASE,
)
# these report a whole sentence; a few words within one would keep their marks
_STATED = re.compile(
    r"\b(?:(?:stat|believ|declar|assur|assert|not|insist|stress|observ|underlin|emphasi[sz]|claim|point|indicat|"
    r"testif|confirm|complain|predict|conclud|suggest|estimat)(?:e|es|s|ed|ies|ied)?(?: out)?|"
    r"feels?|felt|thinks?|thought) that\b",
    re.IGNORECASE,
)
# le livre, la catégorie, l'opération "...": a title or a name
_TITLED = re.compile(
    r"\b(?:livres?|ouvrages?|romans?|films?|albums?|chansons?|titres?|intitulée?s?|baptisée?s?|nommée?s?|"
    r"surnommée?s?|appelée?s?|dite?s?|catégorie|prix|concept|projet|programme|opération|émission|série|"
    r"pièce|groupe|salon|exposition|thème|journal|magazine|quotidien|site|rubrique|label|marque|"
    r"disque|tableau|revue|festival|spectacle|documentaire)(?: (?:d[eu]s?|l[ea]s?|sur|\w+))?[ :]*(?:d'|l')?$",
    re.IGNORECASE,
)


def _last_mark(reading: Reading) -> tuple[str, int]:
    """Return the last character of a sentence that is no closing quote or bracket, and its offset."""
    end = _ENDING.search(reading.text)
    at = (end.start() if end else len(reading.text)) - 1
    return (reading.text[at], at) if at >= 0 else ("", 0)


def _asks_last(source: Reading, mark: str, at: int) -> bool:
    return mark == "?" or (mark == "!" and _ASKS.search(source.text, 0, at + 1) is not None)


def _lost_last_question(source: Reading, target: Reading, end: str) -> bool:
    """Say whether a draft that does not end in a question lost the one that ends the source.

    Other questions may stand before it: it is lost when a new sentence follows the draft's last mark, or a
    new quotation when the draft has fewer marks than the source. *"Who?" he asked* ends in no question.
    """
    marks = [found.end() for found in _MARKS.finditer(target.text)]
    if not marks or end == "?":
        return not marks
    if _NEW_SENTENCE.match(target.text, marks[-1]):
        return True
    fewer = len(marks) < len(_MARKS.findall(source.text))
    return fewer and target.text.rstrip().endswith(('."', ".'"))


@rule(
    "PUN001",
    "question or exclamation mark differs",
    Severity.WARNING,
    needs_source=True,
    mqm="accuracy/mistranslation",
    source_languages=("",),
    languages=("",),
    bad=[
        Example("Who will govern tomorrow.", "Qui gouvernera demain ?"),
        Example("Who is next? Obama or McCain.", "Qui est le prochain ? Obama ou McCain ?"),
        Example('"Why?" he said. "Who knows."', "« Pourquoi ? », dit-il. « Qui sait ? »"),
        Example("That is the centre of the town.", "C'est bien le centre de la ville, non ?!"),
        Example("The talks resume?", "Les pourparlers reprennent."),
    ],
    good=[
        Example("Who will govern tomorrow?", "Qui gouvernera demain ?"),
        Example('"Who will govern?" he asked.', "« Qui gouvernera ? », a-t-il demandé."),
        Example('"Why and how?" he asked.', "Il a demandé : « Pourquoi ? Et comment ? »"),
        Example("He asked who would govern?!", "Il a demandé qui gouvernerait ?!"),
        Example("What a match.", "Quel match !"),
    ],
)
def check_end_mark(rule: Rule, context: Context) -> Iterator[Finding]:
    """A question of the source is no question in the draft, or a statement became one.

    The source ends with a question mark and the draft does not, whether or not it asks something earlier; or
    the draft ends with one and the source has none. An exclamation mark is reported only where the draft adds
    it. Put the mark back, or recast the sentence.
    """
    for pair, source, target in both_sides(context):
        if "?" not in source.text and "?" not in target.text and "!" not in target.text:
            continue
        mark, at = _last_mark(source)
        end, there = _last_mark(target)
        if _asks_last(source, mark, at) and _lost_last_question(source, target, end):
            replacement = "?" if end == "." else None
            yield rule.find(
                "the question mark of the source is lost",
                target.place(max(0, there), there + 1),
                source_span=source.place(at, at + 1),
                replacement=replacement,
                confidence=round(pair.confidence * 0.9, 2),
            )
        elif end == "?" and "?" not in source.text:
            yield rule.find(
                "the source asks no question",
                target.place(there, there + 1),
                source_span=source.place(max(0, at), at + 1) if mark else None,
                confidence=round(pair.confidence * 0.8, 2),
            )
        elif end == "!" and "!" not in source.text and mark not in "?:":
            yield rule.find(
                "the source has no exclamation mark",
                target.place(there, there + 1),
                source_span=source.place(max(0, at), at + 1) if mark else None,
                confidence=round(pair.confidence * 0.7, 2),
            )


@rule(
    "QUO003",
    "quotation lost",
    Severity.WARNING,
    needs_source=True,
    mqm="accuracy/omission",
    languages=("",),
    source_languages=("",),
    bad=[
        Example(
            "The minister spoke of a crime that will not go unpunished.",
            "Le ministre a parlé d'un « crime qui ne restera pas impuni ».",
        ),
    ],
    good=[
        Example('He spoke of "a crime", he said.', "Il a parlé d'un « crime », a-t-il dit."),
        Example("'We are ready,' he said.", "« Nous sommes prêts », a-t-il dit."),
        Example("The film Les Choristes opens today.", "« Les Choristes » sort aujourd'hui."),
        Example(
            "The minister said that the crime would not go unpunished.",
            "« Ce crime ne restera pas impuni », a dit le ministre.",
        ),
        Example("He won for best new artist.", "Il a gagné dans la catégorie « meilleur nouvel artiste »."),
        Example("They live on the Sunny Coast.", "Ils vivent sur la « Côte du soleil »."),
        Example("The bank insists that prices will fall.", "« Les prix vont baisser », insiste la banque."),
        Example("Paris called on Assad to step down.", "Paris appelle Assad à « quitter le pouvoir »."),
    ],
)
def check_quotation_lost(rule: Rule, context: Context) -> Iterator[Finding]:
    """The source quotes somebody's words and the draft has no quotation marks at all.

    Without the marks the words become the newsroom's own. Put the marks back around the words that were
    said, or check that they were not left out. Speech that the draft reports (*said that*) needs no marks.
    """
    for pair, source, target in both_sides(context):
        if '"' not in source.text or '"' in target.text:
            continue
        if "''" in target.text or _SINGLE.search(target.text) or _REPORTED.search(target.text):
            continue
        if context.excerpt and _WHOLE.match(source.text):
            continue  # a sentence out of the middle of a quotation, which English opens and closes once
        spans = [
            match
            for match in _QUOTED.finditer(source.text)
            if _is_speech(match[1])
            and not _is_title(source.text, match, target.text)
            and not (match[1].lstrip()[0].isupper() and _STATED.search(target.text))
        ]
        if not spans and source.text.count('"') == 1:
            continue  # one end of a quotation that runs over several sentences
        for match in spans[:1]:
            yield rule.find(
                f"the quotation {shown(match[1].strip())} has no quotation marks in the draft",
                target.side.span,
                source_span=source.place(*match.span()),
                confidence=round(pair.confidence * 0.7, 2),
            )


def _is_title(text: str, quoted: re.Match[str], draft: str) -> bool:
    """Say whether a quotation is a title or a name, or opens with a mark that stands for an apostrophe.

    A title stands after a word for a work, is kept as it is, or has few words and a capital in mid-sentence.
    """
    start, words = quoted.start(), quoted[1].strip()
    before = text[:start]
    if before[-1:].isalnum() or words in draft or _TITLED.search(before[-40:]):
        return True
    within = bool(before.strip()) and before.rstrip()[-1] not in ".:?!,;-"
    return within and words[0].isupper() and words[-1].isalnum() and len(words.split()) <= _LONGEST_TITLE


_LONGEST_TITLE = 4


def _is_speech(words: str) -> bool:
    """Tell speech from a title or a word held at arm's length: three words and more, mostly small ones."""
    parts = words.split()
    if len(parts) < 3 or not parts[0][0].isalnum():
        return False
    return sum(part[0].isupper() for part in parts) <= len(parts) / 3
