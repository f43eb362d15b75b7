package dev.compat.flag;

import dev.compat.config.Problem;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * Reads who a call is for, from the specs of a flag's {@code context}.
 *
 * <table>
 * <caption>specs</caption>
 * <tr><td>{@code mdc:key}</td><td>the diagnostic context of SLF4J, Log4j 2, Log4j 1 or JBoss
 *     Logging, whichever is loaded and has a value, in that order</td></tr>
 * <tr><td>{@code arg(0)}, {@code arg(0).path}</td><td>an argument of the legacy method, counted from
 *     0, or a property of it</td></tr>
 * <tr><td>{@code this.path}</td><td>a property of the legacy object</td></tr>
 * <tr><td>{@code static:com.acme.Tenants#current}</td><td>what a static method returns</td></tr>
 * <tr><td>{@code given:key}</td><td>what an application that embeds the library gives under that
 *     name</td></tr>
 * <tr><td>{@code webapp:path}</td><td>the context path of the web application in Tomcat, Jetty or
 *     WildFly</td></tr>
 * </table>
 *
 * <p>A path goes through {@code x()}, {@code getX()}, {@code isX()} or the field {@code x}; a
 * {@code null} on the way means no value. {@code [key]} is what a map has for that text, or a list
 * at that place: {@code arg(0).headers[tenant]}. Values are taken as their {@code toString()}; an
 * object that has only that of {@code Object} is a failure, since it would be another text in every
 * process.
 *
 * <p>Failures, whatever application code throws included, are counted and mean no value; nothing is
 * thrown but a {@code StackOverflowError}, and an {@link OverdueException} where a reader hangs.
 * Keeps no class of the application alive. Thread-safe without locks: what changes is one adder and
 * one array of atomic references.
 */
public final class ContextReaders {
  /** Whether a class has a text of its own, kept in the class itself. */
  private static final ClassValue<Boolean> HAS_TEXT =
      new ClassValue<>() {
        @Override
        protected Boolean computeValue(Class<?> type) {
          return hasText(type);
        }
      };

  private static final String STUCK = "a call has been reading it for more than a second";

  private final Map<String, String> specs;
  private final String[] keys;
  private final Reader[] readers;
  private final boolean wantsReceiver;
  private final boolean[] wanted;
  private final ReadWatch[] watches;
  private final LongAdder failures = new LongAdder();
  private final AtomicReferenceArray<@Nullable String> last;

  private ContextReaders(
      Map<String, String> texts, List<ReaderSpec> specs, boolean pinsReceiver, ClassFinder finder) {
    this.specs = texts;
    this.keys = texts.keySet().toArray(String[]::new);
    this.readers = specs.stream().map(spec -> reader(spec, finder)).toArray(Reader[]::new);
    this.wantsReceiver =
        pinsReceiver || specs.stream().anyMatch(ReaderSpec.Receiver.class::isInstance);
    this.wanted = wanted(specs);
    this.watches = specs.stream().map(spec -> new ReadWatch()).toArray(ReadWatch[]::new);
    this.last = new AtomicReferenceArray<>(keys.length);
  }

  /**
   * Readers for these specs by key.
   *
   * @throws IllegalArgumentException if a spec is spelled in no known way; {@link Flags#parse} lets
   *     none of these through
   */
  public static ContextReaders compile(Map<String, String> specs, ClassFinder finder) {
    return compile(specs, false, finder);
  }

  private static ContextReaders compile(
      Map<String, String> specs, boolean pinsReceiver, ClassFinder finder) {
    Map<String, String> texts = Collections.unmodifiableMap(new LinkedHashMap<>(specs));
    List<ReaderSpec> parsed = texts.keySet().stream().map(key -> spec(key, texts)).toList();
    return new ContextReaders(texts, parsed, pinsReceiver, finder);
  }

  /** What a flag looks at; {@code null} where that is nothing of the call. */
  public static @Nullable ContextReaders of(Flag flag, ClassFinder finder) {
    PinSettings pin = flag.pin();
    boolean pinsReceiver = pin != null && pin.ofReceiver();
    return flag.context().isEmpty() && !pinsReceiver
        ? null
        : compile(flag.context(), pinsReceiver, finder);
  }

  private static ReaderSpec spec(String key, Map<String, String> specs) {
    ReaderSpec spec = ReaderSpec.parse(specs.getOrDefault(key, ""));
    if (spec == null) {
      throw new IllegalArgumentException(
          "no reader '" + specs.get(key) + "' for '" + key + "'; " + ReaderSpec.SPELLINGS);
    }
    return spec;
  }

  private static boolean[] wanted(List<ReaderSpec> specs) {
    int[] indexes =
        specs.stream()
            .filter(ReaderSpec.Argument.class::isInstance)
            .mapToInt(spec -> ((ReaderSpec.Argument) spec).index())
            .toArray();
    boolean[] wanted = new boolean[Arrays.stream(indexes).max().orElse(-1) + 1];
    Arrays.stream(indexes).forEach(index -> wanted[index] = true);
    return wanted;
  }

  private static Reader reader(ReaderSpec spec, ClassFinder finder) {
    if (spec instanceof ReaderSpec.Argument argument) {
      return PathReader.of(argument);
    }
    if (spec instanceof ReaderSpec.Receiver receiver) {
      return PathReader.of(receiver);
    }
    if (spec instanceof ReaderSpec.Given given) {
      return new GivenReader(given.key(), finder);
    }
    if (spec instanceof ReaderSpec.WebApp) {
      return new WebAppReader(finder);
    }
    return spec instanceof ReaderSpec.StaticCall call
        ? new StaticReader(call, finder)
        : new MdcReader(((ReaderSpec.Mdc) spec).key(), finder);
  }

  /**
   * Whether any reader looks at the legacy object or at arguments; if none does, they need not be
   * collected.
   */
  public boolean needsArguments() {
    return wantsReceiver || wanted.length > 0;
  }

  /**
   * The context of one call, made for it; {@link CallContext} says how to do without making one.
   *
   * @param receiver the legacy object; {@code null} for a static method, and may be {@code null}
   *     unless {@link #needsArguments}
   * @param arguments the legacy method's; may be {@code null} unless {@link #needsArguments}
   */
  public Context read(@Nullable Object receiver, @Nullable Object @Nullable [] arguments) {
    if (keys.length == 0 && !wantsReceiver) {
      return Context.NONE;
    }
    CallContext context = new CallContext();
    context.begin(this, arguments == null ? 0 : arguments.length);
    context.take(-1, receiver);
    for (int i = 0; arguments != null && i < arguments.length; i++) {
      context.take(i, arguments[i]);
    }
    return context;
  }

  /** How many reads failed. */
  public long failures() {
    return failures.sum();
  }

  /**
   * The last failure by key, for the keys that ever failed. Names classes and properties, and no
   * values: an exception's message may hold one.
   */
  public Map<String, String> lastFailures() {
    Map<String, String> texts = new TreeMap<>();
    for (int i = 0; i < keys.length; i++) {
      String text = last.get(i);
      if (text != null) {
        texts.put(keys[i], text);
      }
    }
    return texts;
  }

  /** What of {@code flag}'s context could not be read, a line each with its remedy. */
  public List<String> problems(Flag flag) {
    return lastFailures().entrySet().stream()
        .map(
            failed ->
                new Problem(
                        flag.where(),
                        "context value '"
                            + failed.getKey()
                            + "' of flag '"
                            + flag.name()
                            + "' cannot be read: "
                            + failed.getValue(),
                        "correct '"
                            + flag.context().get(failed.getKey())
                            + "'; such calls have no value for it")
                    .toString())
        .toList();
  }

  /** What is read from what, in the order of a {@link CallContext}'s bits. */
  public Map<String, String> specs() {
    return specs;
  }

  /** How many keys there are. */
  int size() {
    return keys.length;
  }

  /** The place of a key; -1 if there is none of that name. */
  int indexOf(String key) {
    for (int i = 0; i < keys.length; i++) {
      if (keys[i].equals(key)) {
        return i;
      }
    }
    return -1;
  }

  /** Whether a reader looks at that argument; -1 is the legacy object. */
  boolean wants(int index) {
    return index < 0 ? wantsReceiver : index < wanted.length && wanted[index];
  }

  /** Reads one attribute; null if the call has none, or if it cannot be read. */
  @Nullable String text(int index, CallContext call) {
    ReadWatch watch = watches[index];
    int state = watch.state;
    if (state == ReadWatch.STUCK) {
      OverdueException overdue = new OverdueException(STUCK);
      failed(index, call, overdue);
      throw overdue;
    }
    try {
      if (state == ReadWatch.DUE) {
        watch.begin();
      }
      return text(readers[index].read(call));
    } catch (StackOverflowError e) {
      // A rule that lets some keep legacy would be passed over: without the stack to find out whom
      // the call is for, Flag.route answers legacy.
      failed(index, call, e);
      throw e;
    } catch (Throwable e) { // of the application, a LinkageError included
      return failed(index, call, e);
    } finally {
      if (state == ReadWatch.DUE) {
        watch.since = 0;
      }
    }
  }

  /**
   * Looks whether a reader hangs: from a second on, calls do not wait for it, and what they ask for
   * is answered with an {@link OverdueException}, until it comes back. Call it several times a
   * second, from one thread.
   */
  public void tick() {
    tick(System.nanoTime());
  }

  void tick(long now) {
    for (int i = 0; i < watches.length; i++) {
      if (watches[i].tick(now)) {
        last.compareAndSet(i, STUCK, null);
      }
    }
  }

  private static @Nullable String text(@Nullable Object value) throws Reader.Unreadable {
    if (value == null || value instanceof String) {
      return (String) value;
    }
    if (!HAS_TEXT.get(value.getClass())) {
      throw new Reader.Unreadable(
          "a " + value.getClass().getName() + " has no text; go on to one of its properties");
    }
    return value.toString();
  }

  private static boolean hasText(Class<?> type) {
    try {
      return type.getMethod("toString").getDeclaringClass() != Object.class;
    } catch (NoSuchMethodException e) {
      return false;
    }
  }

  private @Nullable String failed(int index, CallContext call, Throwable e) {
    try {
      call.fail(index);
      failures.increment();
      last.set(index, why(e));
    } catch (Throwable again) {
      return null; // at the end of the stack or the heap nothing more can be done about it
    }
    return null;
  }

  private static @Nullable String why(Throwable e) {
    return e instanceof Reader.Unreadable || e instanceof OverdueException
        ? e.getMessage()
        : e.getClass().getName() + " was thrown while reading";
  }
}
