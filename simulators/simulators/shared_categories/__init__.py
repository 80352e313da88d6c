"""A provider application of the province: administrative units by date as a shared category."""
