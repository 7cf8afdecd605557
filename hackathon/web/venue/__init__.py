"""At the door: tickets, check-in by camera or by name, who is in the building, and where the teams sit."""
