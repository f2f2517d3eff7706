"""What the repository's workflows call: preview, comment, release, monitor, proposals."""
