"""Errors meant for people."""

from __future__ import annotations


class UsageError(Exception):
    """Wrong arguments, configuration or environment: one line for a person, exit code 2."""
