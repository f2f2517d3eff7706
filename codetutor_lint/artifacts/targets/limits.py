"""What providers take."""

from __future__ import annotations

from codetutor_lint.records import NamedTuple


class Limits(NamedTuple):
    """Bytes of a row, bytes and rows of the validation file (None: no limit), least rows to train on.

    A text never has more tokens than UTF-8 bytes, so a limit of tokens is proved by bytes.
    """

    row_bytes: int | None = None
    validation_bytes: int | None = None
    validation_rows: int | None = None
    least_rows: int = 1
