"""Tests of claimgraph.store."""
