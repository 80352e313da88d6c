"""Tables as Parquet files with a Delta log: a load is one commit, a commit is one snapshot."""
