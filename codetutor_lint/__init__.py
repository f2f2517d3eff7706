"""CodeTutor: a dataset of seven-step programming lessons and the linter that makes it trustworthy."""

__version__ = "0.1.0"
