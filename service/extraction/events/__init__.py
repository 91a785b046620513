"""Events: frames of one incident gathered, completed by the article's context, and written as values."""
