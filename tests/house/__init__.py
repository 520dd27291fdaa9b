"""Rules that every file of the project keeps."""
