"""Something to write out.

A reading in two languages' letters, with a comma, a quotation mark and an exact decimal in it; a dossier
made by hand in four languages; the sample that comes along, as it is read.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest

import servanda
from servanda.ground import quote
from servanda.model import Document, Entity, Figure, Reading
from tests.web.ledger import fill

SAMPLE = Path(servanda.__file__).parent / "data" / "sample"

TEXT = 'Ấn Độ, "India", đạt 11,25 tỷ USD năm 2012.'


@pytest.fixture
def reading() -> Reading:
    document = Document(
        id="d1",
        uri="folder/a.txt",
        media_type="text/plain",
        sha256="00",
        text=TEXT,
        language="vi",
        published="2013",
    )
    entity = Entity(
        id="e1",
        evidence=(quote(document, 0, 5), quote(document, 8, 13)),
        entity="IN",
        kind="state",
        names=("Ấn Độ", "India"),
        language="vi",
    )
    figure = Figure(
        id="f1",
        evidence=(quote(document, 20, 32),),
        rule="money",
        value=Decimal("1.125E+10"),
        unit="USD",
        period="2012",
        speakers=("IN", "RU"),
    )
    return Reading(document, (entity, figure))


@pytest.fixture(scope="session")
def dossier(tmp_path_factory: pytest.TempPathFactory) -> list[Reading]:
    return fill(tmp_path_factory.mktemp("export") / "ledger.db")


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Iterator[servanda.Ledger]:
    with servanda.open(tmp_path_factory.mktemp("sample") / "ledger.db") as ledger:
        servanda.read([SAMPLE], ledger)
        yield ledger
