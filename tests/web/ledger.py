"""A small ledger made by hand: a target revised, sources that disagree, four languages, crossing spans."""

from __future__ import annotations

import itertools
from decimal import Decimal
from pathlib import Path
from typing import Any

import msgspec

from servanda.ground import check, quote
from servanda.model import (
    Agreement,
    Document,
    Entity,
    Event,
    Evidence,
    Figure,
    Reading,
    Record,
    Statement,
    Time,
    document_id,
    record_id,
)
from servanda.store import SqlStore


class Dossier:
    """A document and its records, each found by its words; ``nth`` counts equal words from 0."""

    def __init__(self, uri: str, text: str, **about: Any) -> None:
        key = document_id(text.encode())
        self.document = Document(id=key, uri=uri, media_type="text/plain", sha256=key, text=text, **about)
        self.records: list[Record] = []
        self._extra = itertools.count()

    def at(self, words: str, nth: int = 0) -> Evidence:
        start = -1
        for _ in range(nth + 1):
            start = self.document.text.index(words, start + 1)
        return quote(self.document, start, start + len(words))

    def add(self, cls: type[Record], words: str, nth: int = 0, **fields: Any) -> Dossier:
        return self._add(cls, (self.at(words, nth),), fields)

    def entity(self, entity: str, kind: str, *words: tuple[str, int], confirmed: bool = True) -> Dossier:
        evidence = tuple(self.at(*one) for one in words)
        names = tuple(dict.fromkeys(one.quote for one in evidence))
        fields: dict[str, Any] = {
            "entity": entity,
            "kind": kind,
            "names": names,
            "language": self.document.language,
        }
        fields["confirmed"] = confirmed
        return self._add(Entity, evidence, fields)

    def _add(self, cls: type[Record], evidence: tuple[Evidence, ...], fields: dict[str, Any]) -> Dossier:
        first = evidence[0]
        kind = cls.__name__.lower()
        made = record_id(kind, self.document.id, first.start, first.end, str(next(self._extra)))
        record = cls(id=made, evidence=evidence, rule=f"{kind}.by-hand", **fields)
        check(self.document, record)
        self.records.append(record)
        return self

    def figure(self, words: str, value: str, unit: str = "USD", nth: int = 0, **fields: Any) -> Dossier:
        return self.add(Figure, words, nth, value=Decimal(value), unit=unit, **fields)

    def time(self, words: str, value: str | None, kind: str = "point", nth: int = 0) -> Dossier:
        return self.add(Time, words, nth, value=value, kind=kind)

    def figure_at(self, start: int, words: str, value: str) -> None:
        """A figure at the first place of its words from ``start`` on; the two below likewise."""
        fields = {"value": Decimal(value), "unit": "USD"}
        self._add(Figure, (self._from(start, words),), fields)

    def time_at(self, start: int, words: str) -> None:
        self._add(Time, (self._from(start, words),), {"value": words, "kind": "point"})

    def entity_at(self, start: int, entity: str, words: str) -> None:
        fields = {"entity": entity, "kind": "state", "names": (words,), "language": "en"}
        self._add(Entity, (self._from(start, words),), fields)

    def _from(self, start: int, words: str) -> Evidence:
        found = self.document.text.index(words, start)
        return quote(self.document, found, found + len(words))

    @property
    def reading(self) -> Reading:
        ordered = sorted(self.records, key=lambda record: (record.evidence[0].start, record.evidence[0].end))
        return Reading(self.document, tuple(ordered))


TURNOVER: dict[str, Any] = {"indicator": "trade.turnover", "area": "IN", "counterpart": "RU"}


def vietnamese() -> Dossier:
    text = (
        "Thương mại Ấn – Nga tăng đều\n\n"
        "Kim ngạch thương mại giữa Ấn Độ và Nga đạt 11 tỷ USD năm 2012. Riêng nửa đầu năm 2013, con số này "
        "đã đạt 5,5 tỷ USD.\n"
        "Hai bên đặt mục tiêu nâng kim ngạch lên khoảng 20 tỷ USD vào năm 2015."
    )
    one = Dossier(
        "dossier/2013-10-22_vi.txt",
        text,
        title="Thương mại Ấn – Nga tăng đều",
        publisher="Bản tin Kinh tế",
        language="vi",
        kind="news",
        published="2013-10-22",
        published_basis="url",
    )
    one.figure("11 tỷ USD", "11000000000", period="2012", **TURNOVER)
    one.figure("5,5 tỷ USD", "5500000000", period="2013-01/2013-06", **TURNOVER)
    one.figure("khoảng 20 tỷ USD", "20000000000", bound="~", period="2015", status="target", **TURNOVER)
    one.time("năm 2012", "2012").time("nửa đầu năm 2013", "2013-01/2013-06", "interval")
    one.time("năm 2015", "2015")
    return one.entity("IN", "state", ("Ấn", 0), ("Ấn Độ", 0)).entity("RU", "state", ("Nga", 0), ("Nga", 1))


