"""The organizer's rounds and standings."""
