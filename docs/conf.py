"""Sphinx configuration: ``pip install sphinx myst-parser furo && sphinx-build docs docs/_build``."""

project = "Plan Atlas"
author = "The Plan Atlas authors"
copyright = "2026, The Plan Atlas authors"
extensions = ["myst_parser", "sphinx.ext.autodoc", "sphinx.ext.napoleon"]
exclude_patterns = ["_build"]
html_theme = "furo"
myst_heading_anchors = 3
