"""What can be wrong: the diagnostic, the registry, one module a family."""
