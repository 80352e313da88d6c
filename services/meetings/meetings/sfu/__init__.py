"""LiveKit as the SFU: it carries pictures and voices where there are too many for each to send to each."""
