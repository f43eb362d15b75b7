package dev.compat.compare;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.ref.WeakReference;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What is cached with a class of the application keeps nothing of ours. */
class LoaderTest {

  /** A class of the application, which outlives us. */
  static final class Basket {
    final Map<String, Integer> counts = Map.of("a", 1);
    final double weight = 1.5;
    final int size;

    Basket(int size) {
      this.size = size;
    }
  }

  /** Has its own classes of the comparison, as an agent's loader does. */
  private static final class OurLoader extends URLClassLoader {
    OurLoader(URL classes) {
      super(new URL[] {classes}, LoaderTest.class.getClassLoader());
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      boolean isOurs = name.startsWith("dev.compat.compare.") && !name.contains("Test");
      if (!isOurs) {
        return super.loadClass(name, resolve);
      }
      Class<?> loaded = findLoadedClass(name);
      return loaded == null ? findClass(name) : loaded;
    }
  }

  @Test
  void the_comparison_goes_when_it_is_let_go() throws Exception {
    WeakReference<ClassLoader> loader = compareElsewhere();
    for (int i = 0; i < 100 && loader.get() != null; i++) {
      System.gc();
      Thread.sleep(10);
    }
    assertThat(loader.get()).isNull();
  }

  private static WeakReference<ClassLoader> compareElsewhere() throws Exception {
    URL classes = Comparison.class.getProtectionDomain().getCodeSource().getLocation();
    try (OurLoader ours = new OurLoader(classes)) {
      Class<?> outcome = ours.loadClass(Outcome.class.getName());
      Class<?> comparison = ours.loadClass(Comparison.class.getName());
      assertThat(comparison).isNotSameAs(Comparison.class);
      var returned = outcome.getMethod("returned", Object.class);
      Object verdict =
          comparison
              .getMethod("compare", outcome, outcome)
              .invoke(
                  comparison.getMethod("exact").invoke(null),
                  returned.invoke(null, new Basket(1)),
                  returned.invoke(null, new Basket(2)));
      assertThat(verdict.toString()).contains("result.size number");
      return new WeakReference<>(ours);
    }
  }
}
