"""Plan, providers and run records."""
