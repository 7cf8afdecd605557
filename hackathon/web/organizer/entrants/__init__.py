"""The organizer's pages about applications and teams."""
