"""What is made each night, as Dagster assets: read, call a plain function, report counts."""
