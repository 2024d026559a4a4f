"""The fixtures of seeded runs; each module writes its own when run."""
