"""Example clusters with their project profiles. `radar init` copies them to RADAR_HOME/clusters, for a user to edit."""
