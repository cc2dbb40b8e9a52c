"""The Prefect flows and the command line; everything they call stands in `personagen`."""
