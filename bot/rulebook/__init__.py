"""Policy files: read with care, every mistake told with its place."""
