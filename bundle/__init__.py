"""The bundled demonstration nights and the script that builds them."""
