"""Brings people in: for questions nobody answers, for calls for a person, for reports."""

from policies.escalation.policy import EscalationPolicy

__all__ = ["EscalationPolicy"]
