"""What readers see: the served pages, their templates and static files."""