def statement() -> Dossier:
    text = (
        "Joint statement of the 21st annual summit\n"
        "\n"
        "New Delhi, 6 December 2021\n"
        "\n"
        "1. The Leaders resolved to raise bilateral trade to USD 30 billion and mutual investment to USD 50 "
        "billion by 2025. They noted that trade stood at 8.1 billion dollars in 2020.\n"
        "\n"
        "2. India welcomed the second stage of the Kudankulam nuclear power plant, and the Sides signed the "
        "Programme of Military-Technical Cooperation for 2021–2031.\n"
        "\n"
        "3. They agreed to study 6 more sites, of which 1,200 MW each could come by 2040. "
        "The Trade Council met beside them."
    )
    one = Dossier(
        "https://example.org/statements/2021-12-06.html",
        text,
        title="Joint statement of the 21st annual summit",
        publisher="Ministry of External Affairs",
        place="New Delhi",
        language="en",
        kind="joint-statement",
        published="2021-12-06",
        published_basis="dateline",
    )
    one.document = _dated(one, "New Delhi, 6 December 2021")
    one.figure("USD 30 billion", "30000000000", period="2025", status="target", **TURNOVER)
    one.figure(
        "USD 50 billion",
        "50000000000",
        period="2025",
        status="target",
        indicator="investment.stock",
        area="IN",
        counterpart="RU",
    )
    one.figure("8.1 billion dollars", "8100000000", period="2020", **TURNOVER)
    one.figure("6 more sites", "6", "1", counted="sites", status="proposed", area="IN", counterpart="RU")
    one.figure(
        "1,200 MW",
        "1200",
        "MW",
        status="proposed",
        period="2040",
        indicator="energy.nuclear-capacity",
        area="IN",
    )
    one.time("6 December 2021", "2021-12-06").time("2025", "2025").time("2020", "2020")
    one.time("2021–2031", "2021/2031", "interval").time("2040", "2040")
    one.add(
        Statement,
        "The Leaders resolved to raise bilateral trade to USD 30 billion and mutual investment "
        "to USD 50 billion by 2025",
        act="commissive",
        binding="high",
        verb="resolved to raise",
        speakers=("IN", "RU"),
        topic="trade",
        deadline="2025",
    )
    one.add(
        Statement,
        "India welcomed the second stage of the Kudankulam nuclear power plant",
        act="expressive",
        verb="welcomed",
        speakers=("IN",),
        topic="nuclear",
    )
    one.add(
        Agreement,
        "Programme of Military-Technical Cooperation for 2021–2031",
        title="Programme of Military-Technical Cooperation for 2021–2031",
        form="programme",
        parties=("IN", "RU"),
        status="signed",
        date="2021-12-06",
        valid="2021/2031",
    )
    one.add(
        Event,
        "21st annual summit",
        form="summit",
        series="india-russia-annual-summit",
        ordinal=21,
        date="2021-12-06",
    )
    one.entity("IN", "state", ("New Delhi", 0), ("India", 0))
    one.entity("trade-council", "organisation", ("Trade Council", 0), confirmed=False)
    return one.entity("kudankulam-npp", "project", ("Kudankulam nuclear power plant", 0))


def _dated(one: Dossier, words: str) -> Document:
    return msgspec.structs.replace(one.document, evidence=(one.at(words),))


def russian() -> Dossier:
    text = (
        "Товарооборот России и Индии по итогам 2024 года вырос до 68,7 млрд долларов, "
        "сообщили в министерстве. "
        "Стороны подтвердили цель довести его до 100 млрд долларов к 2030 году. Экспорт из России составил "
        "более 60 млрд, импорт – лишь около 5 млрд долларов."
    )
    one = Dossier(
        "dossier/2025-12-05_ru.txt",
        text,
        language="ru",
        kind="press-release",
        published="2025-12-05",
        published_basis="metadata",
    )
    one.figure("68,7 млрд долларов", "68700000000", period="2024", **TURNOVER)
    one.figure("100 млрд долларов", "100000000000", period="2030", status="target", **TURNOVER)
    one.figure(
        "более 60 млрд",
        "60000000000",
        bound=">",
        period="2024",
        indicator="trade.exports",
        area="RU",
        counterpart="IN",
    )
    one.figure(
        "около 5 млрд долларов",
        "5000000000",
        bound="~",
        period="2024",
        indicator="trade.imports",
        area="RU",
        counterpart="IN",
    )
    one.time("2024 года", "2024").time("2030 году", "2030")
    return one.entity("RU", "state", ("России", 0), ("России", 1)).entity("IN", "state", ("Индии", 0))


