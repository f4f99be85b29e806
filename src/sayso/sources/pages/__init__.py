"""Web pages: from HTML to an article."""
