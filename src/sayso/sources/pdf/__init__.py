"""PDF documents: their text, in the order it is read."""
