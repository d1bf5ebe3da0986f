"""The version of the package, where everything may know it."""

VERSION = "0.1.0"
