"""Analytic geometry."""
