"""A stand-in for the Pi Network's payment interface, on this machine."""
