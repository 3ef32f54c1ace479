"""Commands for those who change the code."""
