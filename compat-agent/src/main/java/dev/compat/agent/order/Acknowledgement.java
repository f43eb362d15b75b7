package dev.compat.agent.order;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a JVM did about an order. Immutable.
 *
 * @param outcome whether it did it
 * @param message what there is to say of that, in one line
 * @param config the configuration that it runs with, or ran with; null if there is none
 * @param state the state folder; null if there is none
 * @param classes the legacy classes that were woven, or restored
 * @param absent the legacy classes that are not loaded, and so will be woven when they are
 * @param notes what was left alone, or left behind, and why: a line each
 */
public record Acknowledgement(
    Outcome outcome,
    String message,
    @Nullable String config,
    @Nullable String state,
    List<Affected> classes,
    List<String> absent,
    List<String> notes) {

  /** Whether an order was carried out. */
  public enum Outcome {
    /** It was, but for what the notes say. */
    DONE,
    /** It was not, since there is nothing to do, or not yet. */
    NO,
    /** It could not be. */
    FAILED
  }

  /** Completes what another version left out. */
  public Acknowledgement {
    outcome = Objects.requireNonNullElse(outcome, Outcome.FAILED);
    message = Objects.requireNonNullElse(message, "");
    classes = List.copyOf(Objects.requireNonNullElse(classes, List.of()));
    absent = List.copyOf(Objects.requireNonNullElse(absent, List.of()));
    notes = List.copyOf(Objects.requireNonNullElse(notes, List.of()));
  }

  /** Nothing was done, for this reason. */
  public static Acknowledgement no(String message) {
    return new Acknowledgement(Outcome.NO, message, null, null, List.of(), List.of(), List.of());
  }

  /** Nothing could be done. */
  public static Acknowledgement failed(String message, List<String> notes) {
    return new Acknowledgement(Outcome.FAILED, message, null, null, List.of(), List.of(), notes);
  }

  /**
   * A legacy class in one class loader.
   *
   * @param name its binary name
   * @param loader what its class loader is called
   * @param methods the methods with a prologue; none once it is restored
   */
  public record Affected(String name, String loader, List<String> methods) {
    public Affected {
      methods = List.copyOf(Objects.requireNonNullElse(methods, List.of()));
    }
  }
}
