"""Stub."""


def view(store, limits):
    return None
