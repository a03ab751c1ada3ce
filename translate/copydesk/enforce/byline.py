"""Write bylines as the target language does: "Par Anne Morel et Jean Roux" is "By Anne Morel and Jean Roux".

A model takes a line of names for one to copy and leaves "Par" before it. The words of a byline are few, so a
table a pair of languages knows them; a line that has others is left to the model.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from copydesk.enforce.candidate import Wording
from copydesk.text import Span

_LONGEST = 200
_PARTICLES = frozenset("de du des la le van von der den di da dos el al ben bin ibn ould".split())
_CAPITAL = re.compile(r"(?:[dloDLO]['’])?[^\W\d_a-zà-ÿ]")
_NAME_WORD = re.compile(r"(?:[dlo]['’])?[^\W\d_][\w.'’-]*", re.IGNORECASE)


@dataclass(frozen=True)
class _Bylines:
    """Hold what a pair of languages has in bylines.

    *labels* and *joints* map words to their renderings, *buttons* are what pages print behind the names; what
    has one of *desks* is no person.
    """

    labels: dict[str, str]
    joints: dict[str, str]
    buttons: tuple[str, ...]
    desks: frozenset[str]

    @cached_property
    def label(self) -> re.Pattern[str]:
        return re.compile(rf"({_any_of(self.labels)})(?:\s*:\s*|\s+)", re.IGNORECASE)

    @cached_property
    def joint(self) -> re.Pattern[str]:
        return re.compile(rf"(?:,|\s({_any_of(self.joints)}))\s+", re.IGNORECASE)

    @cached_property
    def button(self) -> re.Pattern[str]:
        return re.compile(rf"(?:\s+(?:{_any_of(self.buttons)}))?\Z", re.IGNORECASE)

    def is_name(self, words: str) -> bool:
        """Say whether *words* are a name: capitals and particles."""
        parts = words.split()
        return (
            any(_CAPITAL.match(part) for part in parts)
            and not any(part.lower() in self.desks for part in (parts[0], *(p for p in parts if len(p) > 3)))
            and all(_NAME_WORD.fullmatch(part) for part in parts)
            and all(_CAPITAL.match(part) or part in _PARTICLES for part in parts)
        )


_PAIRS = {
    ("fr", "en"): _Bylines(
        {
            "propos recueillis par": "Interview by", "article par": "By", "textes par": "By",
            "texte par": "By", "par": "By",
        },
        {"et": "and", "avec": "with"},
        ("suivre",),
        frozenset(
            """la le les notre nos rédaction service correspondant correspondante correspondance envoyé
            envoyée envoyés spécial spéciale ministre agence photo photos journaliste l'afp""".split()
        ),
    )
}  # fmt: skip


def word_byline(text: str, source_language: str, target_language: str) -> Wording | None:
    """Return what to change in the byline *text*, or None where it is not made of labels and names alone."""
    if len(text) > _LONGEST:
        return None
    known = _PAIRS.get((source_language.split("-")[0], target_language.split("-")[0]))
    label = known.label.match(text) if known else None
    if known is None or label is None:
        return None
    edits = [(Span(0, label.end()), known.labels[label[1].lower()] + " ")]
    at, end = label.end(), next(known.button.finditer(text)).start()
    for joint in known.joint.finditer(text, at, end):
        if not known.is_name(text[at : joint.start()]):
            return None
        if joint[1]:
            edits.append((Span(*joint.span(1)), known.joints[joint[1].lower()]))
        at = joint.end()
    if not known.is_name(text[at:end]):
        return None
    return (*edits, (Span(end, len(text)), "")) if end < len(text) else tuple(edits)


def _any_of(words: Iterable[str]) -> str:
    return "|".join(map(re.escape, words))
