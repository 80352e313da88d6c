"""Documents as PDF, from templates of typst; what people wrote goes in as data, never as code."""

from kit.pdf.making import NotMade, made

__all__ = ["NotMade", "made"]
