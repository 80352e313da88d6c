"""What citizens thought of answers, by month: an indicator of this province, LOCAL.1, and none of the plan's. P6.13
measures online services by their dossiers and is not touched by it."""
