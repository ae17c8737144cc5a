"""What people decided: the only data that no archive can rebuild."""
