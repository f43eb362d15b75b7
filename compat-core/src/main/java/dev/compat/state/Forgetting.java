package dev.compat.state;

import java.time.Instant;

/**
 * An order to every process to delete what it keeps of one tenant, user or whoever else calls are
 * for. It is deleted itself once all have.
 *
 * @param id what tells it from others
 * @param unit whom to forget
 * @param who the person who asks for it
 * @param at when
 */
public record Forgetting(String id, String unit, String who, Instant at) {}
