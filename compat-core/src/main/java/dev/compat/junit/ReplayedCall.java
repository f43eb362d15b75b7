package dev.compat.junit;

import dev.compat.compare.Comparison;
import dev.compat.compare.Outcome;
import dev.compat.recording.RecordedCall;
import dev.compat.recording.Recording;
import dev.compat.recording.Trusted;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A recorded call, given to a test with {@link Replay}. Confined to the test's thread. */
public final class ReplayedCall {

  private final Recording.Source source;
  private final RecordedCall recorded;
  private final Adapters.Adapted adapted;
  private final Comparison comparison;
  private final ClassLoader loader;
  private final Trusted trusted;
  private boolean isAsked;

  ReplayedCall(
      Recording.Source source,
      RecordedCall recorded,
      Adapters.Adapted adapted,
      Comparison comparison,
      ClassLoader loader,
      Trusted trusted) {
    this.source = source;
    this.recorded = recorded;
    this.adapted = adapted;
    this.comparison = comparison;
    this.loader = loader;
    this.trusted = trusted;
  }

  /** Such as {@code org.apache.commons.lang.StringEscapeUtils#escapeXml(String)}. */
  public String joinPoint() {
    return source.joinPoint();
  }

  /** The legacy object as it was before the call; null where none was recorded. */
  public @Nullable Object receiver() {
    return recorded.given(loader, trusted).receiver();
  }

  /** The arguments as they were before the call; others every time. */
  public List<@Nullable Object> arguments() {
    return recorded.given(loader, trusted).arguments();
  }

  /** What legacy did then. */
  public Outcome legacy() {
    isAsked = true;
    return recorded.legacy(loader, trusted);
  }

  /** What the adapter does now. */
  public Outcome replacement() {
    isAsked = true;
    return Trying.outcome(adapted, recorded.given(loader, trusted));
  }

  /** Fails unless the adapter answers as legacy did, and leaves the same behind. */
  public void check() {
    String method = method(joinPoint());
    String what =
        method
            + ", recorded at "
            + recorded.when()
            + (source.adapters().isEmpty() ? "" : " beside adapters " + source.adapters())
            + ",";
    List<String> given = Trying.shown(recorded.given(loader, trusted));
    Trying.check(what, given, comparison, method, legacy(), replacement());
  }

  static String method(String joinPoint) {
    return joinPoint.replaceAll("^.*#|\\(.*$", "");
  }

  boolean isAsked() {
    return isAsked;
  }

  /** The call as people read it. */
  @Override
  public String toString() {
    return method(joinPoint())
        + "("
        + String.join(", ", Trying.shown(recorded.given(loader, trusted)))
        + ")";
  }
}
