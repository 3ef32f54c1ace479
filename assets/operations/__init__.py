"""What keeps the whole running for years: copies of everything, what may be thrown away, how it stands, whom it tells."""
