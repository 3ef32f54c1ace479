"""Storage: bytes kept under their hash, one writer at a time, files written whole, and where finished reports lie."""
