"""Which passages answer a question: BM25 finds some, a learned order puts the best first and says how sure it is."""
