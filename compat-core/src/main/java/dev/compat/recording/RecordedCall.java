package dev.compat.recording;

import dev.compat.compare.Outcome;
import dev.compat.evidence.TrialResult;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One call as it was recorded: what was given, and what legacy did.
 *
 * <p>Kept as JSON, from which the objects can be made again where their classes are. That runs no
 * constructor of theirs but those of records, and no method but static initialisers and, of keys
 * and elements, {@code equals}, {@code hashCode} and {@code compareTo}; only of classes that are
 * {@link Trusted}. What was given is one graph of objects, what legacy answered and left behind is
 * another.
 */
public final class RecordedCall {

  static final String WHEN = "when";
  private static final String UNIT = "unit";
  private static final String GIVEN = "given";
  private static final String LEGACY = "legacy";
  private static final String RECEIVER = "receiver";
  private static final String ARGUMENTS = "arguments";
  private static final String RETURNED = "returned";
  private static final String THREW = "threw";
  private static final String LEFT = "redacted";

  private final Map<String, @Nullable Object> json;

  private RecordedCall(Map<String, @Nullable Object> json) {
    this.json = json;
  }

  /**
   * What legacy was given.
   *
   * @param receiver the legacy object; null where there is none, or it was not recorded
   */
  public record Given(@Nullable Object receiver, List<@Nullable Object> arguments) {}

  /**
   * Records a trial.
   *
   * @param unit what is kept of whom the call was for
   * @throws CodecException where a value cannot be written, with its type
   */
  static RecordedCall of(TrialResult trial, @Nullable String unit, Redactor redactor) {
    Encoder given = new Encoder(redactor);
    Encoder left = new Encoder(redactor);
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put(WHEN, trial.when().toString());
    json.put(UNIT, unit);
    json.put(GIVEN, given(given, trial.receiver(), trial.arguments()));
    json.put(LEGACY, did(left, trial.legacy()));
    List<Object> redacted = new ArrayList<>(given.redacted());
    redacted.addAll(left.redacted());
    json.put(LEFT, redacted);
    return new RecordedCall(json);
  }

  private static Map<String, @Nullable Object> given(
      Encoder encoder, @Nullable Object receiver, List<@Nullable Object> arguments) {
    Map<String, @Nullable Object> given = new LinkedHashMap<>();
    if (receiver != null) {
      given.put(RECEIVER, encoder.encode("this", receiver));
    }
    List<@Nullable Object> all = new ArrayList<>();
    for (int i = 0; i < arguments.size(); i++) {
      all.add(encoder.encode("arg(" + i + ")", arguments.get(i)));
    }
    given.put(ARGUMENTS, all);
    return given;
  }

  private static Map<String, @Nullable Object> did(Encoder encoder, Outcome legacy) {
    Map<String, @Nullable Object> did = new LinkedHashMap<>();
    if (legacy.hasThrown()) {
      did.put(THREW, encoder.encode("thrown", legacy.thrown()));
    } else {
      did.put(RETURNED, encoder.encode("result", legacy.value()));
    }
    did.putAll(given(encoder, legacy.receiver(), legacy.arguments()));
    return did;
  }

  /** Reads what {@link #text} has written; throws a {@link CodecException} for anything else. */
  public static RecordedCall parse(String text) {
    RecordedCall call = new RecordedCall(map(JsonText.read(text)));
    call.when();
    call.given();
    call.legacy();
    return call;
  }

  /** All of it on one line. */
  public String text() {
    return JsonText.write(json);
  }

  /** When the call was compared. */
  public Instant when() {
    if (json.get(WHEN) instanceof String text) {
      return Instant.parse(text);
    }
    throw new CodecException("a call that says no time");
  }

  /** What is kept of whom the call was for: its name or a hash of it; null for nobody. */
  public @Nullable String unit() {
    return (String) json.get(UNIT);
  }

  /** The places whose values were redacted. */
  public List<String> redacted() {
    return list(json.get(LEFT)).stream().map(String::valueOf).toList();
  }

  /** Makes again what was given. */
  public Given given(ClassLoader loader, Trusted trusted) {
    return given(new Decoder(loader, trusted), given());
  }

  private static Given given(Decoder decoder, Map<String, @Nullable Object> given) {
    Object receiver = decoder.decode(given.get(RECEIVER));
    List<@Nullable Object> arguments = new ArrayList<>();
    list(given.get(ARGUMENTS)).forEach(each -> arguments.add(decoder.decode(each)));
    return new Given(receiver, arguments);
  }

  /** Makes again what legacy did. */
  public Outcome legacy(ClassLoader loader, Trusted trusted) {
    Decoder decoder = new Decoder(loader, trusted);
    Map<String, @Nullable Object> legacy = legacy();
    Outcome outcome =
        legacy.containsKey(THREW)
            ? Outcome.threw(thrown(decoder.decode(legacy.get(THREW))))
            : Outcome.returned(decoder.decode(legacy.get(RETURNED)));
    Given left = given(decoder, legacy);
    return outcome.leaving(left.receiver(), left.arguments().toArray());
  }

  private static Throwable thrown(@Nullable Object value) {
    if (value instanceof Throwable thrown) {
      return thrown;
    }
    throw new CodecException("what was thrown is none");
  }

  /** What was given, for whoever shows it. */
  Map<String, @Nullable Object> given() {
    return map(json.get(GIVEN));
  }

  Map<String, @Nullable Object> legacy() {
    return map(json.get(LEGACY));
  }

  @SuppressWarnings("unchecked") // as it was read
  private static Map<String, @Nullable Object> map(@Nullable Object json) {
    if (json instanceof Map<?, ?> map) {
      return (Map<String, @Nullable Object>) map;
    }
    throw new CodecException("not a recorded call");
  }

  private static List<?> list(@Nullable Object json) {
    return json instanceof List<?> list ? list : Arrays.asList();
  }
}
