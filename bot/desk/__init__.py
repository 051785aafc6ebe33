"""What Evenhand shows over HTTP apart from the chat networks."""
