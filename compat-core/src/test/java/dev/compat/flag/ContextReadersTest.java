package dev.compat.flag;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.ref.WeakReference;
import java.net.URL;
import java.net.URLClassLoader;
import java.security.Principal;
import java.time.Duration;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ContextReadersTest {
  private static final ClassFinder NOTHING_LOADED = name -> null;

  record Customer(String id, @Nullable Customer parent) {}

  static class Legacy {
    final UUID session = new UUID(1, 2);

    String tenant() {
      throw new IllegalStateException("the secret of acme");
    }

    public String getUser() {
      return "ann";
    }

    boolean isVip() {
      return true;
    }

    Legacy self() {
      return this;
    }

    String endless() {
      return self().endless();
    }
  }

  static final class Fields {
    @SuppressWarnings("unused") // by name alone
    private final int shop = 7;
  }

  static final class Tenants {
    private static String tenant = "acme";

    static String current() {
      return tenant;
    }
  }

  @Test
  void an_argument_is_read() {
    assertThat(read("arg(1)", null, "a", 42)).isEqualTo("42");
    assertThat(read("arg(0).parent.id", null, new Customer("c", new Customer("p", null))))
        .isEqualTo("p");
  }

  @Test
  void a_null_on_the_way_is_no_value_and_no_failure() {
    ContextReaders readers = readers("arg(0).parent.id", NOTHING_LOADED);

    assertThat(readers.read(null, new Object[] {new Customer("c", null)}).get("k")).isNull();
    assertThat(readers.read(null, new @Nullable Object[] {null}).get("k")).isNull();
    assertThat(readers.failures()).isZero();
  }

  @Test
  void the_legacy_object_is_read_by_accessor_getter_or_field() {
    assertThat(read("this.user", new Legacy())).isEqualTo("ann");
    assertThat(read("this.vip", new Legacy())).isEqualTo("true");
    assertThat(read("this.session", new Legacy())).isEqualTo(new UUID(1, 2).toString());
    assertThat(read("this.shop", new Fields())).isEqualTo("7");
  }

  @Test
  void an_entry_of_a_map_or_a_list_is_read() {
    Map<String, Object> request = Map.of("headers", List.of("x", new Customer("c", null)));

    assertThat(read("arg(0)[headers][1].id", null, request)).isEqualTo("c");
    assertThat(read("arg(0)[headers][2].id", null, request)).isNull();
    assertThat(read("arg(0)[other]", null, request)).isNull();
    assertThat(failure("arg(0)[a b]", null, "text"))
        .isEqualTo("a java.lang.String is no map or list that has [a b]");
    assertThat(failure("arg(0)[headers][one]", null, request)).endsWith("that has [one]");
  }

  @Test
  void a_generic_class_and_one_that_is_not_public_are_read() {
    Box<Customer> box = new Box<>(new Customer("c", null));

    assertThat(read("arg(0).content.id", null, box)).isEqualTo("c");
    assertThat(read("arg(0).size", null, Collections.unmodifiableList(List.of(1)))).isEqualTo("1");
  }

  private record Box<T>(T content) {}

  @Test
  void a_class_that_hides_is_read_through_what_it_implements() {
    Principal hidden = new javax.security.auth.x500.X500Principal("CN=Ann");

    assertThat(read("arg(0).name", null, hidden)).isEqualTo("CN=Ann");
    assertThat(read("arg(0).size", null, Map.of("a", 1))).isEqualTo("1");
  }

  @Test
  void a_static_method_is_read_once_its_class_is_loaded() {
    AtomicInteger looks = new AtomicInteger();
    ContextReaders readers =
        readers(
            "static:com.acme.Tenants#current",
            name -> looks.incrementAndGet() < 3 ? null : Tenants.class);

    assertThat(readers.read(null, null).get("k")).isNull();
    assertThat(readers.lastFailures()).containsEntry("k", "class com.acme.Tenants is not loaded");
    for (int i = 0; i < 10; i++) {
      readers.read(null, null).get("k");
    }
    assertThat(readers.read(null, null).get("k")).isEqualTo("acme");
    assertThat(looks).hasValue(3);
  }

  static final class Hanging {
    static final Semaphore LET_GO = new Semaphore(0);

    static String current() throws InterruptedException {
      LET_GO.acquire();
      return "acme";
    }
  }

  @Test
  void a_reader_that_hangs_is_not_asked_by_others_until_it_comes_back() throws Exception {
    ContextReaders readers = readers("static:T#current", name -> Hanging.class);
    readers.tick();
    CompletableFuture<String> hanging =
        CompletableFuture.supplyAsync(() -> readers.read(null, null).get("k"));
    while (Hanging.LET_GO.getQueueLength() == 0) {
      Thread.sleep(1);
    }
    readers.tick(System.nanoTime() + Duration.ofSeconds(2).toNanos());
    assertThatThrownBy(() -> readers.read(null, null).get("k"))
        .isInstanceOf(OverdueException.class);
    assertThat(readers.lastFailures())
        .containsEntry("k", "a call has been reading it for more than a second");

    Hanging.LET_GO.release(2);
    assertThat(hanging.join()).isEqualTo("acme");
    readers.tick();
    assertThat(readers.read(null, null).get("k")).isEqualTo("acme");
    assertThat(readers.lastFailures()).isEmpty();
  }

  @Test
  void a_class_that_never_comes_is_looked_for_ever_more_seldom() {
    AtomicInteger looks = new AtomicInteger();
    ContextReaders readers =
        readers(
            "static:com.acme.Tenants#current",
            name -> {
              looks.incrementAndGet();
              return null;
            });

    for (int i = 0; i < 10_000; i++) {
      readers.read(null, null).get("k");
    }

    assertThat(looks).hasValueLessThan(25);
  }

  @Test
  void the_first_loaded_diagnostic_context_with_a_value_is_read() {
    Map<String, Class<?>> loaded = new HashMap<>();
    loaded.put("org.apache.log4j.MDC", OldMdc.class);
    loaded.put("org.jboss.logging.MDC", StringMdc.class);
    ContextReaders readers = readers("mdc:tenantId", loaded::get);

    assertThat(readers.read(null, null).get("k")).isEqualTo("tenantId of StringMdc");
    OldMdc.value = 12;
    assertThat(readers.read(null, null).get("k")).isEqualTo("12");
    assertThat(readers.failures()).isZero();
  }

  @Test
  void no_diagnostic_context_is_no_value_and_no_failure() {
    ContextReaders readers = readers("mdc:tenantId", NOTHING_LOADED);

    assertThat(readers.read(null, null).get("k")).isNull();
    assertThat(readers.failures()).isZero();
  }

  /** Has the shape of Log4j 1: the value is an object. */
  public static final class OldMdc {
    static @Nullable Integer value;

    public static @Nullable Object get(String key) {
      return value;
    }
  }

  /** Has the shape of all the others. */
  public static final class StringMdc {
    public static String get(String key) {
      return key + " of StringMdc";
    }
  }

  @Test
  void what_application_code_throws_is_counted_without_its_message() {
    ContextReaders readers = readers("this.tenant", NOTHING_LOADED);

    assertThat(readers.read(new Legacy(), null).get("k")).isNull();
    assertThat(readers.failures()).isEqualTo(1);
    assertThat(readers.lastFailures())
        .containsEntry("k", "java.lang.IllegalStateException was thrown while reading");
  }

  @Test
  void a_stack_overflow_leaves_the_call_with_legacy_whatever_else_is_the_default()
      throws Exception {
    ContextReaders readers = readers("this.endless", NOTHING_LOADED);
    String rules = "rules: [{when: {k: [some]}, route: legacy}]";
    Flags flags =
        Flags.parse(
            "flags: {f: {context: {k: this.endless}, route: new, " + rules + "}}", "f.yaml");

    Flag flag = Objects.requireNonNull(flags.flag("f"));
    assertThat(flag.route(readers.read(new Legacy(), null))).isEqualTo(Route.LEGACY);
    assertThat(readers.failures()).isEqualTo(1);
  }

  @Test
  void a_finder_that_throws_is_no_value() {
    ContextReaders readers =
        readers(
            "mdc:x",
            name -> {
              throw new NoClassDefFoundError(name);
            });

    assertThat(readers.read(null, null).get("k")).isNull();
    assertThat(readers.failures()).isEqualTo(1);
  }

  @Test
  void what_cannot_be_read_says_why() {
    assertThat(failure("this.tennant", new Legacy()))
        .isEqualTo(Legacy.class.getName() + " has no accessible property 'tennant'");
    assertThat(failure("this.self", new Legacy()))
        .isEqualTo("a " + Legacy.class.getName() + " has no text; go on to one of its properties");
    assertThat(failure("arg(2)", null, "a", "b")).isEqualTo("there is no argument 2, there are 2");
    ContextReaders readers = readers("static:T#other", name -> Tenants.class);
    assertThat(readers.read(null, null).get("k")).isNull();
    assertThat(readers.lastFailures())
        .containsEntry("k", "T has no accessible static method other() with a result");
  }

  @Test
  void an_attribute_is_read_when_asked_for_and_once() {
    AtomicInteger reads = new AtomicInteger();
    Object counter =
        new Object() {
          @Override
          public String toString() {
            return "read " + reads.incrementAndGet();
          }
        };
    Context context = readers("arg(0)", NOTHING_LOADED).read(null, new Object[] {counter});

    assertThat(reads).hasValue(0);
    assertThat(context.get("k")).isEqualTo("read 1");
    assertThat(context.get("k")).isEqualTo("read 1");
    assertThat(context.get("other")).isNull();
  }

  @Test
  void arguments_are_needed_only_where_a_spec_names_one_or_the_legacy_object() {
    assertThat(readers("arg(0).id", NOTHING_LOADED).needsArguments()).isTrue();
    assertThat(readers("this.id", NOTHING_LOADED).needsArguments()).isTrue();
    assertThat(readers("mdc:id", NOTHING_LOADED).needsArguments()).isFalse();
    ContextReaders none = ContextReaders.compile(Map.of(), NOTHING_LOADED);
    assertThat(none.needsArguments()).isFalse();
    assertThat(none.read(null, null)).isSameAs(Context.NONE);
  }

  @Test
  void an_unknown_spec_is_refused() {
    for (String spec :
        new String[] {
          "", "mdc:", "mcd:x", "arg(x)", "arg(0).", "arg(0)[]", "this", "static:A", "webapp:"
        }) {
      assertThatThrownBy(() -> readers(spec, NOTHING_LOADED))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage(
              "no reader '%s' for 'k'; use mdc:key, arg(0).path, this.path,"
                  + " static:com.acme.Tenants#current or webapp:path",
              spec);
    }
  }

  @Test
  void the_applications_class_loader_can_go() throws Exception {
    ContextReaders readers =
        ContextReaders.compile(
            Map.of("own", "arg(0).id", "current", "static:T#current"), new Once());

    WeakReference<ClassLoader> loader = readOnceIn(readers);

    for (int i = 0; i < 50 && loader.get() != null; i++) {
      System.gc();
      Thread.sleep(10);
    }
    assertThat(loader.get()).isNull();
    assertThat(readers.failures()).isZero();
  }

  private static WeakReference<ClassLoader> readOnceIn(ContextReaders readers) throws Exception {
    URL classes = Customer.class.getProtectionDomain().getCodeSource().getLocation();
    ClassLoader loader =
        new URLClassLoader(new URL[] {classes}, ClassLoader.getPlatformClassLoader());
    var made = loader.loadClass(Customer.class.getName()).getDeclaredConstructors()[0];
    made.setAccessible(true);
    Once.found = loader.loadClass(Tenants.class.getName());
    Context context = readers.read(null, new Object[] {made.newInstance("a", null)});
    assertThat(context.get("own")).isEqualTo("a");
    assertThat(context.get("current")).isEqualTo("acme");
    return new WeakReference<>(loader);
  }

  /** Gives the class away once and keeps nothing. */
  private static final class Once implements ClassFinder {
    private static @Nullable Class<?> found;

    @Override
    public @Nullable Class<?> find(String name) {
      Class<?> type = found;
      found = null;
      return type;
    }
  }

  private static ContextReaders readers(String spec, ClassFinder finder) {
    return ContextReaders.compile(Map.of("k", spec), finder);
  }

  private static @Nullable String read(
      String spec, @Nullable Object receiver, Object... arguments) {
    return readers(spec, NOTHING_LOADED).read(receiver, arguments).get("k");
  }

  private static @Nullable String failure(
      String spec, @Nullable Object receiver, Object... arguments) {
    ContextReaders readers = readers(spec, NOTHING_LOADED);
    assertThat(readers.read(receiver, arguments).get("k")).isNull();
    return readers.lastFailures().get("k");
  }
}
