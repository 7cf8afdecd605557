"""The tablet protocol: JSON for the judges' devices, and whatever else speaks to the server without a page."""
