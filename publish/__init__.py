"""What leaves the house: rows, workbook and data dictionary. Frames in, files out."""
