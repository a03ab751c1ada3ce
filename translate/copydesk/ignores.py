"""Leave out what an editor has settled: ignores beside a draft, baselines, rules switched off by path.

News copy stays clean: nothing is written into a draft. A sidecar ``DRAFT.ignores.toml`` holds one entry a
finding, with a reason; a baseline holds what stood when it was written. An entry is matched by its
fingerprint, else by its code and words, so that it outlives changes near by.
"""

from __future__ import annotations

import json
import re
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

from copydesk.checks.rule import fingerprint
from copydesk.errors import SettingsError
from copydesk.files import read_utf8, reason_of
from copydesk.findings import FileFindings, Finding, Severity
from copydesk.json_faults import describe_fault
from copydesk.text import Span

#: the code of a finding about an ignore that settles nothing
UNUSED = "IGN001"
SUFFIX = ".ignores.toml"
_SCHEMA = 1
_KEYS = ("code", "fingerprint", "words", "reason")


@dataclass(frozen=True, slots=True)
class Ignore:
    """Hold one settled finding; *words* are those of the draft, *where* is the place of the entry."""

    code: str
    fingerprint: str
    words: str
    reason: str = ""
    where: str = ""


def part(
    findings: Sequence[Finding], text: str, ignores: Iterable[Ignore]
) -> tuple[list[Finding], list[Finding], list[Ignore]]:
    """Part *findings* into those that stand and those that are settled; return the unused ignores as well.

    One ignore settles one finding.
    """
    waiting = list(ignores)
    settled: set[int] = set()
    marks: dict[tuple[str, str], list[int]] = {}
    words: dict[tuple[str, str], list[int]] = {}
    for place, finding in enumerate(findings):
        marks.setdefault((finding.code, finding.fingerprint), []).append(place)
        words.setdefault((finding.code, _plain(finding.span.of(text))), []).append(place)
    for index, key in ((marks, _by_mark), (words, _by_words)):
        left: list[Ignore] = []
        for ignore in waiting:
            free = [place for place in index.get(key(ignore), ()) if place not in settled]
            if free:
                settled.add(free[0])
            else:
                left.append(ignore)
        waiting = left
    standing = [finding for place, finding in enumerate(findings) if place not in settled]
    return standing, [findings[place] for place in sorted(settled)], waiting


def _by_mark(ignore: Ignore) -> tuple[str, str]:
    return ignore.code, ignore.fingerprint


def _by_words(ignore: Ignore) -> tuple[str, str]:
    return ignore.code, _plain(ignore.words)


def _plain(words: str) -> str:
    return " ".join(words.split())


def as_ignores(findings: Iterable[Finding], text: str, reason: str = "") -> list[Ignore]:
    """Turn findings into the ignores that settle them."""
    return [
        Ignore(finding.code, finding.fingerprint, _plain(finding.span.of(text)), reason)
        for finding in findings
    ]


@dataclass(frozen=True, slots=True)
class Settlement:
    """Hold what is settled of one draft: its ignore file, what was known before, rules off by path."""

    ignores: tuple[Ignore, ...] = ()
    known: tuple[Ignore, ...] = ()
    codes: tuple[str, ...] = ()

    def screen(self, file: FileFindings) -> FileFindings:
        """Leave out of *file* what is settled; it goes to ``settled``."""
        wanted = [finding for finding in file.findings if not finding.code.startswith(self.codes or ("-",))]
        standing, settled, _ = part(wanted, file.text, (*self.ignores, *self.known))
        return replace(file, findings=tuple(standing), settled=tuple(settled))

    def report_unused(
        self,
        file: FileFindings,
        codes: Container[str],
        known: Container[str] | None = None,
        *,
        has_source: bool = True,
    ) -> list[Finding]:
        """Make a finding of each ignore that settles nothing in *file*.

        It counts when its rule is in *codes*, those that ran, or its code not in *known*, if given. Without
        the source a rule may find less: an entry whose words still stand there is left alone then.
        """
        _, _, unused = part(file.findings, file.text, self.ignores)
        text = "" if has_source else _plain(file.text)
        findings: list[Finding] = []
        for ignore in unused:
            is_known = known is None or ignore.code in known
            stands = bool(ignore.words) and _plain(ignore.words) in text
            if not is_known or (ignore.code in codes and not stands):
                findings.append(_report(ignore, known=is_known))
        return findings


def _report(ignore: Ignore, *, known: bool) -> Finding:
    words = f' "{ignore.words}"' if ignore.words else ""
    why = f"{ignore.code}{words} stands here no more" if known else f"no rule has the code '{ignore.code}'"
    return Finding(
        UNUSED,
        Severity.NOTE,
        f"unused ignore ({ignore.where}): {why}; {'' if known else 'correct it, or '}take the entry out",
        Span(0, 0),
        fingerprint=fingerprint(UNUSED, ignore.fingerprint, ignore.words),
    )


def sidecar_of(draft: str) -> Path:
    """Give the name of the ignore file beside *draft*."""
    return Path(f"{draft}{SUFFIX}")


def read_sidecar(path: Path) -> list[Ignore]:
    """Read an ignore file; raise SettingsError naming the entry for an unknown key or a missing reason."""
    import tomllib

    try:
        tables = tomllib.loads(read_utf8(path))
    except OSError as error:
        raise SettingsError(f"cannot be read: {reason_of(error)}", where=str(path)) from None
    except (RecursionError, tomllib.TOMLDecodeError) as error:
        raise SettingsError(f"not valid TOML: {describe_fault(error)}", where=str(path)) from None
    entries = tables.pop("ignore", [])
    if tables or not isinstance(entries, list):
        wrong = next(iter(tables), "ignore")
        raise SettingsError(f"unknown table '{wrong}'", where=str(path), remedy="write [[ignore]] entries")
    return [_entry(entry, f"{path}: entry {number}") for number, entry in enumerate(entries, 1)]


