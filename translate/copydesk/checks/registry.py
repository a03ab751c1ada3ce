"""Load the rules and decide which of them run: select, ignore, preview, what the languages allow."""

from __future__ import annotations

import pkgutil
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import import_module

import copydesk.checks
from copydesk.checks.rule import RULES, Rule
from copydesk.errors import SettingsError


@cache
def load_rules() -> dict[str, Rule]:
    """Import every module of ``copydesk.checks`` and return the rules they register, by code."""
    for module in pkgutil.iter_modules(copydesk.checks.__path__):
        if not module.ispkg:
            import_module(f"copydesk.checks.{module.name}")
    return dict(sorted(RULES.items()))


@dataclass(frozen=True, slots=True)
class Selection:
    """Say which rules a user wants, by code (``NUM001``) or prefix (``NUM``).

    An empty *select* means all that are not in preview; a selected code runs even in preview where it is
    named in full. *ignore* beats *select*, a longer prefix beats a shorter one. Rules that ask the model run
    with *critic*, or where they are named in full.
    """

    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    preview: bool = False
    critic: bool = False

    @property
    def signature(self) -> str:
        """Give the part of a signature that names the choice: ``rules:default``, ``rules:+NUM-GLO``."""
        parts = "".join(f"+{code}" for code in self.select) + "".join(f"-{code}" for code in self.ignore)
        return f"rules:{parts or 'default'}{'+preview' if self.preview else ''}"

    def chosen(self) -> list[Rule]:
        """List the rules that are wanted, by code. Raises SettingsError for an unknown code or prefix."""
        rules = load_rules()
        for code in (*self.select, *self.ignore):
            _require_known(code, rules)
        return [rule for rule in rules.values() if self.wants(rule)]

    def wants(self, rule: Rule) -> bool:
        """Say whether *rule* is selected, not ignored, and out of preview or asked for."""
        chosen = _longest(self.select, rule.code)
        ignored = _longest(self.ignore, rule.code)
        if ignored and ignored >= chosen:
            return False
        if self.select and not chosen:
            return False
        if rule.needs_critic and not self.critic and rule.code not in self.select:
            return False
        return not rule.preview or self.preview or rule.code in self.select


def _longest(prefixes: Iterable[str], code: str) -> int:
    """Give the length of the longest prefix that names *code* (``ALL`` counts as 1), 0 for none."""
    return max((1 if p == "ALL" else len(p) for p in prefixes if p == "ALL" or code.startswith(p)), default=0)


def _require_known(code: str, rules: Iterable[str]) -> None:
    if code == "ALL" or any(known.startswith(code) for known in rules):
        return
    from difflib import get_close_matches

    families = sorted({known.rstrip("0123456789") for known in rules})
    near = get_close_matches(code.upper(), [*rules, *families], 1, 0.5)
    remedy = f"did you mean {near[0]}?" if near else f"families are: {', '.join(families)}"
    raise SettingsError(f"no rule has the code or prefix '{code}'", remedy=remedy)


def parse_codes(values: Sequence[str]) -> tuple[str, ...]:
    """Turn option values (comma or space separated, repeatable) into codes in capitals."""
    return tuple(code.upper() for value in values for code in value.replace(",", " ").split())


@dataclass(frozen=True, slots=True)
class Skipped:
    """Say which chosen rules cannot run on a draft, and for want of what."""

    codes: tuple[str, ...]
    reason: str

    def __str__(self) -> str:
        return f"{self.reason}: {', '.join(self.codes)}"


def split_runnable(
    rules: Iterable[Rule], *, has_source: bool, source_language: str, target_language: str
) -> tuple[list[Rule], list[Skipped]]:
    """Part *rules* into those that can run here and those that cannot, with the reason."""
    runnable: list[Rule] = []
    reasons: dict[str, list[str]] = {}
    for rule in rules:
        reason = ""
        if "" not in rule.languages and target_language not in rule.languages:
            reason = f"not known for a draft in '{target_language}'"
        elif rule.needs_source and not has_source:
            reason = "needs the source"
        elif (
            has_source
            and rule.needs_source
            and "" not in rule.source_languages
            and source_language not in rule.source_languages
        ):
            reason = f"not known for a source in '{source_language}'"
        if reason:
            reasons.setdefault(reason, []).append(rule.code)
        else:
            runnable.append(rule)
    return runnable, [Skipped(tuple(codes), reason) for reason, codes in reasons.items()]
