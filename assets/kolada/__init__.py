"""The source Kolada: its client, its stored answers, and what to ask."""
