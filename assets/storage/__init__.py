"""Storage: bytes kept under their hash, and one writer at a time."""
