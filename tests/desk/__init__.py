"""The desk, the navigation, the search box and the public start page."""
