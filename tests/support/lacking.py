"""What Windows has not: marks for the tests that speak of it. All others run there too."""

from __future__ import annotations

import os

import pytest


def lacking(what: str) -> pytest.MarkDecorator:
    """A skip on Windows because it has no `what`."""
    return pytest.mark.skipif(os.name == "nt", reason=f"Windows has no {what}")


LINKS = lacking("links for everybody")
MODES = lacking("modes and owners")
FORK = lacking("fork and fifos")
NAMES = lacking("names that are no text, nor folders without a drive")
