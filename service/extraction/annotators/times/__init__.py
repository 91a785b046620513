"""Times: expressions of dates, nights and periods, resolved."""
