"""What a document that comes in is about, how urgent it is and who should lead it: suggested, with reasons."""
