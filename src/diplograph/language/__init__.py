"""The language pipeline and the one place that knows parser label schemes."""
