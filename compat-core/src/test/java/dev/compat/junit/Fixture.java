package dev.compat.junit;

import dev.compat.CompatModule;
import dev.compat.Original;
import dev.compat.Receiver;
import dev.compat.Replaces;
import jakarta.inject.Inject;
import java.util.List;

/** Legacy, and a plugin for it. */
final class Fixture {

  private Fixture() {}

  /** What is replaced. */
  public static final class Texts {
    private final String prefix;

    Texts(String prefix) {
      this.prefix = prefix;
    }

    static String upper(String text) {
      return text.toUpperCase(java.util.Locale.ROOT);
    }

    String prefixed(String text) {
      return prefix + text;
    }

    static void add(List<String> to, String text) {
      to.add(text);
    }
  }

  /** Legacy as the adapter calls it. */
  @Original(Texts.class)
  interface Legacy {
    String upper(String text);
  }

  interface Service {
    String mark();
  }

  /** Wrong where a text holds the letter q. */
  @Replaces(value = Texts.class, migration = "texts")
  static final class TextsAdapter {
    private final Legacy legacy;
    private final Service service;

    @Inject
    TextsAdapter(Legacy legacy, Service service) {
      this.legacy = legacy;
      this.service = service;
    }

    String upper(String text) {
      return text.contains("q") ? service.mark() : legacy.upper(text);
    }

    String prefixed(@Receiver Texts texts, String text) {
      return texts.prefix + text;
    }

    void add(List<String> to, String text) {
      to.add(text.contains("q") ? service.mark() : text);
    }
  }

  /** Binds what the adapter needs. */
  public static final class Plugin extends CompatModule {
    @Override
    protected void configure() {
      bind(Service.class).toInstance(() -> "wrong");
    }
  }
}
