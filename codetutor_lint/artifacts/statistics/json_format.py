"""The figures for programs."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from codetutor_lint.artifacts.statistics.gather import Gathered


def report(gathered: Gathered) -> str:
    """One object with the fields of ``Statistics``; dates as in ISO 8601."""
    return json.dumps(asdict(gathered.statistics), default=date.isoformat, ensure_ascii=False, indent=2) + "\n"
