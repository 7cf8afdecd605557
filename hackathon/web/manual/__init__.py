"""The manual at /help: its chapters stand in hackathon/manual/, one folder a language."""
