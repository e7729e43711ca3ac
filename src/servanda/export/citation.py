"""How to cite a record, a document or a finding: in a sentence, or for BibTeX."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from servanda.errors import UsageError
from servanda.export.human import title
from servanda.model import Document, Evidence, Finding, Record, record_type

FORMS = ("text", "bibtex")
_TEX = {
    "\\": r"\textbackslash{}",
    "{": r"\textbraceleft{}",
    "}": r"\textbraceright{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    **{sign: f"\\{sign}" for sign in "&%$#_"},
}
"""What LaTeX would take for a command."""


def cite(document: Document, record: Record | None = None, form: str = "text") -> str:
    """A document, or a record with its words and where they stand in it.

    Raises :class:`UsageError` for a form that there is not.
    """
    if form not in FORMS:
        raise UsageError(f"no such form of citation: {form}; there are {', '.join(FORMS)}")
    return _bibtex(document, record) if form == "bibtex" else _text(document, record)


def cite_finding(finding: Finding, rests_on: Iterable[tuple[Document, Record]], form: str = "text") -> str:
    """A finding: what it says, then all that it rests on."""
    cited = [cite(document, record, form) for document, record in rests_on]
    if form == "text":
        said = f"{finding.message} Ledger: finding {finding.id} ({finding.kind}). It rests on:"
        return "\n".join((said, *(f"- {one}" for one in cited)))
    fields = {
        "author": "{servanda}",
        "title": f"{{{_tex(finding.message)}}}",
        "note": _tex(
            f"Ledger: finding {finding.id} ({finding.kind}), resting on {', '.join(finding.records)}"
        ),
    }
    return "\n\n".join((_entry(finding.id, fields), *cited))


def _text(document: Document, record: Record | None) -> str:
    by = ". ".join(filter(None, (document.author, title(document).rstrip(". "))))
    where = ", ".join(filter(None, (document.publisher, document.place, document.published or "no date")))
    cited = f"{by}. {where}. {document.uri}. {_ledger(document, record)}."
    return f"“{_line(record.evidence[0])}” {cited}" if record else cited


def _ledger(document: Document, record: Record | None) -> str:
    """Where the ledger has it: ids that stay, and the place in the text."""
    stored = f"document {document.id}"
    if record is None:
        return f"Ledger: {stored}"
    first = record.evidence[0]
    return f"Ledger: {record_type(record)} {record.id}, characters {first.start}–{first.end} of {stored}"


def _line(evidence: Evidence) -> str:
    return " ".join(evidence.quote.split())


def _bibtex(document: Document, record: Record | None) -> str:
    is_web = document.uri.startswith(("http://", "https://"))
    year = re.match(r"\d{4}", document.published or "")
    fields = {
        "author": _tex(document.author or ""),
        "title": f"{{{_tex(title(document))}}}",
        "publisher": _tex(document.publisher or ""),
        "address": _tex(document.place or ""),
        "date": document.published or "",
        "year": year[0] if year else "",
        "langid": document.language or "",
        "url": _address(document.uri) if is_web else "",
        "howpublished": "" if is_web else _tex(document.uri),
        "note": _tex(_ledger(document, record)),
        "annote": _tex(f"“{_line(record.evidence[0])}”") if record else "",
    }
    return _entry(record.id if record else document.id, fields)


def _entry(key: str, fields: Mapping[str, str]) -> str:
    lines = "".join(f",\n  {name} = {{{value}}}" for name, value in fields.items() if value)
    return f"@misc{{{key}{lines}\n}}"


def _tex(text: str) -> str:
    r"""Text as LaTeX prints it.

    >>> _tex("100% of {R&D}")
    '100\\% of \\textbraceleft{}R\\&D\\textbraceright{}'
    """
    return "".join(_TEX.get(sign, sign) for sign in " ".join(text.split()))


def _address(uri: str) -> str:
    """An address without what would end the field; percent signs stay, as biblatex wants them."""
    return uri.replace("{", "%7B").replace("}", "%7D").replace("\\", "%5C")
