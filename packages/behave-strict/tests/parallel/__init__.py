"""Runs by several workers."""
