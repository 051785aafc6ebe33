"""Writes docs/reference from the code, so that what it says is what is."""
