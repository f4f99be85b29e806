"""Web archives, and compressed streams of any kind."""
