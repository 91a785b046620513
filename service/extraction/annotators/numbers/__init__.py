"""Numbers: figures and number words with their bounds."""
