"""What checking drafts and checking a corpus share: the choice of rules, the checker, the report."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

import click

from copydesk.checks.lexicon import Lexicon
from copydesk.checks.registry import Selection, parse_codes
from copydesk.checks.rule import Rule
from copydesk.checks.run import Checker
from copydesk.checks.tables import require_tables
from copydesk.cli.options import load_stack
from copydesk.errors import SettingsError
from copydesk.files import refuse_overwriting
from copydesk.findings import FileFindings, Report, Severity


class Setting:
    """Hold what both kinds of run share: the choice of rules and the checker."""

    def __init__(self, options: dict[str, Any], *, inputs: Iterable[str | None]) -> None:
        self.options = options
        # an output must not be an input or a glossary
        read = [*(name for name in inputs if name), *options["glossaries"]]
        refuse_overwriting((options["output"], options["write_baseline"]), read)
        self.quiet: bool = options["quiet"]
        self.selection: Selection = Selection(
            parse_codes(options["select"]),
            parse_codes(options["ignore"]),
            options["preview"],
            options["critic"],
        )
        if options["data"]:
            require_tables(options["data"])
        rules = self._choose()
        pair = {"source_language": options["source_language"], "target_language": options["target_language"]}
        glossary = load_stack(options["glossaries"], none=options["no_glossary"], quiet=self.quiet, **pair)
        lexicon = Lexicon(glossary, options["data"])
        if options["data"]:
            _ = lexicon.left_forms  # a broken row is said once and now, not by each rule that looks it up
        self.checker: Checker = Checker(rules, lexicon, **pair)
        fail_on = "never" if options["exit_zero"] else options["fail_on"]
        self.report = Report(
            signature=self.checker.signature(self.selection),
            fail_on=None if fail_on == "never" else Severity(fail_on),
        )
        self.least = Severity(options["min_severity"])

    def _choose(self) -> list[Rule]:
        """List the rules that are wanted; none at all is a slip in the options, not a clean draft."""
        options = self.options
        if not all(map(parse_codes, ([value] for value in options["select"]))):
            raise SettingsError("names no rule", where="--select", remedy="give codes, or leave it out")
        rules = self.selection.chosen()
        asking = [rule.code for rule in rules if rule.needs_critic]
        asking += [code for code in self.selection.select if code.startswith("CRI")]
        if asking and not options["critic"]:
            raise SettingsError(f"{asking[0]} asks the translation model", remedy="add --critic")
        if rules:
            return rules
        selected, ignored = (" ".join(codes) for codes in (self.selection.select, self.selection.ignore))
        if not ignored:
            raise SettingsError(
                f"--select {selected} chooses rules in preview alone",
                remedy="add --preview, or write the codes",
            )
        chosen = f"what --select {selected} chooses" if selected else "every rule"
        raise SettingsError(f"--ignore {ignored} leaves out {chosen}", remedy="leave one of them out")

    def load_critic(self) -> None:
        """Load the model that judges drafts, where a rule of the choice asks it."""
        if not any(rule.needs_critic for rule in self.checker.rules):
            return
        from copydesk.checks.critic_model.judge import load_critic

        options = self.options
        critic = load_critic(options["model"], options["source_language"], options["target_language"])
        if not critic.decision.calibrated:
            self.say("the critic is not calibrated for this model: it speaks only where it is very sure")
        self.checker.critic = critic
        self.report.signature = self.checker.signature(self.selection)

    def say(self, message: str) -> None:
        """Tell people something on stderr, unless they asked for quiet."""
        if not self.quiet:
            click.echo(f"copydesk: {message}", err=True)

    def keep(self, file: FileFindings) -> FileFindings:
        """Leave out what is below --min-severity."""
        kept = tuple(f for f in file.findings if f.severity.rank <= self.least.rank)
        return replace(file, findings=kept)

    def note_broken(self) -> None:
        """Name the rules that raised; the run then ends with exit code 2."""
        for code, reason in sorted(self.checker.broken.items()):
            failure = f"rule {code} failed and was left out: {reason}"
            self.report.failures.append(failure)
            click.echo(f"copydesk: {failure}", err=True)


def count(number: int, noun: str) -> str:
    """Give a number with its noun: ``1 finding``, ``2 findings``."""
    return f"{number} {noun}{'' if number == 1 else 's'}"
