"""Writes the sentences that the starter model learns from, each with the calls that answer it."""
