"""A reading in two languages' letters, with a comma, a quotation mark and an exact decimal in it."""

from __future__ import annotations

from decimal import Decimal

import pytest

from servanda.ground import quote
from servanda.model import Document, Entity, Figure, Reading

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
