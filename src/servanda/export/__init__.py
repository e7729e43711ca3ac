"""Ways to write a ledger out. To add one: a module with a ``write``, a line in ``exporters``."""

from __future__ import annotations

from servanda.export import claimreview, ftm, html, jsonl, jsonld, parquet, sdmx, table, xlsx
from servanda.export.format import Format

_SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def exporters() -> dict[str, Format]:
    """Every way to write a ledger out by the name of its format; the faces offer exactly these.

    >>> list(exporters())[:3]
    ['jsonl', 'csv', 'parquet']
    """
    return {
        "jsonl": Format(
            jsonl.write, ".jsonl", "application/jsonl", "everything, with the texts, a JSON object a line"
        ),
        "csv": Format(table.write, ".csv", "text/csv", "one table, a row a record"),
        "parquet": Format(
            parquet.write, ".parquet", "application/vnd.apache.parquet", "the table, with types", "parquet"
        ),
        "xlsx": Format(xlsx.write, ".xlsx", _SHEET, "an Excel workbook, a sheet a type", "xlsx"),
        "json-ld": Format(jsonld.write, ".jsonld", "application/ld+json", "W3C Web Annotations with PROV-O"),
        "sdmx-csv": Format(
            sdmx.write,
            ".csv",
            "application/vnd.sdmx.data+csv;version=2.0.0",
            "SDMX observations of the series",
        ),
        "claimreview": Format(
            claimreview.write, ".jsonld", "application/ld+json", "schema.org claims, and findings as reviews"
        ),
        "ftm": Format(ftm.write, ".ftm.json", "application/json+ftm", "FollowTheMoney entities, one a line"),
        "html": Format(html.write, ".html", "text/html; charset=utf-8", "documents to read, records marked"),
    }
