"""From places and layouts to maps: symbols, web maps, figures, the atlas and the command line."""
