"""Getting readings out: `Reading`s go in, text in one format comes out. One module a format; no files are written."""
