"""What the formats share that name things by addresses: our terms, names that fit, and chains out of statements."""
