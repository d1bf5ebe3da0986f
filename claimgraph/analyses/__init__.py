"""Pure analyses over the graph of statements, one module each; definitions are in docs/analyses.md."""
