"""The schema of the merged calls, made from calls.fields: what may be published at all."""

from __future__ import annotations

from functools import cache
from typing import Any

import pandas as pd
import pandera.pandas as pa

from calls.fields import CALL, Field
from calls.store.rows import fits


@cache
def schema() -> pa.DataFrameSchema:
    """One check a column: required, of its dtype, allowed codes, no negative number; and one row a call."""
    return pa.DataFrameSchema(
        {column.name: _column(column) for column in CALL},
        unique=["source", "source_id"],
        strict=True,
        ordered=True,
    )


def validate(calls: pd.DataFrame) -> pd.DataFrame:
    """The frame itself. pandera.errors.SchemaErrors naming every offending value otherwise."""
    return schema().validate(calls, lazy=True)


def _column(column: Field) -> pa.Column:
    def all_fit(values: pd.Series[Any]) -> pd.Series[bool]:
        return values.map(lambda value: fits(column, value) and not (column.dtype == "int" and value < 0))

    return pa.Column(None, pa.Check(all_fit, error=_wanted(column)), nullable=not column.required, name=column.name)


def _wanted(column: Field) -> str:
    """What may stand in the column, in bokmål."""
    if column.allowed:
        return f"skal være {'av' if column.dtype == 'json' else 'en av'} {', '.join(column.allowed)}"
    return f"skal være {column.dtype}{', ikke negativ' if column.dtype == 'int' else ''}"
