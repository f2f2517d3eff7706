"""Programs that run inside a sandbox, each on its own: they import nothing of this package."""
