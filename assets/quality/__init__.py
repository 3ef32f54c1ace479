"""Checks made from the definitions: what is wrong with values before anyone judges by them."""
