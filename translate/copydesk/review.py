"""Look at a translation with the checker's own rules before an editor does."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from copydesk.checks.lexicon import Lexicon
from copydesk.checks.registry import Selection
from copydesk.checks.run import Checker
from copydesk.findings import Severity
from copydesk.glossary.model import Glossary
from copydesk.pipeline import TranslatedDocument
from copydesk.report.text import describe


@dataclass(frozen=True, slots=True)
class Remark:
    """Hold one thing to look at: *offset* is where the sentence starts in the source document."""

    offset: int
    code: str
    message: str


class Reviewer:
    """Find what the rules call an error, sentence by sentence; compile it once a run."""

    def __init__(self, glossary: Glossary | None, source_language: str, target_language: str) -> None:
        # the glossary has its receipts already
        rules = Selection(ignore=("GLO",)).chosen()
        self._checker = Checker(
            [rule for rule in rules if rule.severity is Severity.ERROR],
            Lexicon(glossary),
            source_language=source_language,
            target_language=target_language,
        )

    def count(self, source: str, target: str) -> int:
        """Count the errors in one translated sentence; a judge for ``translate_document``."""
        return len(self._checker.check_row("", target, source).findings) if target.strip() else 0

    def review(self, done: TranslatedDocument) -> Iterator[Remark]:
        """Yield remarks on *done* in reading order."""
        text = done.document.text
        for translation in done.translations:
            for sentence in translation.sentences:
                target = sentence.target_span.of(translation.text)
                if not target.strip():
                    continue
                found = self._checker.check_row("", target, sentence.source_span.of(text))
                for finding in found.findings:
                    yield Remark(sentence.source_span.start, finding.code, describe(found, finding))
