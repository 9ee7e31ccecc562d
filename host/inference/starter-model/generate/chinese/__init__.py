"""What drivers say in Mandarin."""