def _entry(entry: Any, where: str) -> Ignore:
    if not isinstance(entry, dict):
        raise SettingsError("is not a table", where=where, remedy="write [[ignore]] entries")
    for key, value in entry.items():
        if key not in _KEYS:
            raise SettingsError(f"unknown key '{key}'", where=where, remedy=f"known: {', '.join(_KEYS)}")
        if not isinstance(value, str):
            raise SettingsError(f"'{key}' is not a string", where=where)
    if not entry.get("code"):
        raise SettingsError("has no code", where=where)
    if not entry.get("fingerprint") and not entry.get("words"):
        raise SettingsError("has neither fingerprint nor words", where=where)
    if not entry.get("reason", "").strip():
        raise SettingsError("has no reason", where=where, remedy="say why it is right as it stands")
    return Ignore(
        entry["code"].upper(), entry.get("fingerprint", ""), entry.get("words", ""), entry["reason"], where
    )


def append_to_sidecar(path: Path, *ignores: Ignore) -> None:
    """Add entries to an ignore file, or begin one; what stands in it stays as it is, comments as well.

    Raises SettingsError for a file that is no ignore file.
    """
    from copydesk.files import write_text

    if path.is_file():
        read_sidecar(path)
    before = read_utf8(path).rstrip() if path.is_file() else ""
    new = "\n".join(map(_block, ignores))
    write_text(path, f"{before}\n\n{new}" if before else new)


def _block(ignore: Ignore) -> str:
    values = (ignore.code, ignore.fingerprint, ignore.words, ignore.reason)
    rows = [f"{key} = {_toml(value)}" for key, value in zip(_KEYS, values, strict=True)]
    return "\n".join(["[[ignore]]", *rows, ""])


def _toml(text: str) -> str:
    # every JSON string without control characters is a TOML basic string
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def read_baseline(path: Path) -> dict[str, list[Ignore]]:
    """Read a baseline: for each draft what stood in it. Raises SettingsError when it is not one."""
    try:
        data = json.loads(read_utf8(path))
        if data["schema"] != _SCHEMA:
            raise ValueError(f"schema {data['schema']}, not {_SCHEMA}")
        return {
            str(name): [Ignore(str(e["code"]), str(e["fingerprint"]), str(e["words"])) for e in entries]
            for name, entries in data["drafts"].items()
        }
    except FileNotFoundError:
        raise SettingsError(
            "no such baseline", where=str(path), remedy="make it with --write-baseline"
        ) from None
    except OSError as error:
        raise SettingsError(f"cannot be read: {reason_of(error)}", where=str(path)) from None
    except (ValueError, RecursionError) as error:
        raise SettingsError(
            f"is not a baseline: {describe_fault(error)}",
            where=str(path),
            remedy="make it anew with --write-baseline",
        ) from None
    except (KeyError, TypeError, AttributeError):
        raise SettingsError(
            "is not a baseline: parts are missing",
            where=str(path),
            remedy="make it anew with --write-baseline",
        ) from None


def write_baseline(path: Path, drafts: Mapping[str, Iterable[Ignore]]) -> None:
    """Write a baseline, sorted, so that its changes read well."""
    from copydesk.files import write_text

    data = {
        "schema": _SCHEMA,
        "drafts": {
            name: sorted(
                (
                    {"code": ignore.code, "fingerprint": ignore.fingerprint, "words": ignore.words}
                    for ignore in ignores
                ),
                key=lambda entry: (entry["code"], entry["words"], entry["fingerprint"]),
            )
            for name, ignores in sorted(drafts.items())
        },
    }
    text = json.dumps(data, ensure_ascii=False, indent=1) + "\n"
    # a name whose bytes are not UTF-8 is kept in JSON's own escapes
    write_text(path, re.sub("[\ud800-\udfff]", lambda half: f"\\u{ord(half[0]):04x}", text))


@dataclass(frozen=True, slots=True)
class PathRule:
    """Switch rules off (codes or prefixes) in the drafts whose path matches *pattern*."""

    pattern: str
    codes: tuple[str, ...]
    folder: Path

    def matches(self, draft: str) -> bool:
        """Say whether the pattern matches the path, relative to the settings file, or its last part."""
        path = Path(draft).absolute()
        try:
            relative = path.relative_to(self.folder).as_posix()
        except ValueError:
            relative = path.as_posix()
        return fnmatch(relative, self.pattern) or fnmatch(path.name, self.pattern)


def read_path_rules(settings: Path) -> list[PathRule]:
    """Read the table ``[ignores]`` of a settings file: ``"wire/*.txt" = ["QUO", "NAM004"]``."""
    from copydesk.config import read_settings

    table = read_settings(settings).get("ignores", {})
    if not isinstance(table, dict):
        raise SettingsError("[ignores] is not a table", where=str(settings))
    rules: list[PathRule] = []
    for pattern, codes in table.items():
        if not isinstance(codes, list) or not all(isinstance(code, str) for code in codes):
            raise SettingsError(
                f"'{pattern}' in [ignores] is not a list of codes",
                where=str(settings),
                remedy='write "*.txt" = ["QUO"]',
            )
        rules.append(PathRule(pattern, tuple(code.upper() for code in codes), settings.parent.absolute()))
    return rules
