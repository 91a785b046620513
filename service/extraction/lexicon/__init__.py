"""What the annotators know, as data, and how it is read."""
