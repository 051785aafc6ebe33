"""Answers the usual questions, asks what is meant, or hands over to a person."""

from policies.faq.policy import FaqPolicy

__all__ = ["FaqPolicy"]
