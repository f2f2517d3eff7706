"""Preview, comment, release, monitor: what the workflows call."""