def hindi() -> Dossier:
    text = (
        "नई दिल्ली, 5 दिसंबर 2025 – भारत और रूस ने 2030 तक द्विपक्षीय व्यापार को "
        "100 अरब डॉलर तक ले जाने का लक्ष्य दोहराया। "
        "वर्ष 2024 में व्यापार 65 से 70 अरब डॉलर के बीच रहा।"
    )
    one = Dossier(
        "dossier/2025-12-05_hi.txt",
        text,
        language="hi",
        kind="news",
        published="2025-12-05",
        published_basis="dateline",
    )
    one.figure("100 अरब डॉलर", "100000000000", period="2030", status="target", **TURNOVER)
    one.figure("65 से 70 अरब डॉलर", "65000000000", value_max=Decimal(70000000000), period="2024", **TURNOVER)
    one.time("5 दिसंबर 2025", "2025-12-05").time("2030", "2030").time("2024", "2024")
    return one.entity("IN", "state", ("नई दिल्ली", 0), ("भारत", 0)).entity("RU", "state", ("रूस", 0))


def analysis() -> Dossier:
    text = (
        "Almost fivefold: what drove India's trade with Russia\r\n"
        "\r\n"
        "Trade grew from $13 billion in 2021 to $65 billion in 2024, almost fivefold <within four years>. "
        "Oil did it: "
        "Russia's share of India's oil imports rose from 2% in 2021 to over 35% in 2024. "
        "Arms went the other way: "
        "76% of imports in 2009–2013, 36% in 2019–2023. "
        "More than 80 billion dollars of weapons were supplied up to 2013.\r\n"
        "\r\n"
        "Trade in previous years: 9.5 billion in 2014, 7.8 in 2015, 7.7 in 2016, 10.7 in 2017, "
        "11 in 2018, 10.1 in 2019 "
        "(billion dollars); and 1.4 billion dollars in 2001, a change of 7,440%."
    )
    one = Dossier(
        "dossier/2025_analysis_en.txt",
        text,
        language="en",
        kind="analysis",
        published="2025",
        published_basis="text",
    )
    one.figure("$13 billion", "13000000000", period="2021", **TURNOVER)
    one.figure("$65 billion", "65000000000", period="2024", **TURNOVER)
    one.figure("fivefold <within", "5", "x", bound="~", measure="ratio", period="2021/2024", **TURNOVER)
    shares: dict[str, Any] = {
        "indicator": "oil.import-share",
        "area": "IN",
        "counterpart": "RU",
        "measure": "share",
    }
    one.figure("2% in", "2", "%", period="2021", **shares)
    one.figure("over 35%", "35", "%", bound=">", period="2024", **shares)
    arms = shares | {"indicator": "arms.import-share"}
    one.figure("76%", "76", "%", period="2009/2013", **arms).figure(
        "36%", "36", "%", period="2019/2023", **arms
    )
    one.figure(
        "More than 80 billion dollars",
        "80000000000",
        bound=">",
        period="../2013",
        indicator="arms.supplies",
        area="RU",
        counterpart="IN",
    )
    for words, value, year in (
        ("9.5 billion", "9500000000", "2014"),
        ("7.8 in", "7800000000", "2015"),
        ("7.7 in", "7700000000", "2016"),
        ("10.7 in", "10700000000", "2017"),
        ("11 in", "11000000000", "2018"),
        ("10.1 in", "10100000000", "2019"),
        ("1.4 billion dollars", "1400000000", "2001"),
    ):
        one.figure(words, value, period=year, **TURNOVER)
    one.figure("7,440%", "7440", "%", measure="change", **TURNOVER)
    one.time("four years", "P4Y", "duration").time("2009–2013", "2009/2013", "interval")
    one.time("2019–2023", "2019/2023", "interval").time("2001", "2001")
    return one.entity("IN", "state", ("India", 0), ("India", 1)).entity(
        "RU", "state", ("Russia", 0), ("Russia", 1)
    )


def fill(path: Path) -> list[Reading]:
    """A ledger at ``path`` that holds the whole dossier."""
    store = SqlStore(path)
    readings = [make().reading for make in (vietnamese, statement, russian, hindi, analysis)]
    for reading in readings:
        store.put(reading, "by-hand 1")
    store.close()
    return readings
