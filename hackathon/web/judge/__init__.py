"""A judge's rounds and the teams to score in them."""
