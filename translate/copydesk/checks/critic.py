"""The model as critic: words that a translation model, given the source, would not have written."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING

from copydesk.checks.rule import Context, Example, Rule, Side, rule
from copydesk.checks.wording import shown
from copydesk.findings import Finding, Severity

if TYPE_CHECKING:
    from copydesk.checks.critic_model.judge import Remark

_FRENCH = (
    "Le gouvernement a adopté mardi une nouvelle loi sur la protection des données personnelles "
    "et la sécurité des citoyens."
)
_ENGLISH = (
    "On Tuesday the government adopted a new law on the protection of personal data "
    "and the security of citizens."
)
_SIGNED = (
    "Le M23 et le gouvernement congolais ont signé à Doha une déclaration de principes, prélude à un accord "
    "de paix global."
)
_CHICKEN = (
    "The M23 and the Congolese government signed a declaration of principles in Doha, a prelude to a chicken "
    "peace agreement."
)
_ARRESTED = "La police a arrêté trois hommes soupçonnés d'avoir préparé un attentat."
_HORSES = "Police have arrested three horses suspected of planning an attack."


_critic_rule = partial(
    rule,
    severity=Severity.WARNING,
    needs_source=True,
    needs_critic=True,
    languages=("",),
    source_languages=("",),
)


def _remarks(context: Context, kind: str) -> Iterator[tuple[Side, Side, Remark]]:
    """Yield what the critic says of one kind, with the two sides that it is about."""
    pairs = [(pair.source, pair.target) for pair in context.pairs if pair.source and pair.target]
    critic = context.critic
    if critic is None:
        from copydesk.checks.critic_model.judge import shipped_critic

        critic = shipped_critic()
    critic.prepare((source.text, target.text) for source, target in pairs)
    for source, target in pairs:
        for remark in critic.judge(source.text, target.text):
            if remark.kind == kind:
                yield source, target, remark


def _find(rule: Rule, source: Side, target: Side, remark: Remark, message: str) -> Finding:
    span = target.place(remark.span.start, remark.span.end)
    origin = remark.source_span
    return rule.find(
        message,
        span,
        source_span=source.place(origin.start, origin.end) if origin else source.span,
        confidence=round(remark.confidence, 2),
    )


@_critic_rule(
    "CRI001",
    "not what the model would write",
    mqm="accuracy/mistranslation",
    bad=[Example(_CHICKEN, _SIGNED)],
    good=[Example(_ENGLISH, _FRENCH)],
    yields_to=("NUM", "DAT", "NAM", "NEG", "UNT", "GLO", "FFR"),
)
def check_substitution(rule: Rule, context: Context) -> Iterator[Finding]:
    """A word of the draft is far less likely, given the source, than what the model would put there.

    The translation model reads the source and is made to follow the draft word by word. Where it would much
    rather have written something else, and that is no other way to say the same as far as it can tell, the
    word is shown with the model's own choice. The model can be wrong and a good translator is free: read
    both texts. How often it speaks on good translations was measured when it was calibrated and stands in
    `critic.json` beside the model. Runs with `--critic` only.
    """
    for source, target, remark in _remarks(context, "substitution"):
        words = shown(remark.span.of(target.text), 40)
        there = f"; it has {shown(remark.alternative, 80)}" if remark.alternative else ""
        of = f" for {shown(remark.source_span.of(source.text), 40)}" if remark.source_span else ""
        yield _find(rule, source, target, remark, f"{words} is not what the model expects{of}{there}")


@_critic_rule(
    "CRI002",
    "the model misses words",
    mqm="accuracy/omission",
    bad=[Example("The government adopted a law.", _FRENCH)],
    good=[Example(_ENGLISH, _FRENCH)],
    yields_to=("NUM001", "NAM001", "NEG", "OMI"),
)
def check_omission(rule: Rule, context: Context) -> Iterator[Finding]:
    """Something the source says seems to be left out at this place of the draft.

    The translation model would have gone on with other words here, or the draft stays as likely as it was
    when words of the source are hidden from the model. Look at the words of the source that are shown.
    Runs with `--critic` only.
    """
    for source, target, remark in _remarks(context, "omission"):
        of = f"{shown(remark.source_span.of(source.text), 40)} " if remark.source_span else "something "
        there = f"; the model has {shown(remark.alternative, 40)} here" if remark.alternative else ""
        yield _find(rule, source, target, remark, f"{of}may be left out{there}")


@_critic_rule(
    "CRI003",
    "the source does not ask for it",
    mqm="accuracy/addition",
    bad=[Example(_HORSES, _ARRESTED)],
    good=[Example(_HORSES.replace("horses", "men"), _ARRESTED)],
    yields_to=("NUM002", "NAM002", "NEG", "OMI", "REP"),
)
def check_addition(rule: Rule, context: Context) -> Iterator[Finding]:
    """A word of the draft seems to have nothing in the source that it translates.

    Without the word the translation model finds the rest of the draft as likely or likelier, and the word
    is no likelier with the source than without it. Check where the word comes from. Runs with `--critic`
    only.
    """
    for source, target, remark in _remarks(context, "addition"):
        words = shown(remark.span.of(target.text), 40)
        yield _find(rule, source, target, remark, f"nothing in the source asks for {words}")
