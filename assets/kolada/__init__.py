"""The source Kolada: its client, its stored answers, and recorded data served as its API."""
