"""Imports point one way, so that a part can be read, tested and replaced alone."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = (
    "records",
    "config",
    "lock",
    "logs",
    "crawler",
    "nlp",
    "db",
    "demo",
    "cycle",
    "scheduler",
    "commands",
    "cli",
)
MAY_IMPORT = {
    "records": set(),
    "config": set(),
    "lock": set(),
    "logs": set(),
    "nlp": {"records"},
    "db": {"records"},
    "crawler": {"records", "config", "lock", "logs", "db"},
    "demo": set(),
    "cycle": {"records", "config", "lock", "logs", "crawler", "nlp", "db"},
    "scheduler": {"records", "config", "lock", "logs", "cycle", "crawler", "nlp", "db"},
    "commands": {"scheduler", "records", "config", "lock", "logs", "cycle", "crawler", "nlp", "db", "demo"},
    "cli": {"records", "config", "lock", "logs", "cycle", "crawler", "nlp", "db", "commands"},
}
DB_FOR_CRAWLER = {"db.store", "db.urls", "db.sources", "db.pages", "db.errors"}
"""Of the database, the crawler knows the store and how addresses are compared."""


def imported(path: Path) -> list[str]:
    """Return the dotted names that a file imports, of whatever depth and wherever in it."""
    names = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module:
            names += [node.module] if node.level == 0 else []
    return names


def files() -> list[tuple[str, Path]]:
    found = []
    for package in PACKAGES:
        single = ROOT / f"{package}.py"
        paths = [single] if single.exists() else sorted((ROOT / package).rglob("*.py"))
        found += [(package, path) for path in paths]
    return found


@pytest.mark.parametrize("package", PACKAGES)
def test_a_package_imports_only_what_lies_below_it(package: str) -> None:
    wrong = [
        f"{path.relative_to(ROOT)} imports {name}"
        for owner, path in files()
        if owner == package
        for name in imported(path)
        if name.split(".")[0] in PACKAGES and name.split(".")[0] not in MAY_IMPORT[package] | {package}
    ]
    assert not wrong


def test_the_crawler_knows_only_the_store_of_the_database() -> None:
    wrong = [
        f"{path.relative_to(ROOT)} imports {name}"
        for owner, path in files()
        if owner == "crawler"
        for name in imported(path)
        if name.split(".")[0] == "db" and name not in DB_FOR_CRAWLER
    ]
    assert not wrong


def test_nlp_knows_neither_scrapy_nor_sqlite_libraries_of_the_store() -> None:
    wrong = [
        f"{path.relative_to(ROOT)} imports {name}"
        for owner, path in files()
        if owner == "nlp"
        for name in imported(path)
        if name.split(".")[0] in ("scrapy", "sqlite_utils", "datasette")
    ]
    assert not wrong


def test_the_rules_are_about_files_that_exist() -> None:
    owners = {owner for owner, _ in files()}
    assert owners == set(PACKAGES)
    assert len(files()) > 50
