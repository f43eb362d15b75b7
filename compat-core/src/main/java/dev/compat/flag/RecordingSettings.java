package dev.compat.flag;

/**
 * Which calls of a migration are recorded, so that they can be run again.
 *
 * @param share the share of compared calls, 0 to 1; default 1 %
 * @param most how many of one join point by one process; default 1,000
 */
public record RecordingSettings(double share, int most) {}
