"""``copydesk explain``: what a rule does, why, and how often it speaks."""

from __future__ import annotations

import json

import click

from copydesk.errors import SettingsError


@click.command("explain")
@click.argument("codes", nargs=-1, metavar="[CODE]...")
@click.option(
    "--format", "format_", type=click.Choice(["text", "json"]), default="text", help="Output format."
)
def command(codes: tuple[str, ...], format_: str) -> int:
    """Explain rules: what they do, why, their examples and measured rates.

    CODE is a rule's code (NUM001) or prefix (NUM). Without one, all rules are listed.
    """
    from copydesk.checks.pages import describe, render
    from copydesk.checks.registry import Selection, load_rules, parse_codes

    wanted = parse_codes(codes)
    rules = load_rules()
    if not wanted:
        if format_ == "json":
            click.echo(json.dumps([describe(rule) for rule in rules.values()], ensure_ascii=False, indent=1))
        else:
            click.echo(_table())
        return 0
    chosen = []
    for code in wanted:
        found = Selection((code,), preview=True, critic=True).chosen()
        if not found:
            raise SettingsError(f"no rule has the code '{code}'")
        chosen += [rule for rule in found if rule not in chosen]
    if format_ == "json":
        described = [describe(rule) for rule in chosen]
        single = len(wanted) == 1 and wanted[0] in rules
        click.echo(json.dumps(described[0] if single else described, ensure_ascii=False, indent=1))
    else:
        click.echo("\n\n".join(render(rule).rstrip() for rule in chosen))
    return 0


def _table() -> str:
    from copydesk.checks.registry import load_rules

    rules = load_rules().values()
    width = max(len(rule.name) for rule in rules)
    lines = []
    for rule in rules:
        remarks = ["preview"] if rule.preview else []
        remarks += ["needs the source"] if rule.needs_source else []
        remarks += ["needs --critic"] if rule.needs_critic else []
        lines.append(
            f"{rule.code}  {rule.name:<{width}}  {rule.severity.value:<7}  {', '.join(remarks)}".rstrip()
        )
    return "\n".join(lines)
