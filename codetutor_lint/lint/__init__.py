"""Finding, fixing and saying it: engine, cache, fixer, report formats."""
