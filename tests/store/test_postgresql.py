"""One ledger in two kinds of database: what is written out is the same, byte for byte."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from importlib.resources import files
from io import BytesIO

import pytest

import servanda
from servanda import Ledger
from servanda.errors import LedgerError
from servanda.export import exporters
from servanda.store import SqlStore

DOSSIER = f"{files('servanda')}/data/sample/[0-9]*"


@pytest.fixture(scope="module")
def both(
    tmp_path_factory: pytest.TempPathFactory, postgres: Callable[..., str]
) -> Iterator[tuple[Ledger, Ledger]]:
    """The sample dossier in SQLite and in PostgreSQL."""
    path = tmp_path_factory.mktemp("both") / "ledger.db"
    with servanda.open(path) as one, servanda.open(postgres()) as two:
        for ledger in (one, two):
            assert servanda.read([DOSSIER], ledger).failures == ()
        yield one, two


def exported(ledger: Ledger, form: str) -> bytes:
    out = BytesIO()
    ledger.export(form, out)
    return out.getvalue()


@pytest.mark.parametrize("form", sorted(exporters()))
def test_exports_are_the_same_byte_for_byte(both: tuple[Ledger, Ledger], form: str) -> None:
    one, two = (exported(ledger, form) for ledger in both)
    assert len(one) > 1000
    assert one == two


@pytest.mark.parametrize("text", ["ТОВАРООБОРОТ", "kim NGẠCH", "RUSSIA", "ГОД", "द्विपक्षीय"])
def test_words_are_found_in_the_same_documents(both: tuple[Ledger, Ledger], text: str) -> None:
    one, two = ([d.id for d in ledger.documents(text=text)] for ledger in both)
    assert one == two != []


@pytest.mark.parametrize(
    "query",
    [
        "trade",
        "trade turnover",
        '"oil and gas" OR nuclear -crude',
        "russ*",
        "kim ngach",
        "kim ngạch lang:vi",
        "товарооборот",
        "द्विपक्षीय व्यापार",
        "entity:RU kind:figure",
        "defence by:IN year:2010..",
        "-trade",
        "d'accord \\ ' :* & |",
    ],
)
def test_a_search_finds_the_same_sentences_in_the_same_order(both: tuple[Ledger, Ledger], query: str) -> None:
    one, two = (ledger.search(query) for ledger in both)
    assert one == two
    ranks = [[hit.rank for hit in ledger.store.search(one.search).hits] for ledger in both]
    assert ranks[0] == pytest.approx(ranks[1])


def test_what_follows_from_the_records_is_the_same(both: tuple[Ledger, Ledger]) -> None:
    one, two = ([finding.id for finding in ledger.findings()] for ledger in both)
    assert one == two != []


def test_a_password_is_in_no_complaint(postgres: Callable[..., str]) -> None:
    with pytest.raises(LedgerError) as complaint:
        SqlStore("postgresql://reader:s3cret@127.0.0.1:1/none")
    assert "s3cret" not in str(complaint.value)
    assert "127.0.0.1:1" in str(complaint.value)


def test_a_database_of_another_kind_of_letters_is_refused(postgres: Callable[..., str]) -> None:
    with pytest.raises(LedgerError, match="is in LATIN1"):
        SqlStore(postgres("ENCODING 'LATIN1' LC_COLLATE 'C' LC_CTYPE 'C' TEMPLATE template0"))


def test_a_ledger_that_is_not_there_is_not_made_by_looking(postgres: Callable[..., str]) -> None:
    with pytest.raises(LedgerError, match="there is no ledger at postgresql://"):
        SqlStore(postgres(), create=False)
