"""gowizard: from nothing, or from a mess, to a Go environment that provably works."""

__version__ = "0.1.0"
