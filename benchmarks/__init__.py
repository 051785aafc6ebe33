"""Figures about speed, memory and judgement: `python -m benchmarks` prints them all."""
