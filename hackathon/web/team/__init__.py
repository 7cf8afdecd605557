"""A team's own page."""
