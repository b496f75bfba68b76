"""Two small school sites on loopback, to see the whole service at work without the net. Their schools are invented."""
