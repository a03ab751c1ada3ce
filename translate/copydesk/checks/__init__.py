"""Checks: one module a family, word lists as data beside them."""
