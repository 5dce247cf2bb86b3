"""Make the compact Vosk model from recordings and synthetic voices; nothing here is part of the product."""
