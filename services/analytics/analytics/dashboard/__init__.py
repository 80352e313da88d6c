"""Kept questions side by side, under one set of values, each as far as its reader may see."""
