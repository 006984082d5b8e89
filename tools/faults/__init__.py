"""The faults that `tools/reliability.py` injects."""
