"""The trail as people read it: searched over the city, under each object, and checked whether it still holds."""
