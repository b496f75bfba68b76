"""`passerelle annotate` and `evaluate`: the extraction alone, from JSON lines to JSON lines, and how good it is."""

from __future__ import annotations

import datetime as dt
import json
import os
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from io import TextIOWrapper
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, BinaryIO

import click

from commands.progress import shown
from config import Config
from cycle import Progress
from nlp.annotate import BadLine, Record, decoded, read_documents, read_records, to_record

if TYPE_CHECKING:
    from nlp.evaluation import Evaluation
    from nlp.pipeline import Pipeline
    from records import Document

INPUT = click.Path(exists=True, dir_okay=False, allow_dash=True, path_type=Path)


class InputError(click.ClickException):
    """A fault of an input file, which the user can mend."""

    exit_code = 2


@click.command(
    epilog="\b\nExamples:\n  passerelle annotate news.jsonl -o annotations.jsonl\n"
    "  passerelle annotate - < news.jsonl | head -1\n  passerelle annotate news.jsonl --explain page-12"
)
@click.argument("source", metavar="IN.jsonl", type=INPUT)
@click.option("--output", "-o", metavar="OUT.jsonl", default="-", show_default="standard output",
              type=click.Path(dir_okay=False, allow_dash=True, path_type=Path), help="Where to write.")  # fmt: skip
@click.option("--explain", metavar="ID", help="Tell in words what was found in this document, and why; write nothing.")
def annotate(source: Path, output: Path, explain: str | None) -> None:
    """Find institutions, countries, dates, events and partnerships in documents, without a database.

    A line of IN.jsonl is a JSON object with "id" and "text", and optionally "lang", "title", "published" (YYYY-MM-DD),
    "url" and "publisher" (a name); a line of OUT.jsonl is the annotation of one, in the same order. Offsets count
    Unicode characters of "text". OUT.jsonl appears when it is complete: an interruption leaves what was there.
    """
    with _mistakes_told(), _opened(source) as lines:
        documents = read_documents(decoded(lines, source.name), source.name)
        if explain is not None:
            _explain(documents, explain)
            return
        pipeline = _pipeline()
        with shown() as progress, _written(output) as out:
            for record in _annotations(pipeline, documents, progress, _length(source)):
                out.write(json.dumps(record, ensure_ascii=False) + "\n")


def _explain(documents: Iterable[Document], identity: str) -> None:
    from nlp.explain import explanation

    for document in documents:
        if document.id == identity:
            click.echo("\n".join(explanation(document, _pipeline().analyse(document))))
            return
    raise InputError(f"no document has the id {identity}")


