"""Documents that come in: one register an agency and year, after Decree 30/2020/NĐ-CP, and where each one stands."""
