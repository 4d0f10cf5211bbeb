"""From text to places: plans, mentions, layouts in words, gazetteer entries, geocoding."""
