"""Stores: where the quads of a dataset are, in memory, on disk or on a SPARQL server."""
