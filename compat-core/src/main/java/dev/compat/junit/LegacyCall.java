package dev.compat.junit;

import dev.compat.compare.Comparison;
import dev.compat.compare.Outcome;
import dev.compat.recording.RecordedCall;
import dev.compat.recording.RecordedValue;
import dev.compat.recording.Trusted;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A call of legacy, written down: what it was given and what it answered, to hold an adapter to.
 *
 * <pre>{@code
 * LegacyCall.of("com.acme.LegacyPricing#quote(String, int)")
 *     .given("A-1", 3)
 *     .returned(new BigDecimal("12.50"))
 *     .isAnsweredBy(PricingPlugin.class);
 * }</pre>
 *
 * <p>The adapter is built by Guice with the plugin's module. Fails with an {@link AssertionError}
 * that shows every difference. Needs no test framework. For one use by one thread.
 */
public final class LegacyCall {

  private final String joinPoint;
  private final ClassLoader loader;
  private RecordedCall.Given given = new RecordedCall.Given(null, List.of());
  private Outcome legacy = Outcome.returned(null);
  private Comparison comparison = Rules.NONE;

  private LegacyCall(String joinPoint) {
    this.joinPoint = joinPoint;
    this.loader = contextLoader();
  }

  private static ClassLoader contextLoader() {
    ClassLoader context = Thread.currentThread().getContextClassLoader();
    return context == null ? ClassLoader.getSystemClassLoader() : context;
  }

  /**
   * A call without arguments that returned null, until more is said of it.
   *
   * @param joinPoint class, name and parameter types, such as {@code
   *     com.acme.LegacyPricing#quote(String, int)}
   */
  public static LegacyCall of(String joinPoint) {
    return new LegacyCall(joinPoint);
  }

  /** A call as it was recorded; what was not looked at then is not looked at now. */
  public static LegacyCall recorded(String joinPoint, String json) {
    LegacyCall call = new LegacyCall(joinPoint);
    RecordedCall recorded = RecordedCall.parse(json);
    call.given = recorded.given(call.loader, Trusted.ALL);
    call.legacy = recorded.legacy(call.loader, Trusted.ALL);
    return call;
  }

  /** A value as it was recorded, where no expression makes it. */
  public static @Nullable Object value(String json) {
    return RecordedValue.of(json, contextLoader());
  }

  /** On this legacy object, as it was before the call. */
  public LegacyCall on(Object receiver) {
    given = new RecordedCall.Given(receiver, given.arguments());
    return this;
  }

  /** With these arguments, as they were before the call. */
  public LegacyCall given(@Nullable Object... arguments) {
    given = new RecordedCall.Given(given.receiver(), Arrays.asList(arguments));
    return this;
  }

  /** Legacy returned this; null for void. */
  public LegacyCall returned(@Nullable Object value) {
    legacy = Outcome.returned(value).leaving(legacy.receiver(), legacy.arguments().toArray());
    return this;
  }

  /** Legacy threw this. */
  public LegacyCall threw(Throwable thrown) {
    legacy = Outcome.threw(thrown).leaving(legacy.receiver(), legacy.arguments().toArray());
    return this;
  }

  /** Legacy threw this, as it was recorded. */
  public LegacyCall threw(@Nullable Object recorded) {
    if (recorded instanceof Throwable thrown) {
      return threw(thrown);
    }
    throw new IllegalArgumentException("what was thrown is no throwable: " + recorded);
  }

  /** Legacy threw an exception of this class, whose constructors are not run. */
  public LegacyCall threw(String type, @Nullable String message) {
    return threw(RecordedValue.thrown(type, message, loader));
  }

  /** Legacy left these arguments behind; null in the place of one that is not looked at. */
  public LegacyCall leaving(@Nullable Object... arguments) {
    legacy = legacy.leaving(legacy.receiver(), arguments);
    return this;
  }

  /** Legacy left its object like this. */
  public LegacyCall leavingReceiver(Object receiver) {
    legacy = legacy.leaving(receiver, legacy.arguments().toArray());
    return this;
  }

  /** Answers are compared by the rules that a flag file has for a migration. */
  public LegacyCall comparedBy(String flags, String migration) {
    comparison = Rules.of(Path.of(flags), migration);
    return this;
  }

  /**
   * Fails unless the adapter answers the same, and leaves the same behind.
   *
   * @param plugin the plugin's module, or a class beside the adapter where there is none
   */
  public void isAnsweredBy(Class<?> plugin) {
    Adapters adapters = Adapters.of(plugin);
    try {
      List<String> shown = Trying.shown(given);
      Outcome replacement = Trying.outcome(adapters.method(joinPoint), given);
      String method = joinPoint.replaceAll("^.*#|\\(.*$", "");
      Trying.check(method, shown, comparison, method, legacy, replacement);
    } finally {
      adapters.close();
    }
  }
}
