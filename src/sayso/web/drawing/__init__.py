"""Drawings of pages: where things stand is worked out here, templates draw them as SVG."""
