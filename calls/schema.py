"""The schema of the merged calls, made from calls.fields: what may be published at all."""

from __future__ import annotations

from functools import cache
from typing import Any

import pandas as pd
import pandera.pandas as pa

from calls.fields import CALL, Field


@cache
def schema() -> pa.DataFrameSchema:
    """One check a column: required, allowed codes, one row a call."""
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
    checks = []
    if column.allowed and column.dtype == "json":
        checks.append(pa.Check(lambda values, known=frozenset(column.allowed): _all_known(values, known)))
    elif column.allowed:
        checks.append(pa.Check.isin(list(column.allowed)))
    if column.dtype == "int":
        checks.append(pa.Check(lambda values: values.map(lambda value: value is None or value >= 0)))
    return pa.Column(None, checks, nullable=not column.required, name=column.name)


def _all_known(values: pd.Series[Any], known: frozenset[str]) -> pd.Series[bool]:
    return values.map(lambda codes: codes is None or set(codes) <= known)
