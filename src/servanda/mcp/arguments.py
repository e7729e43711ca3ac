"""What several tools take: each argument with its type and what an assistant is told of it."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

MOST = 200
"""Records that one call gives at most."""

Limit = Annotated[int, Field(ge=1, le=MOST, description="How many at most.")]
Offset = Annotated[int, Field(ge=0, description="How many to pass over first.")]
Text = Annotated[str | None, Field(description="Words that all stand in the quote, whatever their case.")]
Since = Annotated[str | None, Field(description="EDTF: only what reaches to this date or later.")]
Until = Annotated[str | None, Field(description="EDTF: only what begins by this date.")]
In = Annotated[str | None, Field(description="Only this document: its id, address or file name.")]
Of = Annotated[
    str | None, Field(description="An entity's id: a state such as IN, or one that `entities` gives.")
]
Indicator = Annotated[str | None, Field(description="Such as trade.turnover; `overview` lists them.")]
Topic = Annotated[str | None, Field(description="Such as nuclear, trade, defence, space, payments.")]
