package dev.compat.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.compat.Receiver;
import dev.compat.RouteChange;
import dev.compat.RouteListener;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.lang.ref.WeakReference;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class PerReceiverTest {

  static class Legacy {
    int total = 7;
  }

  static final class Copying {
    final int total;
    final WeakReference<Legacy> legacy;

    @Inject
    Copying(@Receiver Legacy legacy, @Receiver WeakReference<Legacy> weak, Service service) {
      this.total = legacy.total + service.more;
      this.legacy = weak;
    }
  }

  static final class Service {
    final int more = 1;

    @Inject
    Service() {}
  }

  record Keeping(Object legacy) {
    @Inject
    Keeping(@Receiver Object legacy) {
      this.legacy = legacy;
    }
  }

  static final class KeepingInside {
    final Map<String, List<Supplier<Object>>> kept;

    @Inject
    KeepingInside(@Receiver Legacy legacy) {
      kept = Map.of("one", List.of(() -> legacy));
    }
  }

  static final class KeepingLater {
    @org.jspecify.annotations.Nullable Object seen;

    @Inject
    KeepingLater() {}
  }

  static final class Refusing {
    @Inject
    Refusing(@Receiver Legacy legacy) {
      throw new IllegalStateException("total of " + legacy.total);
    }
  }

  record Wrong(String legacy) {
    @Inject
    Wrong(@Receiver String legacy) {
      this.legacy = legacy;
    }
  }

  @Singleton
  static final class Single {
    @Inject
    Single() {}
  }

  static final class Listening implements RouteListener {
    @Inject
    Listening() {}

    @Override
    public void onRouteChange(RouteChange change) {}
  }

  @Test
  void each_legacy_object_has_an_adapter_of_its_own_that_is_built_with_it() {
    PerReceiver adapters = of(Copying.class);
    Legacy one = new Legacy();
    Legacy other = new Legacy();
    other.total = 70;

    Copying first = (Copying) adapters.of(one);
    Copying second = (Copying) adapters.of(other);

    assertThat(first.total).isEqualTo(8);
    assertThat(second.total).isEqualTo(71);
    assertThat(first.legacy.get()).isSameAs(one);
    assertThat(adapters.of(one)).isSameAs(first);
    assertThat(adapters.of(other)).isSameAs(second);
    assertThat(adapters.isApart()).isFalse();
    assertThat(of(KeepingLater.class).isApart()).isTrue();
  }

  @Test
  void a_legacy_object_whose_adapter_cannot_be_built_has_none_for_good() {
    Legacy broken = new Legacy();
    PerReceiver adapters =
        new PerReceiver(
            "an adapter",
            false,
            receiver -> {
              if (receiver == broken) {
                throw new StackOverflowError();
              }
              return "adapter";
            });

    assertThat(adapters.of(broken)).isNull();
    assertThat(adapters.of(broken)).isNull();
    assertThat(adapters.of(new Legacy())).isEqualTo("adapter");
    assertThat(adapters.failures()).isEqualTo(1);
    assertThat(adapters.failure()).contains("an adapter").contains("StackOverflowError");
  }

  @Test
  void why_an_adapter_cannot_be_built_is_said_without_what_the_constructor_was_given() {
    PerReceiver adapters = of(Refusing.class);

    assertThat(adapters.of(new Legacy())).isNull();
    assertThat(adapters.failure())
        .contains("cannot be built for a legacy object: java.lang.IllegalStateException at ")
        .contains("Refusing")
        .doesNotContain("total of 7");
  }

  @Test
  void an_adapter_that_keeps_its_legacy_object_is_refused_and_told_where() {
    for (Class<?> type : List.of(Keeping.class, KeepingInside.class)) {
      PerReceiver adapters = of(type);

      assertThat(adapters.of(new Legacy())).isNull();
      assertThat(adapters.failure())
          .contains(": field '")
          .contains("of " + type.getName())
          .contains("keeps the legacy object")
          .contains("take a @Receiver in the methods");
    }
  }

  @Test
  void an_adapter_that_keeps_its_legacy_object_later_on_is_told_when_there_are_more() {
    PerReceiver adapters = of(KeepingLater.class);
    Legacy first = new Legacy();
    ((KeepingLater) adapters.of(first)).seen = first;

    assertThat(adapters.of(new Legacy())).isNotNull();

    assertThat(adapters.failures()).isZero();
    assertThat(adapters.failure()).contains("field 'seen' of " + KeepingLater.class.getName());
  }

  @Test
  void of_two_threads_that_come_first_one_has_its_adapter_taken() throws Exception {
    CountDownLatch both = new CountDownLatch(2);
    PerReceiver adapters =
        new PerReceiver(
            "an adapter",
            false,
            receiver -> {
              both.countDown();
              await(both);
              return new Object();
            });
    Legacy legacy = new Legacy();
    AtomicReference<Object> elsewhere = new AtomicReference<>();
    Thread other = new Thread(() -> elsewhere.set(adapters.of(legacy)));
    other.start();
    Object here = adapters.of(legacy);
    other.join(TimeUnit.SECONDS.toMillis(60));

    assertThat(here).isNotNull().isSameAs(elsewhere.get()).isSameAs(adapters.of(legacy));
  }

  @Test
  void adapters_go_with_their_legacy_objects() throws InterruptedException {
    PerReceiver adapters = of(Copying.class);
    for (int i = 0; i < 100; i++) {
      adapters.of(new Legacy());
    }

    for (int i = 0; i < 1_000 && adapters.expunge() > 0; i++) {
      System.gc();
      Thread.sleep(10);
    }

    assertThat(adapters.expunge()).isZero();
  }

  @Test
  void what_cannot_be_built_for_any_legacy_object_is_told_at_once() {
    assertThatThrownBy(() -> of(Wrong.class))
        .isInstanceOf(ContainerException.class)
        .hasMessageContaining("the @Receiver in the constructor of")
        .hasMessageContaining("is a java.lang.String, which legacy " + Legacy.class.getName());
    assertThatThrownBy(() -> of(Single.class))
        .isInstanceOf(ContainerException.class)
        .hasMessageContaining("is a singleton; take its scope away");
    assertThatThrownBy(() -> of(Listening.class))
        .isInstanceOf(ContainerException.class)
        .hasMessageContaining("is a RouteListener");
    assertThatThrownBy(() -> of(Runnable.class)).isInstanceOf(ContainerException.class);
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(60, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException interrupted) {
      throw new AssertionError(interrupted);
    }
  }

  private static PerReceiver of(Class<?> type) {
    Container container =
        Container.of(
            PerReceiverTest.class.getClassLoader(), new Container.Given(Map.of(), Set.of(type)));
    return container.perReceiver(type, Legacy.class, maker -> maker);
  }
}
