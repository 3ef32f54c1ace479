"""What is said: the parts of a page, without how they are set."""
