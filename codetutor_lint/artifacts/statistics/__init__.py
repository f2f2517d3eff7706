"""What a dataset is like, in figures: gathered once, written as text, JSON, Markdown or a page."""
