"""The coach's mind: pure and deterministic, without a clock, input or output."""
