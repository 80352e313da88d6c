"""SQL over datasets: one SELECT, read-only, in a child process that reaches nothing but what its reader may see."""
