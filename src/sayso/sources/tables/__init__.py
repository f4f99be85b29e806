"""Tables and records: CSV, Parquet, JSON lines."""
