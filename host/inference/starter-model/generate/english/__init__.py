"""What drivers say in English."""
