"""When statements were made."""
