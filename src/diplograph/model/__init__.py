"""The embedded English pipeline and what repairs its output."""
