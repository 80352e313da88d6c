"""Questions people ask often, answered once and well."""
