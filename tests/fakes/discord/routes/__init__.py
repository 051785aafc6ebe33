"""The fake's routes, by what they are about."""
