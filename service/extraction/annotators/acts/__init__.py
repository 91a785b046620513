"""Acts: verbs and nouns of violence with their pattern of arguments."""
