"""`python -m claimgraph` is the command `claimgraph`."""

from claimgraph.cli import main

if __name__ == "__main__":
    main()
