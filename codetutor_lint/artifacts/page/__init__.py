"""One HTML file that needs nothing else: its frame, charts, and a browsable list of texts.

Everything stands in the file itself, and its policy forbids it to load anything or to run any script
but its own. ``vendor/`` holds MiniSearch 7.2.0 and Charts.css 1.2.0 (both MIT) as npm publishes them.
"""
