"""One module for each section of the table; `measure(bench)` yields its rows."""
