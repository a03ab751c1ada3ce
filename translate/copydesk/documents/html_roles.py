"""Tell the parts of an article page from its tags and class names, and the article from its furniture."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from copydesk.documents.roles import is_byline, is_caption, is_dateline
from copydesk.text import Role

_TAG_ROLES = {
    "h1": Role.HEADLINE,
    **dict.fromkeys(("h2", "h3", "h4", "h5", "h6"), Role.CROSSHEAD),
    "blockquote": Role.QUOTE,
    **dict.fromkeys(("li", "dt", "dd"), Role.LIST),
    **dict.fromkeys(("figcaption", "caption"), Role.CAPTION),
    "address": Role.BYLINE,
}
# words of class names and ids, as newspapers and broadcasters use them, in French and in English
_CLASS_ROLES = {
    Role.STANDFIRST: "chapo chapeau standfirst lead lede deck dek intro desc description summary excerpt",
    Role.BYLINE: "author authors auteur auteurs byline signature writer",
    Role.CAPTION: "caption legend legende figcaption credit credits",
    Role.CROSSHEAD: "intertitre crosshead subtitle subheading",
    Role.DATELINE: "dateline",
    Role.QUOTE: "quote pullquote citation blockquote",
}
_ROLE_OF_WORD = {word: role for role, words in _CLASS_ROLES.items() for word in words.split()}
_FURNITURE_TAGS = frozenset("nav footer aside form button dialog menu fieldset legend label summary".split())
_FURNITURE_ARIA = frozenset(
    """
    navigation banner contentinfo complementary search dialog alertdialog alert menu menubar button tablist
    """.split()
)
_FURNITURE_WORDS = frozenset(
    """
    nav navbar navigation menu breadcrumb breadcrumbs ariane share sharing partage social newsletter
    subscribe subscription abonnement cookie cookies consent gdpr rgpd didomi cmp ad ads adv advert
    adverts advertisement advertising dfp gpt pub pubs publicite sponsored sponsor promo promos
    promotion related recommend recommended recommendation recommendations reco outbrain taboola
    comment comments commentaires tag tags keywords footer sidebar widget paywall login signin
    signup skip toolbar app apps download trending popular date dates pubdate published publication
    timestamp datetime time readmore catcher banner popin popup modal overlay pagination copyright
    follow suivre footnotes disclaimer
    """.split()
)
_FURNITURE_NAME = re.compile(
    r"read-?more|lire-?(?:aussi|la-?suite)|a-?lire|most-?(?:read|popular|viewed)|plus-?lus|sr-only|"
    r"visually-?hidden|screen-?reader|self-?promo|skip-?link|reading-?time",
    re.IGNORECASE,
)
_NAME_PART = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])|\d+")
_CONSENT = frozenset(("cookie", "cookies", "consent", "gdpr", "rgpd", "didomi", "cmp"))
_LONGEST_BYLINE = 25


@dataclass(frozen=True, slots=True)
class Place:
    """Hold the words of one segment and the block element they stand in."""

    element: Any
    text: str


@dataclass(frozen=True, slots=True)
class _Context:
    """Say what the ancestors of an element make of it: the outermost furniture, the nearest role."""

    furniture: Any = None
    role: Role | None = None


def assign_roles(
    root: Any, places: Sequence[Place], known: Sequence[bool], language: str = ""
) -> tuple[list[Role], dict[int, Any]]:
    """Give each place its role; *known* marks those that are furniture by their words.

    Returns the roles and, for each piece of furniture, the element that can be dropped with it.
    """
    contexts = _Contexts(root, places)
    roles: list[Role] = []
    culprits: dict[int, Any] = {}
    for index, (place, is_known) in enumerate(zip(places, known, strict=True)):
        context = contexts.of(place.element)
        if context.furniture is not None or is_known or _is_time(place):
            roles.append(Role.FURNITURE)
            culprits[index] = place.element if context.furniture is None else context.furniture
        else:
            roles.append(_role(place, context.role, language))
    _keep_article(root, places, roles, culprits)
    _keep_one_headline(places, roles)
    return roles, culprits


def _role(place: Place, role: Role | None, language: str) -> Role:
    if role is Role.BYLINE and len(place.text.split()) > _LONGEST_BYLINE:
        return Role.PARAGRAPH
    if role in (None, Role.STANDFIRST):
        if is_byline(place.text):
            return Role.BYLINE
        if is_dateline(place.text, language):
            return Role.DATELINE
    if role is None:
        return Role.CAPTION if is_caption(place.text) else Role.PARAGRAPH
    return role


def _is_time(place: Place) -> bool:
    """Say whether most of the words stand in a ``time`` element: when it was published or changed."""
    if len(place.text) > 120:
        return False
    times = sum(len(" ".join(time.itertext()).strip()) for time in place.element.iter("time"))
    return 2 * times >= len(place.text)


def _keep_article(root: Any, places: Sequence[Place], roles: list[Role], culprits: dict[int, Any]) -> None:
    """Make furniture of all that stands outside the article, where the page says which that is."""
    mass: dict[Any, int] = {}
    for place, role in zip(places, roles, strict=True):
        if role is not Role.FURNITURE:
            for ancestor in place.element.iterancestors():
                mass[ancestor] = mass.get(ancestor, 0) + len(place.text)
            mass[place.element] = mass.get(place.element, 0) + len(place.text)
    total = mass.get(root, 0)
    article = None
    for query in ("article", "main", "body"):
        candidates = [
            element
            for element in root.iter()
            if isinstance(element.tag, str) and query in (element.tag, *_marks_of(element))
        ]
        article = max(candidates, key=lambda element: mass.get(element, 0), default=None)
        if article is not None and 2 * mass.get(article, 0) >= total:
            break
        article = None
    if article is None:
        return
    for index, (place, role) in enumerate(zip(places, roles, strict=True)):
        # headline, standfirst and byline often stand in a header of their own
        if role in (Role.FURNITURE, Role.HEADLINE, Role.STANDFIRST, Role.BYLINE, Role.CAPTION):
            continue
        if place.element is not article and article not in place.element.iterancestors():
            roles[index] = Role.FURNITURE
            culprits[index] = place.element


def _marks_of(element: Any) -> tuple[str, ...]:
    """Name what an element says it is beside its tag: the article (schema.org) or the main part (ARIA)."""
    found = []
    if element.get("itemprop") == "articleBody":
        found.append("article")
    if element.get("role") in ("main", "article"):
        found.append(element.get("role"))
    return tuple(found)


def _keep_one_headline(places: Sequence[Place], roles: list[Role]) -> None:
    headlines = [index for index, role in enumerate(roles) if role is Role.HEADLINE]
    for index in headlines[1:]:
        if places[index].element is not places[headlines[0]].element:
            roles[index] = Role.CROSSHEAD
    kept = [index for index, role in enumerate(roles) if role is not Role.FURNITURE]
    if not headlines and len(kept) > 1 and roles[kept[0]] is Role.CROSSHEAD:
        roles[kept[0]] = Role.HEADLINE


class _Contexts:
    """Work out the context of elements, each once."""

    def __init__(self, root: Any, places: Sequence[Place]) -> None:
        self.known: dict[Any, _Context] = {}
        self.mass: dict[Any, int] = {}
        self.headed: set[Any] = set()  # elements with a headline inside
        for place in places:
            for element in (place.element, *place.element.iterancestors()):
                self.mass[element] = self.mass.get(element, 0) + len(place.text)
        for headline in root.iter("h1"):
            if "".join(headline.itertext()).strip():
                self.headed.update((headline, *headline.iterancestors()))
        self.total = self.mass.get(root, 0)

    def of(self, element: Any) -> _Context:
        chain = []
        current = element
        while current is not None and current not in self.known:
            chain.append(current)
            current = current.getparent()
        context = self.known[current] if current is not None else _Context()
        for current in reversed(chain):
            context = self._extend(context, current)
            self.known[current] = context
        return context

    def _extend(self, context: _Context, element: Any) -> _Context:
        if context.furniture is not None:
            return context
        words = _name_words(element)
        if self._is_furniture(element, words):
            return _Context(element, context.role)
        role = _TAG_ROLES.get(element.tag)
        if role is None and not self._holds_the_story(element):
            role = next((_ROLE_OF_WORD[word] for word in words if word in _ROLE_OF_WORD), None)
            # <div class="quote"> is a quotation, <h2 class="quote"> a crosshead
        return _Context(None, role or context.role)

    def _is_furniture(self, element: Any, words: Sequence[str]) -> bool:
        if element.tag in ("html", "body", "main", "article", "h1", "figcaption") or element in self.headed:
            return False
        if self._holds_the_story(element) and not _CONSENT.intersection(words):
            return False
        if element.tag in _FURNITURE_TAGS or element.get("role") in _FURNITURE_ARIA:
            return True
        if element.tag == "header":
            return not any(ancestor.tag in ("article", "main") for ancestor in element.iterancestors())
        names = f"{element.get('class', '')} {element.get('id', '')}"
        return not _FURNITURE_WORDS.isdisjoint(words) or bool(_FURNITURE_NAME.search(names))

    def _holds_the_story(self, element: Any) -> bool:
        """Say whether most words of the page are in *element*: then it is no part of it, but the page."""
        if element.tag in ("nav", "footer", "aside", "dialog", "button"):
            return False
        return 2 * self.mass.get(element, 0) > self.total and len(element) > 0


def _name_words(element: Any) -> list[str]:
    """Cut class names and the id into their words: ``m-pub-dates`` is m, pub and dates."""
    names = f"{element.get('class', '')} {element.get('id', '')}"
    return [part.lower() for part in _NAME_PART.findall(names[:1000])]
