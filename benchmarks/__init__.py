"""What is measured, against what: ratios of medians of interleaved runs, never seconds."""
