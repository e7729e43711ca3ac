"""``python -m eval [PART ...]``: scores, wrong rows, floors."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from types import ModuleType

from rich.console import Console

from eval import conflicts, disputed, floors, names, news, occasions, records, suites, table
from eval.data import ROOT, SHARED, DataFault
from eval.predict import Predictor, command
from eval.section import Section, wanted

PARTS = ("suites", "news", "seeds", "states", "plover", "factrueval", "names", "conflicts")
LANGS = ("en", "vi", "ru", "hi")
"""Measured always; other languages when there is a pack."""
PACKS = ROOT / "src" / "servanda" / "data" / "packs"
SEEDS = SHARED / "gold" / "seeds"
STATES = ROOT / "tests" / "gold"
"""The project's own gold: documents about other pairs of states."""
RESULTS = ROOT / "eval" / "results.json"
WIDTH = 140
"""Columns where the output is no terminal."""
EXAMPLES = """examples:
  python -m eval                                            everything, beside bars and floors
  python -m eval suites --lang vi --task time --errors 20   wrong rows of one language and task
  python -m eval news --lang ru --errors                    wrong sentences of the Russian news
  python -m eval seeds --task statement --errors            missed, invented and differing statements
  python -m eval conflicts --errors                         conflicts missed, look-alikes called so
  python -m eval ../gold --documents ../texts               any gold folder
  python -m eval --check                                    fails when a score fell under its floor
  python -m eval --pin                                      raises the floors to today's scores
"""


def parser() -> argparse.ArgumentParser:
    """The command line."""
    options = argparse.ArgumentParser(
        "python -m eval", epilog=EXAMPLES, formatter_class=argparse.RawTextHelpFormatter
    )
    add = options.add_argument
    add(
        "parts",
        nargs="*",
        metavar="PART",
        help=f"{', '.join(PARTS)}, or a gold folder (default: all but folders)",
    )
    add("--lang", action="append", help="only this language (may be repeated)")
    add("--task", help="with --errors: only quantity, numeral, time, or a record type")
    add("--suite", help="with --errors: only this suite (duckling, nemo, ntrex, seeds...)")
    add("--errors", type=int, nargs="?", const=20, metavar="N", help="show N wrong rows (20)")
    add("--documents", type=Path, default=SHARED / "seeds", help="where the documents of a gold folder are")
    add("--predict", metavar="CMD", help="answer suites and news by a command that speaks JSONL")
    add(
        "--json",
        type=Path,
        nargs="?",
        const=RESULTS,
        metavar="FILE",
        help="write all tables (eval/results.json)",
    )
    add("--check", action="store_true", help="fail when a score is under its floor")
    add("--pin", action="store_true", help="make today's scores the floors")
    add("--lower", action="store_true", help="with --pin: let a floor fall")
    return options


def main(arguments: Sequence[str] | None = None) -> int:
    """Measures what was asked for; 1 when a check fails, 2 when it cannot measure."""
    options = parser().parse_args(arguments)
    console = Console(soft_wrap=True, width=None if sys.stdout.isatty() else WIDTH)
    try:
        refused = disputed.disputes()
        sections = list(measured(options, refused))
        if options.errors is None:
            report(console, sections, options.json)
        else:
            wrong = [w for s in sections for w in s.wrong if wanted(w, options.task, options.suite)]
            table.show_wrong(console, wrong, options.errors)
        if options.pin:
            floors.save(floors.pinned(sections, floors.load(), options.lower))
        return _checked(sections, refused, options.check)
    except DataFault as fault:
        print(fault, file=sys.stderr)
        return 2


def measured(options: argparse.Namespace, refused: Mapping[str, str]) -> Iterator[Section]:
    """The sections that were asked for."""
    predict: Predictor = command(options.predict) if options.predict else _own().predict
    for part in options.parts or PARTS:
        if part == "suites":
            yield from (suites.measure(lang, predict, refused) for lang in options.lang or languages())
        elif part == "news":
            langs = options.lang or [lang for lang in languages() if (news.FOLDER / f"{lang}.jsonl").exists()]
            yield from (news.measure(lang, predict, refused) for lang in langs)
        elif part in ("plover", "factrueval"):
            yield getattr(occasions, part)(_own().ENGINE.understand, disputed=refused)
        elif part == "conflicts":
            yield conflicts.measure()
        elif part == "names":
            yield names.measure(_own().same_name, disputed=refused)
        elif part == "states":
            yield records.measure(STATES / "labels", STATES / "docs", _own().ENGINE, refused, "states")
        else:
            folder = SEEDS if part == "seeds" else Path(part)
            yield records.measure(folder, options.documents, _own().ENGINE, refused)


def _own() -> ModuleType:
    """The engine, loaded only when it is what answers."""
    from eval import own  # noqa: PLC0415

    return own


def languages() -> list[str]:
    """The languages that suites are scored in."""
    more = [p.name for p in sorted(PACKS.glob("*")) if p.name not in LANGS and suites.files([p.name])]
    return [*LANGS, *more]


def report(console: Console, sections: Sequence[Section], file: Path | None) -> None:
    """Prints all tables and the headlines; writes them to a file if there is one."""
    headlines = table.summary(sections, floors.bars(), floors.load())
    table.show(console, sections)
    table.show_summary(console, headlines)
    if file:
        file.write_bytes(table.results(sections, headlines))


def _checked(sections: Sequence[Section], refused: Mapping[str, str], wanted_: bool) -> int:
    if not wanted_:
        return 0
    faults = floors.check(sections, floors.load()) + disputed.faults(refused, all_ids())
    for fault in faults:
        print(fault, file=sys.stderr)
    return int(bool(faults))


def all_ids() -> dict[str, set[str]]:
    """The ids of every suite that can be disputed."""
    ids: dict[str, set[str]] = {}
    for path in suites.files(languages()):
        for case in suites.load(path):
            ids.setdefault(case.row.suite, set()).add(case.row.id)
    for path in sorted(news.FOLDER.glob("*.jsonl")):
        ids.setdefault("ntrex", set()).update(news.name(s) for s in news.load(path))
    for path in sorted(SEEDS.glob("*.jsonl")):
        ids.setdefault("seeds", set()).update(records.ids(path))
    for path in sorted((STATES / "labels").glob("*.jsonl")):
        ids.setdefault("states", set()).update(records.ids(path))
    return ids


if __name__ == "__main__":
    sys.exit(main())
