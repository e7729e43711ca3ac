"""Others' event gold against the ledger's records: what is compared, what is left out."""

from __future__ import annotations

from pathlib import Path

import msgspec

from eval.occasions import claimed, document, factrueval, plover
from servanda.model import Document, Event, Evidence, Reading, Statement

TEXT = "Анна встретилась с Борисом. Дождь шёл весь день."


def write(path: Path, row: dict[str, object]) -> Path:
    path.write_bytes(msgspec.json.encode(row) + b"\n")
    return path


def evidence(text: str, quote: str) -> tuple[Evidence, ...]:
    start = text.index(quote)
    return (Evidence("d", start, start + len(quote), quote),)


def meeting(text: str, quote: str) -> Event:
    return Event(id=quote, evidence=evidence(text, quote), form="meeting", plover="CONSULT")


def fact_row(path: Path) -> Path:
    return write(
        path,
        {
            "id": "book",
            "text": TEXT,
            "objects": [{"id": "1", "start": 0, "end": 4}, {"id": "2", "start": 19, "end": 26}],
            "coref": [{"id": "7", "mentions": ["1"]}, {"id": "8", "mentions": ["2"]}],
            "facts": [
                {
                    "id": "0",
                    "type": "Meeting",
                    "args": [{"role": "Participant", "ref": "obj7"}, {"role": "Participant", "ref": "obj8"}],
                },
                {"id": "1", "type": "Ownership", "args": []},
            ],
        },
    )


def test_a_meeting_is_found_in_the_sentence_that_names_who_met(tmp_path: Path) -> None:
    path = fact_row(tmp_path / "facts.jsonl")
    right = factrueval(lambda d: Reading(d, (meeting(d.text, "встретилась"),)), path)
    assert right.scores == {"meeting F1": 1.0}
    assert right.wrong == []


def test_a_meeting_told_elsewhere_is_an_invention(tmp_path: Path) -> None:
    path = fact_row(tmp_path / "facts.jsonl")
    other = factrueval(lambda d: Reading(d, (meeting(d.text, "Дождь"),)), path)
    assert other.scores == {"meeting F1": 0.0}
    assert len(other.wrong) == 2


def test_types_outside_the_ledger_are_counted_but_not_scored(tmp_path: Path) -> None:
    row: dict[str, object] = {
        "id": "1",
        "text": "They met, and a court looked into it.",
        "events": [{"type": "CONSULT"}, {"type": "INVESTIGATE"}],
    }
    path = write(tmp_path / "plover.jsonl", row)
    section = plover(lambda d: Reading(d, (meeting(d.text, "met"),)), path)
    assert "INVESTIGATE" not in claimed()
    assert section.scores == {"type F1": 1.0, "type precision": 1.0}
    assert [line[1] for line in section.tables[0].rows if line[3] == 0] == ["INVESTIGATE"]


def test_what_a_statement_amounts_to_counts_as_its_type(tmp_path: Path) -> None:
    path = write(
        tmp_path / "plover.jsonl", {"id": "1", "text": "They agreed.", "events": [{"type": "AGREE"}]}
    )

    def understand(d: Document) -> Reading:
        said = Statement(id="s", evidence=evidence(d.text, "agreed"), rule="agree", act="commissive")
        return Reading(d, (said,))

    assert plover(understand, path).scores["type F1"] == 1.0


def test_a_row_is_a_document_of_its_own() -> None:
    made = document("They met.", "en", "2001-02-03")
    assert (made.text, made.language, made.published) == ("They met.", "en", "2001-02-03")
