"""Who is speaking: what the words of a source say of somebody, and which earlier words mean the same one."""
