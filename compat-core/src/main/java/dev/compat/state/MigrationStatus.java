package dev.compat.state;

import dev.compat.flag.Resolution;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What one process says of one migration, in one application class loader.
 *
 * <p>Immutable. Counts are since the start of the process.
 *
 * @param migration the migration's name
 * @param loader the application class loader, where there is more than one; else {@code null}
 * @param arming how far it has come
 * @param route the routes in force, in a few words, such as {@code NEW} or {@code NEW 5 %}
 * @param reason why it failed; {@code null} when it did not
 * @param legacyCalls calls that legacy answered
 * @param newCalls calls that the replacement answered
 * @param compared trials that ended in a verdict
 * @param mismatches trials whose verdict was a mismatch
 * @param dropped trials that were due but did not run
 * @param incomparable trials that could not be compared
 * @param pending calls that wait for what becomes of their trial
 * @param context how often its context was found, by key and what it was read from
 */
public record MigrationStatus(
    String migration,
    @Nullable String loader,
    Arming arming,
    String route,
    @Nullable String reason,
    long legacyCalls,
    long newCalls,
    long compared,
    long mismatches,
    long dropped,
    long incomparable,
    long pending,
    List<Resolution> context) {

  /** Completes what an older or newer writer left out. */
  public MigrationStatus {
    Objects.requireNonNull(migration, "migration");
    arming = Objects.requireNonNullElse(arming, Arming.UNKNOWN);
    route = Objects.requireNonNullElse(route, "");
    context = List.copyOf(Objects.requireNonNullElse(context, List.of()));
  }

  /** One that has read no context, and whose trials have all ended. */
  public MigrationStatus(
      String migration,
      @Nullable String loader,
      Arming arming,
      String route,
      @Nullable String reason,
      long legacyCalls,
      long newCalls,
      long compared,
      long mismatches,
      long dropped) {
    this(
        migration,
        loader,
        arming,
        route,
        reason,
        legacyCalls,
        newCalls,
        compared,
        mismatches,
        dropped,
        0,
        0,
        List.of());
  }

  /** How far a migration has come in one application class loader. */
  public enum Arming {
    /** Legacy; nothing is loaded or built. */
    OFF,
    /** Legacy, while its container is built in the background. */
    ARMING,
    /** Its routes are in force. */
    ARMED,
    /** Legacy, because it could not be armed; tried again at the next revision. */
    FAILED,
    /** Something that a newer toolkit wrote. */
    UNKNOWN
  }
}
