"""Evaluation of strangers' queries in processes of their own, which end at a deadline."""
