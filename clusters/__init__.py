"""Example clusters with their project profiles. `radar init` copies them to RADAR_HOME/clusters, where a user edits them."""
