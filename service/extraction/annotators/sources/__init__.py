"""Sources: who is cited, and what stands on their word."""
