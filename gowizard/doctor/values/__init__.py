"""Values of Go's settings, judged without running Go."""
