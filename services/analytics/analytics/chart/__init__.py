"""The answer of a question as bars, a line or an area, with what may come and how sure that is; no pies."""