@click.command(
    epilog="\b\nExamples:\n  passerelle evaluate corpus.jsonl\n"
    "  passerelle evaluate corpus.jsonl --lang fr --faults 40\n"
    "  passerelle evaluate corpus.jsonl --predicted annotations.jsonl --json"
)
@click.argument("gold", metavar="GOLD.jsonl", type=INPUT)
@click.option("--predicted", metavar="FILE", type=INPUT, help="Score these annotations; do not run the extraction.")
@click.option("--lang", metavar="CODE", help="Only documents in this language.")
@click.option("--faults", default=0, type=click.IntRange(min=0), metavar="N", help="List up to N single faults.")
@click.option("--by-language", is_flag=True, help="Add the main figures of each language.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.option("--markdown", is_flag=True, help="Print Markdown tables, with those of each language.")
@click.option("--quality", metavar="FILE", type=click.Path(dir_okay=False, path_type=Path),
              help="Write the main figures to FILE too, as the page About shows them.")  # fmt: skip
def evaluate(
    gold: Path, predicted: Path | None, lang: str | None, faults: int, by_language: bool, as_json: bool,
    markdown: bool, quality: Path | None,
) -> None:  # fmt: skip
    """Measure the extraction on the annotated documents of GOLD.jsonl: precision, recall, F1, calibration.

    A line of GOLD.jsonl is a document as `annotate` reads it, with its annotation under "gold".
    """
    from nlp.evaluation import evaluate as measure
    from nlp.evaluation import report

    if as_json and markdown:
        raise click.UsageError("--json or --markdown, not both")
    with _mistakes_told():
        documents = [each for each in _gold(gold) if not lang or each["lang"] == lang]
        if not documents:
            raise InputError(f"{gold.name}: no annotated document" + (f" in {lang}" if lang else ""))
        predictions = _records(predicted) if predicted else _predict(documents)
    try:
        found = measure(documents, {each["id"]: each for each in predictions}, faults)
    except (KeyError, TypeError, AttributeError) as error:
        raise InputError(f"not in the format of annotations: {error!r}") from error
    each_language = _by_language(documents, predictions) if by_language or markdown else {}
    if as_json:
        click.echo(json.dumps(report.as_dict(found, each_language), ensure_ascii=False, indent=1))
    else:
        click.echo("\n".join((report.as_markdown if markdown else report.as_text)(found, each_language)))
    if quality:
        with _written(quality) as out:
            json.dump(report.quality(found, dt.datetime.now(dt.UTC).date()), out, ensure_ascii=False, indent=1)
            out.write("\n")


def _by_language(documents: list[Record], predictions: list[Record]) -> dict[str, Evaluation]:
    from nlp.evaluation import evaluate as measure

    by_id = {each["id"]: each for each in predictions}
    languages = sorted({each["lang"] for each in documents})
    return {lang: measure([each for each in documents if each["lang"] == lang], by_id) for lang in languages}


def _gold(path: Path) -> list[Record]:
    documents = _records(path)
    for each in documents:
        if not isinstance(each.get("gold"), dict) or "lang" not in each:
            raise BadLine(f'{path.name}, document {each.get("id")}: no "gold" annotation, or no "lang"')
    return documents


def _records(path: Path) -> list[Record]:
    with _opened(path) as lines:
        return list(read_records(decoded(lines, path.name), path.name))


def _predict(documents: list[Record]) -> list[Record]:
    from nlp.annotate import read_document

    with shown() as progress:
        return list(_annotations(_pipeline(), map(read_document, documents), progress, len(documents)))


def _annotations(
    pipeline: Pipeline, documents: Iterable[Document], progress: Progress, total: int | None
) -> Iterator[Record]:
    for done, analysis in enumerate(pipeline.analyse_many(documents), start=1):
        yield to_record(analysis)
        progress("annotate", done, total)


def _pipeline() -> Pipeline:
    """Open the registry of this installation and say which it is."""
    from nlp.pipeline import Pipeline
    from nlp.registry import Registry

    registry = Registry.open(Config.from_environment().registry)
    click.echo(f"Institutions: {registry.release}", err=True)
    return Pipeline(registry)


@contextmanager
def _mistakes_told() -> Iterator[None]:
    try:
        yield
    except BadLine as error:
        raise InputError(str(error)) from None


@contextmanager
def _opened(path: Path) -> Iterator[BinaryIO]:
    if str(path) == "-":
        yield sys.stdin.buffer
    else:
        with path.open("rb") as file:
            yield file


@contextmanager
def _written(path: Path) -> Iterator[IO[Any]]:
    """Give a text stream; a file gets its name only when the block ends well. Devices and pipes are written to."""
    if str(path) == "-":
        out = TextIOWrapper(sys.stdout.buffer, encoding="utf-8")
        yield out
        out.detach()  # flushes, and leaves standard output open
        return
    if path.exists() and not path.is_file():
        with path.open("w", encoding="utf-8") as out:
            yield out
        return
    if not path.parent.is_dir():
        raise InputError(f"there is no folder {path.parent}")
    draft = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        with draft.open("w", encoding="utf-8") as out:
            yield out
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)


def _length(path: Path) -> int | None:
    """Count the documents of a file; None for what can be read only once."""
    if not path.is_file():
        return None
    with path.open("rb") as file:
        return sum(1 for line in file if line.strip())
