"""The laws of the house that no other tool checks: its public face, its wheel, its locks, its words."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tomllib
import zipfile
from collections.abc import Iterator
from importlib.metadata import packages_distributions
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from flit_core import buildapi

import servanda

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "src" / "servanda"
MODULES = sorted(PACKAGE.rglob("*.py"))
PROJECT: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
LOCKS = sorted(ROOT.glob("requirements*.lock"))


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def plain(requirement: str) -> str:
    """Give the name a requirement asks for, as registries compare it."""
    return re.split(r"[^\w.-]", requirement, maxsplit=1)[0].lower().replace("_", "-")


def locked(lock: Path) -> dict[str, str]:
    """Give each package of a lock with all that stands after its name."""
    lines = lock.read_text(encoding="utf-8").replace("\\\n", " ").splitlines()
    return {plain(line): line for line in lines if line.strip() and not line.startswith("#")}


# The public face


def test_the_package_offers_these_names_and_no_others() -> None:
    records = ["Agreement", "Entity", "Event", "Figure", "Finding", "Record", "Statement", "Time"]
    use = ["Explanation", "Failure", "Frame", "Ledger", "Progress", "ReadReport", "Summary", "open", "read"]
    names = ["Document", "Evidence", "ServandaError", "__version__", *records, *use]
    assert sorted(servanda.__all__) == sorted(names)
    assert all(getattr(servanda, name) for name in names)


def test_types_are_published() -> None:
    assert (files("servanda") / "py.typed").is_file()


def test_importing_the_package_loads_no_other() -> None:
    code = "import sys; before = set(sys.modules); import servanda; print(*set(sys.modules) - before)"
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    tops = {module.partition(".")[0] for module in out.split()}
    assert "servanda" in tops
    assert tops & packages_distributions().keys() <= {"servanda", "msgspec"}


def test_the_wheel_carries_every_file_of_the_package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    wheel = zipfile.ZipFile(tmp_path / buildapi.build_wheel(str(tmp_path)))
    here = {p.relative_to(PACKAGE.parent).as_posix() for p in PACKAGE.rglob("*") if p.is_file()}
    carried = {name for name in wheel.namelist() if name.startswith("servanda/")}
    assert carried == {name for name in here if "__pycache__" not in name}


# The locks


@pytest.mark.parametrize("lock", LOCKS, ids=name_of)
def test_a_lock_names_versions_and_hashes_and_no_address(lock: Path) -> None:
    assert "://" not in lock.read_text(encoding="utf-8")
    for line in locked(lock).values():
        assert re.match(r"[\w.-]+(?:\[[\w,-]+\])?==\S+ .*--hash=sha256:[0-9a-f]{64}", line), line


@pytest.mark.parametrize(
    ("lock", "wanted"),
    [
        ("requirements.lock", PROJECT["project"]["dependencies"]),
        ("requirements.lock", PROJECT["build-system"]["requires"]),
        ("requirements-dev.lock", PROJECT["dependency-groups"]["dev"]),
        ("requirements-bench.lock", PROJECT["dependency-groups"]["bench"]),
        ("requirements-cluster.lock", PROJECT["dependency-groups"]["cluster"]),
    ],
)
def test_a_lock_has_all_that_the_project_asks_for(lock: str, wanted: list[str]) -> None:
    assert {plain(name) for name in wanted} <= locked(ROOT / lock).keys()


def test_every_import_is_of_a_declared_dependency() -> None:
    extras = [name for names in PROJECT["project"]["optional-dependencies"].values() for name in names]
    declared = {plain(name) for name in (*PROJECT["project"]["dependencies"], *extras)}
    owners = packages_distributions()
    for module in MODULES:
        for name in imported(ast.parse(module.read_text(encoding="utf-8"))):
            if name not in sys.stdlib_module_names and name != "servanda":
                of = {plain(owner) for owner in owners.get(name, ())}
                assert of & declared, f"{name_of(module)} imports {name}"


def imported(tree: ast.Module) -> Iterator[str]:
    """Give the top name of everything that a module imports."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module.partition(".")[0]


# The architecture


def test_the_drawing_of_the_layers_is_the_one_that_lint_checks() -> None:
    (contract,) = PROJECT["tool"]["importlinter"]["contracts"]
    checked = [layer.replace("(", "").replace(")", "") for layer in contract["layers"]]
    drawing = re.search(
        r"^(`.*?` → .*)\.$", (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8"), re.MULTILINE
    )
    assert drawing, "ARCHITECTURE.md draws the layers in one line"
    assert drawing[1].replace("`", "").split(" → ") == checked


@pytest.mark.parametrize("module", MODULES, ids=name_of)
def test_nothing_is_called_manager_or_utils(module: Path) -> None:
    assert not {"utils", "helpers", "common"} & set(module.relative_to(PACKAGE).with_suffix("").parts)
    assert not re.search(r"^class \w*Manager\b", module.read_text(encoding="utf-8"), re.MULTILINE)


# The law of words

_LETTERS = "\u0110\u0111\u01a0\u01a1\u01af\u01b0\u1ea0-\u1ef9\u0400-\u04ff\u0900-\u0963\u0966-\u097f"
_RANGES = re.compile(r"\[[^\]]*\]")
_WORD = re.compile(rf"[\w{_LETTERS}]*[{_LETTERS}][\w{_LETTERS}]*")


def words_in_code(source: str) -> list[str]:
    """Give the words of Vietnamese, Russian and Hindi in names and strings.

    Docstrings may quote them, and the ranges of a regular expression are no words.
    """
    tree = ast.parse(source)
    quoted = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    strings = (
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in quoted
    )
    names = (node.id for node in ast.walk(tree) if isinstance(node, ast.Name))
    return [
        word for text in (*strings, *names) for word in _WORD.findall(_RANGES.sub("", text)) if len(word) > 1
    ]


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ('SCALE = {"tỷ": 9}', ["tỷ"]),
        ('if "рост" in text: pass', ["рост"]),
        ('LAKH = "लाख"', ["लाख"]),
        ("рост = 1", ["рост"]),
        ('RANGE = "[a-zа-яđ]"', []),
        ('STOPS = "।॥"', []),
        ('def f():\n    """рост grows."""', []),
    ],
)
def test_the_check_finds_words_and_lets_ranges_marks_and_docstrings_be(source: str, words: list[str]) -> None:
    assert words_in_code(source) == words


@pytest.mark.parametrize("module", MODULES, ids=name_of)
def test_no_word_of_a_language_stands_in_code(module: Path) -> None:
    assert words_in_code(module.read_text(encoding="utf-8")) == []
