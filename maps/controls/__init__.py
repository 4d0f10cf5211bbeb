"""Controls of the map page: Folium plugins of our own, one class and one template each."""
