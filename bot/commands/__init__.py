"""Slash commands: declared once, rendered by each adapter."""
