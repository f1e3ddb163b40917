"""What mentoring is: entries, relationships, cadence, standing. Pure; standard library only."""
