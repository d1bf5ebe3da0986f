"""Tests of claimgraph.analyses."""
