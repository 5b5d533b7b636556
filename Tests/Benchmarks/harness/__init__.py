"""What the benchmarks have in common: programs, servers, load, figures."""
