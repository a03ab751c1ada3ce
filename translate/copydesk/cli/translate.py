"""``copydesk translate``: articles in, English articles and receipts out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from copydesk.cli.options import glossary_options, language_options, load_stack
from copydesk.cli.translated_terms import describe_terms, not_in_place, place_of, summarise
from copydesk.errors import CopydeskError, InputError, SettingsError, visible_name

if TYPE_CHECKING:
    from copydesk.glossary.model import Glossary, Term
    from copydesk.pipeline import TranslatedDocument
    from copydesk.review import Reviewer
    from copydesk.text import Document

_FORMATS = ("text", "html", "markdown", "json", "jsonl")


def _read_date(ctx: click.Context, _: click.Parameter, given: str | None) -> str | None:
    if given is None:
        return None
    try:
        return date.fromisoformat(given).isoformat()
    except ValueError:
        raise click.BadParameter(f"'{given}' is not a date such as 2026-11-22") from None


@click.command("translate")
@click.argument("files", nargs=-1, required=True, metavar="FILES...")
@click.option(
    "-o", "--output", metavar="PATH", help="Write here instead of stdout; a folder for several files."
)
@click.option(
    "--format", "format_", type=click.Choice(_FORMATS), help="Output format. [default: as the input]"
)
@language_options
@click.option("--lines", is_flag=True, help="One segment a line: N lines in, N lines out.")
@click.option("--keep-furniture", is_flag=True, help="Keep page furniture, untranslated.")
@glossary_options
@click.option(
    "--receipt", metavar="FILE", help="Write a receipt for every term occurrence (.json, .csv or .html)."
)
@click.option("--strict", is_flag=True, help="Exit 1 when a term is not in place.")
@click.option(
    "--constrained",
    is_flag=True,
    help="Let a constrained beam say the terms that no other step places: slow, with --engine transformers.",
)
@click.option(
    "--model",
    metavar="NAME|FOLDER",
    envvar="COPYDESK_MODEL",
    show_envvar=True,
    help="MarianMT model. [default: the bundled one]",
)
@click.option(
    "--engine",
    type=click.Choice(["auto", "ctranslate2", "transformers"]),
    default="auto",
    show_default=True,
    help="Inference engine.",
)
@click.option("--beam", type=click.IntRange(1, 32), default=4, show_default=True, help="Beam size.")
@click.option(
    "--threads",
    type=click.IntRange(1),
    envvar="COPYDESK_THREADS",
    show_envvar=True,
    help="Processor threads. [default: all, four at most]",
)
@click.option(
    "--date",
    metavar="YYYY-MM-DD",
    callback=_read_date,
    help="Date of the copy, for entries with since/until. [default: today]",
)
@click.option(
    "--review/--no-review",
    default=None,
    help="Look at each sentence with the checker's rules (errors and sure slips): take the most faithful "
    "hypothesis, and say on stderr what may still be wrong. [default: review, but not with --lines]",
)
@click.option("--encoding", metavar="NAME", help="Encoding of the input. [default: UTF-8]")
@click.option("-q", "--quiet", is_flag=True, help="Say nothing on stderr but errors.")
@click.option("-v", "--verbose", is_flag=True, help="Say how the result was made, and list every receipt.")
@click.pass_context
def command(ctx: click.Context, /, **options: Any) -> int:
    """Translate articles, with the glossary enforced and proved.

    FILES are plain text, HTML pages, Markdown or .jsonl; - is standard input. Page furniture (adverts,
    newsletter prompts, share buttons, ...) is recognised and left out.

    A row of a .jsonl file has text, or title and body. Its field terms may hold terms of its own, enforced
    in this row on top of the glossary: [{"source": "...", "target": "..."}] or {"source form": "target"}.
    The row comes out with their receipts.

    Every glossary term found in the source gets a receipt: ok, placed, missing, doubled or ambiguous.
    Web and e-mail addresses, @handles, #hashtags and code are copied letter by letter, with a glossary or
    without.
    """
    return _Run(options).translate_all()


class _Run:
    """Carry one call of the command: load once, translate each file, write, report."""

    def __init__(self, options: dict[str, Any]) -> None:
        from copydesk.files import real_path, refuse_overwriting
        from copydesk.receipts import require_receipt_format

        self.options = options
        self.quiet: bool = options["quiet"]
        self.reviewer: Reviewer | None = None
        files: tuple[str, ...] = options["files"]
        if options["output"] and len(files) > 1 and not Path(options["output"]).is_dir():
            raise InputError(
                "several files need a folder as --output",
                where=options["output"],
                remedy="make the folder first, or give one file",
            )
        if len({real_path(name) for name in files}) < len(files):
            raise InputError("the same file is given twice", remedy="name it once")
        refuse_overwriting((options["output"], options["receipt"]), (*files, *options["glossaries"]))
        if options["receipt"]:
            require_receipt_format(options["receipt"])
        if options["lines"] and options["format_"] not in (None, "text", "json"):
            raise InputError(
                f"--lines gives lines, not {options['format_']}", remedy="leave one of the two out"
            )

    def translate_all(self) -> int:
        """Translate every file; a bad one is named and the others are done."""
        from copydesk.documents import read_document
        from copydesk.engines.store import find_model, load_engine
        from copydesk.glossary.match import Matcher

        options = self.options
        pair = {"source_language": options["source_language"], "target_language": options["target_language"]}
        glossary = load_stack(options["glossaries"], none=options["no_glossary"], quiet=self.quiet, **pair)
        _require_constrained(options, glossary.terms if glossary else (), glossary.name if glossary else "")
        model = find_model(options["model"], pair["source_language"], pair["target_language"])
        documents, failed = [], 0
        for name in options["files"]:
            try:
                documents.append(
                    read_document(
                        name,
                        language=pair["source_language"],
                        lines=options["lines"],
                        encoding=options["encoding"],
                    )
                )
            except CopydeskError as error:
                if len(options["files"]) == 1:
                    raise
                failed += 1
                click.echo(f"copydesk: {error}", err=True)
        if not documents:
            return 2
        self._refuse_collisions(documents)
        engine = load_engine(
            model,
            engine=options["engine"],
            threads=options["threads"],
            target_language=pair["target_language"],
        )
        matcher = Matcher(glossary) if glossary else None
        if options["review"] or (options["review"] is None and not options["lines"]):
            from copydesk.review import Reviewer

            self.reviewer = Reviewer(glossary, **pair)
        translated = []
        for document in documents:
            try:
                done = self._translate(document, engine, matcher)
                self._write(done)
            except CopydeskError as error:
                if len(options["files"]) == 1:
                    raise
                failed += 1
                click.echo(f"copydesk: {error}", err=True)
                continue
            translated.append(done)
            self._report(done, glossary)
        if options["receipt"]:
            from copydesk.receipts import write_receipts

            write_receipts(options["receipt"], translated)
        if failed:
            return 2
        return int(options["strict"] and any(not_in_place(done) for done in translated))

    def _translate(self, document: Any, engine: Any, matcher: Any) -> TranslatedDocument:
        from copydesk.pipeline import translate_document

        options = self.options
        for own in document.own_terms:
            _require_constrained(options, own.terms, f"{document.name}: {own.place}")
        with _progress(quiet=self.quiet) as step:
            return translate_document(
                document,
                engine,
                matcher,
                source_language=options["source_language"],
                target_language=options["target_language"],
                beam=options["beam"],
                date=options["date"],
                keep_furniture=options["keep_furniture"],
                progress=step,
                judge=self.reviewer.judge if self.reviewer else None,
                constrained=options["constrained"],
            )

    def _write(self, done: TranslatedDocument) -> None:
        from copydesk.documents import write_document
        from copydesk.files import write_text

        options = self.options
        text = write_document(
            done,
            options["format_"] or done.document.format,
            keep_furniture=options["keep_furniture"],
            language=options["target_language"],
        )
        write_text(self._output_of(done.document), text)

    def _output_of(self, document: Document) -> str:
        from copydesk.documents import SUFFIXES

        output = self.options["output"] or "-"
        if output == "-" or not Path(output).is_dir():
            return str(output)
        stem = "stdin" if document.name == "-" else Path(document.name).stem
        suffix = SUFFIXES[self.options["format_"] or document.format]
        return str(Path(output) / f"{stem}.{self.options['target_language']}{suffix}")

    def _refuse_collisions(self, documents: Iterable[Document]) -> None:
        """Raise InputError where a file in the output folder would be written twice, or is an input."""
        from copydesk.files import refuse_overwriting

        taken: dict[str, str] = {}
        for document in documents:
            output = self._output_of(document)
            if output != "-" and output in taken:
                raise InputError(
                    f"would be written to {output}, as {taken[output]} would",
                    where=document.name,
                    remedy="rename one, or use two folders",
                )
            taken[output] = document.name
        read = (*self.options["files"], *self.options["glossaries"])
        refuse_overwriting((*taken, self.options["receipt"]), read)

    def _report(self, done: TranslatedDocument, glossary: Glossary | None) -> None:
        if self.quiet:
            return
        name = "" if len(self.options["files"]) == 1 else f"{visible_name(done.document.name)}: "
        click.echo(f"copydesk: {name}{summarise(done)}", err=True)
        # names alike in both languages are no evidence that the columns stand the right way round
        if glossary and all(o.source == o.target for o in done.occurrences):
            _warn_of_swapped(done, glossary)
        for line in describe_terms(done, verbose=self.options["verbose"]):
            click.echo(f"  {line}", err=True)
        remarks = [
            (translation.segment.span.start, FLAGS.get(flag, flag))
            for translation in done.translations
            for flag in translation.flags
        ]
        if self.reviewer:
            remarks += [(r.offset, f"{r.code} {r.message}") for r in self.reviewer.review(done)]
        if not self.options["lines"]:
            remarks += _describe_variants(done)
        remarks.sort()
        shown_remarks = remarks if self.options["verbose"] else remarks[:MOST_REMARKS]
        for offset, message in shown_remarks:
            click.echo(f"  {place_of(done.document, offset)}: review: {message}", err=True)
        if len(remarks) > len(shown_remarks):
            click.echo(
                f"  ... and {len(remarks) - len(shown_remarks)} more to review; -v shows all", err=True
            )
        if self.options["verbose"]:
            click.echo(f"copydesk: {done.signature}", err=True)


# remarks shown without -v
MOST_REMARKS = 8

FLAGS = {
    "length": "the translation is far shorter or longer than its source",
    "loop": "the translation repeats itself",
    "copy": "the source came back untranslated",
    "empty": "nothing came out",
}


def _describe_variants(done: TranslatedDocument) -> Iterator[tuple[int, str]]:
    """Yield a remark for each name that the translation spells in more than one way, with its place."""
    from copydesk.enforce.variants import find_variants

    starts = {one.segment.id: one.segment.span.start for one in done.translations}
    for found in find_variants(done.document.text, done.translations):
        forms = ", ".join(f"{s.form} ({s.count})" for s in found.spellings)
        first = min(starts[spelling.segment] for spelling in found.spellings)
        yield first, f"one name may be spelt in {len(found.spellings)} ways: {forms}"


def _warn_of_swapped(done: TranslatedDocument, glossary: Glossary) -> None:
    from copydesk.glossary.formats.swapped import count_targets_in_source

    texts = (done.document.words_of(one.segment) for one in done.translations)
    found = count_targets_in_source(glossary, texts)
    if found > 1:
        click.echo(
            f"copydesk: {glossary.name}: no source form stands in the text, but {found} targets do: are the "
            "columns swapped?",
            err=True,
        )


def _require_constrained(options: dict[str, Any], terms: Iterable[Term], name: str) -> None:
    """Raise SettingsError where a constrained beam is asked for and the engine has none."""
    if options["engine"] == "transformers":
        return
    pinned = next((term for term in terms if term.strategy == "constrained"), None)
    if options["constrained"] or pinned:
        asked = f"'{pinned.source}' (row {pinned.row})" if pinned else "--constrained"
        raise SettingsError(
            f"{asked} asks for a constrained beam, which only the reference engine has",
            where=name if pinned else "",
            remedy="give --engine transformers",
        )


class _progress:
    """Show a bar on stderr when a person is watching."""

    def __init__(self, *, quiet: bool) -> None:
        import sys

        self.wanted = not quiet and sys.stderr.isatty()
        self.bar: Any = None

    def __enter__(self) -> Any:
        return self._step if self.wanted else None

    def _step(self, done: int, total: int) -> None:
        import sys

        if self.bar is None:
            self.bar = click.progressbar(length=total, label="translating", file=sys.stderr)
            self.bar.__enter__()
        self.bar.update(done - self.bar.pos)

    def __exit__(self, *error: object) -> None:
        if self.bar is not None:
            self.bar.__exit__(*error)
