"""HTTP: thin controllers that decode, call and encode."""
