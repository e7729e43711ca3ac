"""The stream of texts and values."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from typing import Any

import pytest

from servanda.cli.annotate import annotate


def answers(*lines: str) -> tuple[int, list[Any]]:
    out = io.BytesIO()
    status = annotate(io.BytesIO("\n".join(lines).encode()), out)
    return status, [json.loads(line) for line in out.getvalue().splitlines()]


def test_a_line_is_answered_with_its_quantities_and_times() -> None:
    text = "over $100 billion by 2030"
    status, [answer] = answers(json.dumps({"id": "a", "text": text, "lang": "en", "date": "2025-12-05"}))
    assert status == 0
    assert list(answer) == ["id", "quantities", "times"]
    [quantity], [time] = answer["quantities"], answer["times"]
    assert list(quantity) == ["start", "end", "quote", "value", "value_max", "unit", "bound"]
    assert list(time) == ["start", "end", "quote", "value", "kind"]
    assert (quantity["value"], quantity["unit"], quantity["bound"]) == (100_000_000_000, "USD", ">")
    assert (time["value"], time["kind"]) == ("2030", "point")
    assert text[quantity["start"] : quantity["end"]] == quantity["quote"] == "$100 billion"


def test_language_and_date_may_be_null_or_missing() -> None:
    text = "Kim ngạch thương mại đạt 5,5 tỷ USD trong nửa đầu năm 2013"
    lines = [{"id": 1, "text": text, "lang": None, "date": None}, {"id": 2, "text": text}]
    status, found = answers(*(json.dumps(line, ensure_ascii=False) for line in lines))
    assert status == 0
    assert [answer["quantities"][0]["value"] for answer in found] == [5_500_000_000, 5_500_000_000]


@pytest.mark.parametrize("key", ['"x"', "17", "null", '{"a":[1,2.50]}', "12345678901234567890123"])
def test_an_id_comes_back_as_it_was(key: str) -> None:
    out = io.BytesIO()
    annotate(io.BytesIO(f'{{"id":{key},"text":"5%","lang":"en"}}'.encode()), out)
    assert out.getvalue().startswith(f'{{"id":{key},'.encode())


def test_a_bad_line_is_named_and_the_rest_goes_on(capsys: pytest.CaptureFixture[str]) -> None:
    good = '{"id": 1, "text": "35%", "lang": "en"}'
    status, found = answers(
        good, "oops", "", '{"id": 2}', '{"text": "x", "date": "someday"}', '{"text": 5}', good
    )
    assert status == 1
    assert [answer["id"] for answer in found] == [1, 1]
    complaints = capsys.readouterr().err.splitlines()
    assert [complaint.split(": ")[:2] for complaint in complaints] == [
        ["servanda", f"line {n}"] for n in (2, 4, 5, 6)
    ]
    assert "not JSON" in complaints[0]
    assert "missing required field `text`" in complaints[1]
    assert "'someday' is no date; write it as 2025-12-05" in complaints[2]


def test_bytes_that_are_no_utf_8_are_one_bad_line(capsys: pytest.CaptureFixture[str]) -> None:
    out = io.BytesIO()
    assert annotate(io.BytesIO(b'{"text": "\xff"}\n{"text": "5%", "lang": "en"}\n'), out) == 1
    assert out.getvalue().count(b"\n") == 1
    assert "line 1: not JSON" in capsys.readouterr().err


def test_a_long_line_arrives_whole() -> None:
    text = "x " * 100_000 + "35%"
    status, [answer] = answers(json.dumps({"text": text, "lang": "en"}))
    assert (status, answer["quantities"][0]["start"]) == (0, 200_000)


def test_an_answer_does_not_wait_for_the_next_line() -> None:
    command = [sys.executable, "-m", "servanda", "annotate"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        for number in range(3):
            process.stdin.write(f'{{"id": {number}, "text": "35%", "lang": "en"}}\n'.encode())
            process.stdin.flush()
            assert json.loads(process.stdout.readline())["id"] == number
        process.stdin.close()
        assert process.wait(20) == 0
