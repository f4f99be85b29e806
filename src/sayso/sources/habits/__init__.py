"""What news texts tell of themselves: datelines, credits, signatures, corrections."""
