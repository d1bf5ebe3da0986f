"""The tests of claimgraph; they mirror the package."""
