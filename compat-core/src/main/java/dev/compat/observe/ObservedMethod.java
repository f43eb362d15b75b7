package dev.compat.observe;

import dev.compat.call.Surroundings;
import dev.compat.evidence.ObservedEvidence;
import dev.compat.flag.Context;
import dev.compat.flag.ContextReaders;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One legacy method that is observed, as its calls pass through the library.
 *
 * <p>Nothing is thrown at a caller but what legacy threw. On a call that is not in the sample it
 * costs one counter and one random number, and nothing is allocated. Keeps no class of the
 * application. Safe for use by several threads.
 */
public final class ObservedMethod {

  private static final String RESULT = "result";

  private final ObservedEvidence evidence;
  private final Surroundings surroundings;
  private final String type;
  private final String name;
  private final Places places;
  private final @Nullable ContextReaders readers;
  private final List<String> keys;
  private final Sampling sampling = new Sampling();

  /**
   * A method.
   *
   * @param type the binary name of the class that declares it
   * @param name its name alone
   * @param evidence where its calls are recorded
   * @param readers read the context of its calls, under {@code keys}; null where there are none
   */
  public ObservedMethod(
      String type,
      String name,
      Places places,
      ObservedEvidence evidence,
      Surroundings surroundings,
      @Nullable ContextReaders readers,
      List<String> keys) {
    this.type = type;
    this.name = name;
    this.places = places;
    this.evidence = evidence;
    this.surroundings = surroundings;
    this.readers = readers;
    this.keys = List.copyOf(keys);
  }

  /**
   * Begins a call; a call in the sample goes on to {@link #look}.
   *
   * @param isOfCandidate whether a new arm makes it that runs beside legacy: that counts for
   *     nothing
   * @return how many calls it stands for in the sample; 0 when it is not in the sample
   */
  public int start(boolean isOfCandidate) {
    if (isOfCandidate) {
      return 0;
    }
    evidence.called();
    return sampling.weight();
  }

  /**
   * Looks at a call that is in the sample, before legacy runs. Context readers call code of the
   * application's: what that calls is not observed.
   *
   * @param weight what {@link #start} said
   * @param arguments the receiver, unless static, and the arguments
   */
  public void look(int weight, @Nullable Object[] arguments) {
    try {
      int[] suppression = surroundings.suppression();
      int before = suppression[0];
      suppression[0] = before + 1;
      try {
        sampling.took();
        evidence.sampled(weight);
        lookAt(weight, arguments);
        readContext(weight, arguments);
      } finally {
        suppression[0] = before;
      }
    } catch (Throwable failure) {
      contained(failure);
    }
  }

  private void lookAt(int weight, @Nullable Object[] arguments) {
    for (int i = 0; i < arguments.length; i++) {
      String place = places.ofArgument(i);
      if (place != null) {
        evidence.shape(place, arguments[i], weight);
      }
    }
  }

  private void readContext(int weight, @Nullable Object[] arguments) {
    if (readers == null) {
      return;
    }
    Context context =
        places.isStatic()
            ? readers.read(null, arguments)
            : readers.read(arguments[0], Arrays.copyOfRange(arguments, 1, arguments.length));
    for (String key : keys) {
      evidence.context(key, context.get(key) != null, weight);
    }
  }

  /**
   * Ends a call that is in the sample, or that threw, or inside which others were too deep to be
   * observed.
   *
   * @param weight what {@link #start} said
   * @param started when legacy began, by {@link System#nanoTime}; of a call in the sample
   * @param result what legacy returned, if that is an object
   * @param thrown what it threw, or null
   * @param deeper how many those others were
   * @return what telling took of the caller's time, in nanoseconds; 0 unless the call is in the
   *     sample
   */
  public long ended(
      int weight, long started, @Nullable Object result, @Nullable Throwable thrown, int deeper) {
    long now = weight == 0 ? 0 : System.nanoTime();
    if (!surroundings.candidate()) {
      end(weight, now - started, result, thrown, deeper);
    }
    return weight == 0 ? 0 : System.nanoTime() - now;
  }

  private void end(
      int weight, long took, @Nullable Object result, @Nullable Throwable thrown, int deeper) {
    evidence.deeper(deeper);
    if (thrown != null) {
      evidence.threw(thrown);
    }
    if (weight != 0) {
      evidence.took(took, weight);
      if (thrown == null && places.hasResult()) {
        evidence.shape(RESULT, result, weight);
      }
      evidence.calledBy(Callers.of(type, name), weight);
    }
  }

  private void contained(Throwable failure) {
    try {
      evidence.contained(failure);
    } catch (Throwable ignored) {
      // Most likely a stack overflow that counting ran into again: the caller's answer comes first.
    }
  }

  /**
   * Has more calls looked at while they are few; for the control thread, several times a second.
   *
   * @param most how many calls may be looked at until the next time before they are made rarer
   */
  public void tick(int most) {
    sampling.tick(most);
  }

  /** Whether calls were looked at lately. */
  public boolean isBusy() {
    return sampling.isBusy();
  }

  /** What there is to look at in a call: values that are not primitive. Immutable. */
  public static final class Places {
    private final @Nullable String[] ofArguments;
    private final boolean isStatic;
    private final boolean hasResult;

    /**
     * The places of a method.
     *
     * @param parameters the types of its parameters, the receiver's first unless it is static
     */
    public Places(List<Class<?>> parameters, boolean isStatic, Class<?> result) {
      this.isStatic = isStatic;
      this.hasResult = !result.isPrimitive();
      this.ofArguments = new @Nullable String[parameters.size()];
      int receivers = isStatic ? 0 : 1;
      for (int i = 0; i < ofArguments.length; i++) {
        boolean isPrimitive = parameters.get(i).isPrimitive();
        String place = i < receivers ? "this" : "arg(" + (i - receivers) + ")";
        ofArguments[i] = isPrimitive ? null : place;
      }
    }

    @Nullable String ofArgument(int index) {
      return ofArguments[index];
    }

    boolean isStatic() {
      return isStatic;
    }

    boolean hasResult() {
      return hasResult;
    }
  }
}
