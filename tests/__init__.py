"""The promises that Ovation keeps, each as a test."""
