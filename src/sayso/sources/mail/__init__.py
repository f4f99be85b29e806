"""Press releases by mail: EML and MBOX."""
