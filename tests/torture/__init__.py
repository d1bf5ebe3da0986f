"""Long tests of what must never happen: `python -m tests.torture`, or `make torture`.

Killed writers, many writers at once, full disks, and damaged input. A short slice of each runs with the other tests.
"""
