"""Policies against those who disturb: words, floods and insults."""
