package dev.compat;

import com.google.inject.AbstractModule;
import com.google.inject.multibindings.Multibinder;
import dev.compat.compare.CompareRules;
import dev.compat.container.ComparedBy;

/**
 * A Guice module of a plugin: binds the replacements that the plugin's adapters delegate to.
 *
 * <p>Found by {@link java.util.ServiceLoader} in the plugin jar ({@code
 * META-INF/services/dev.compat.CompatModule}). Adapters need no binding: every class with {@link
 * Replaces} in the jar is built from its {@code @Inject} constructor. A plugin whose adapters need
 * nothing bound needs no module.
 *
 * <p>Modules run once per application class loader, in the background, when a migration of the
 * plugin is armed; never on a caller's thread, and not at all while every flag says legacy. When
 * the agent is detached, singletons that are {@link AutoCloseable} are closed, the last made first,
 * if Guice constructed them or their class is of the plugin jar: what a provider method fetched
 * from the application stays open.
 */
public abstract class CompatModule extends AbstractModule {

  /**
   * Has the answers of a migration compared by these rules, too, in {@link #configure}:
   *
   * <pre>{@code
   * comparing(
   *     "pricing",
   *     CompareRules.builder().equality(Money.class, (a, b) -> a.cents() == b.cents()).build());
   * }</pre>
   *
   * <p>Where the flag has a rule for the same place, that counts. The code of a rule runs off the
   * caller's thread, only where two answers differ; what it throws makes a trial incomparable, with
   * the rule named.
   */
  protected final void comparing(String migration, CompareRules rules) {
    Multibinder.newSetBinder(binder(), ComparedBy.class)
        .addBinding()
        .toInstance(new ComparedBy(migration, rules));
  }
}
