"""The one place that opens connections: safe fetching over HTTP, and what sites allow."""
