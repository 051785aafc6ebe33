"""Meets people at the door: those who ask to be let in read something first, and say so."""

from policies.door.policy import DoorPolicy

__all__ = ["DoorPolicy"]
