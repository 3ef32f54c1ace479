"""How what is said is set: HTML, PDF and Excel."""
