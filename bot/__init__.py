"""Evenhand's core: it knows no chat network and no policy."""

__version__ = "0.1.0"
