"""What Ovation's speed is measured with: fillers, drivers, and one module for each measurement."""
