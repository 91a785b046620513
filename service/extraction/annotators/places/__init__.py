"""Places: toponyms in their context, geocoded."""
