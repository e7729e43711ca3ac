"""Documents made to hang or to burst: they are named as what they are, and the next one is read."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from pathlib import Path

import docx
import pytest

import servanda
from servanda.errors import EmptyDocument, TooLarge
from servanda.readers import apart
from servanda.readers.apart import Apart

PAGE = b"<!DOCTYPE html><html><body><p>India and Russia agreed to meet again.</p></body></html>"


@pytest.fixture
def strict() -> Iterator[Apart]:
    reader = Apart(seconds=3, memory=600_000_000)
    yield reader
    reader.close()


def bomb(size: int) -> bytes:
    """A Word document whose text unpacks to so many bytes."""
    whole = io.BytesIO()
    docx.Document().save(whole)
    out = io.BytesIO()
    with (
        zipfile.ZipFile(whole) as parts,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as made,
    ):
        for name in parts.namelist():
            body = parts.read(name)
            if name == "word/document.xml":
                body = body.replace(
                    b"<w:body>", b"<w:body>" + b"<w:p><w:r><w:t>a</w:t></w:r></w:p>" * (size // 34)
                )
            made.writestr(name, body)
    return out.getvalue()


def endless() -> bytes:
    """A PDF whose page draws a form ten times, which draws another ten times, and so on, twelve deep."""
    deep = 12
    parts = [b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Count 1/Kids[3 0 R]>>"]
    parts.append(
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 99 99]/Contents 5 0 R/Resources<</XObject<</F 6 0 R>>>>>>"
    )
    parts.append(b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>")
    draw = b"/F Do " * 10
    parts.append(b"<</Length %d>>stream\n%s\nendstream" % (len(draw), draw))
    for level in range(deep):
        last = level == deep - 1
        body = b"BT /T 9 Tf (abc) Tj ET " * 10 if last else draw
        inner = b"/Font<</T 4 0 R>>" if last else b"/XObject<</F %d 0 R>>" % (7 + level)
        head = b"<</Type/XObject/Subtype/Form/BBox[0 0 99 99]/Resources<<%s>>/Length %d>>" % (
            inner,
            len(body),
        )
        parts.append(head + b"stream\n" + body + b"\nendstream")
    out, places = bytearray(b"%PDF-1.7\n"), []
    for number, part in enumerate(parts, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, part)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(parts) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (len(parts) + 1, start)
    return bytes(out)


def test_what_is_read_apart_is_what_would_be_read_here() -> None:
    found = apart.read(PAGE, "page.html")
    assert found == servanda.readers.read(PAGE, "page.html")
    assert apart.read(b"Both sides agreed.", "a.txt").text == "Both sides agreed."


def test_an_error_comes_back_as_what_it_is() -> None:
    with pytest.raises(EmptyDocument, match=r"a\.html: holds no readable text"):
        apart.read(b"<!DOCTYPE html><html><body></body></html>", "a.html")


@pytest.mark.parametrize(("name", "trap"), [("bomb.docx", bomb(200_000_000)), ("endless.pdf", endless())])
def test_a_trap_is_named_and_the_next_document_is_read(strict: Apart, name: str, trap: bytes) -> None:
    with pytest.raises(TooLarge, match=rf"^{name}: .* made to (burst|do harm); save its text as \.txt"):
        strict.read(trap, name)
    assert "agreed to meet again" in strict.read(PAGE, "page.html").text


def test_the_ledger_goes_on_behind_a_trap(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, strict: Apart
) -> None:
    monkeypatch.setattr(apart, "reader", lambda: strict)
    (tmp_path / "a.pdf").write_bytes(endless())
    (tmp_path / "b.html").write_bytes(PAGE)
    with servanda.open(tmp_path / "ledger.db") as ledger:
        report = servanda.read([tmp_path / "a.pdf", tmp_path / "b.html"], ledger)
    assert (report.added, [Path(f.source).name for f in report.failures]) == (1, ["a.pdf"])
