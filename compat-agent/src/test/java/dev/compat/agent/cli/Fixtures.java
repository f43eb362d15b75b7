package dev.compat.agent.cli;

import dev.compat.Effect;
import dev.compat.Effects;
import dev.compat.LegacyState;
import dev.compat.Original;
import dev.compat.Replaces;
import dev.compat.agent.plugin.Plugin;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Supplier;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;

/** A legacy class, adapters for it, and jars of them. */
final class Fixtures {

  private Fixtures() {}

  static class LegacyPricing {
    String quote(String sku, int quantity) {
      return sku + quantity;
    }
  }

  @Replaces(value = LegacyPricing.class, migration = "pricing")
  static class PricingAdapter {
    String quote(String sku, int quantity) {
      return quantity + sku;
    }
  }

  @Original(LegacyPricing.class)
  interface GoodOriginal {
    String quote(LegacyPricing legacy, String sku, int quantity);
  }

  @Original(LegacyPricing.class)
  interface LongOriginal {
    String quote(LegacyPricing legacy, String sku, long quantity);
  }

  @Replaces(value = LegacyPricing.class, migration = "pricing")
  static class LongAdapter {
    String quote(String sku, long quantity) {
      return quantity + sku;
    }
  }

  @Replaces(value = LegacyPricing.class, migration = "pricing")
  @Effects(replacement = Effect.NONE)
  static class PureAdapter {
    String quote(String sku, int quantity) {
      return quantity + sku;
    }
  }

  static class LegacySupplier implements Supplier<String> {
    @Override
    public String get() {
      return "legacy";
    }
  }

  @Replaces(value = LegacySupplier.class, migration = "pricing")
  static class SupplierAdapter {
    String get() {
      return "new";
    }
  }

  static class LegacyNative {
    native int price(String sku);
  }

  @Replaces(value = LegacyNative.class, migration = "pricing")
  @Effects(replacement = Effect.NONE)
  static class NativeAdapter {
    int price(String sku) {
      return sku.length();
    }
  }

  static class LegacyCounting {
    private int count;

    int next(int by) {
      count += by;
      return count;
    }
  }

  @Replaces(value = LegacyCounting.class, migration = "pricing")
  @Effects(replacement = Effect.NONE, legacy = Effect.NONE)
  static class CountingAdapter {
    int next(int by) {
      return by;
    }
  }

  @Replaces(value = LegacyCounting.class, migration = "pricing", state = LegacyState.INDEPENDENT)
  @Effects(replacement = Effect.NONE, legacy = Effect.NONE)
  static class IndependentAdapter {
    int next(int by) {
      return by;
    }
  }

  static class LegacyLocked {
    synchronized int price(String sku) {
      return sku.length();
    }
  }

  @Replaces(value = LegacyLocked.class, migration = "pricing")
  @Effects(replacement = Effect.NONE)
  static class LockedAdapter {
    int price(String sku) {
      return sku.length();
    }
  }

  public abstract static class LegacyBase {
    String name(LegacyPricing pricing) {
      return "base" + pricing;
    }

    abstract String kind(Hidden hidden);

    static class Hidden {}
  }

  static class LegacyDerived extends LegacyBase {
    @Override
    String kind(Hidden hidden) {
      return "derived";
    }
  }

  static class LegacyOther extends LegacyDerived {
    @Override
    String kind(Hidden hidden) {
      return "other";
    }
  }

  @Replaces(value = LegacyDerived.class, migration = "pricing")
  @Effects(replacement = Effect.NONE)
  static class InheritingAdapter {
    String name(LegacyPricing pricing) {
      return "new" + pricing;
    }
  }

  @Replaces(value = LegacyBase.class, migration = "pricing")
  @Effects(replacement = Effect.NONE)
  static class AbstractAdapter {
    String kind(Object hidden) {
      return "new" + hidden;
    }
  }

  @Replaces(value = LegacyDerived.class, migration = "pricing")
  @Effects(replacement = Effect.NONE)
  static class HidingAdapter {
    String kind(Object hidden) {
      return "new" + hidden;
    }
  }

  public static class LegacyOpen {
    String name(Plugin open) {
      return "open" + open;
    }
  }

  @Replaces(value = LegacyOpen.class, migration = "pricing")
  @Effects(replacement = Effect.NONE)
  static class VagueAdapter {
    String name(Object pricing) {
      return "new" + pricing;
    }
  }

  /** Makes a jar of some classes, below a folder in it such as {@code BOOT-INF/classes/}. */
  static Path jar(Path file, String below, Class<?>... types) throws IOException {
    Files.createDirectories(file.toAbsolutePath().getParent());
    try (JarOutputStream jar = new JarOutputStream(Files.newOutputStream(file))) {
      for (Class<?> type : types) {
        String name = type.getName().replace('.', '/') + ".class";
        jar.putNextEntry(new JarEntry(below + name));
        copy(type.getClassLoader().getResourceAsStream(name), jar);
        jar.closeEntry();
      }
    }
    return file;
  }

  /** Makes a jar with another jar in it. */
  static Path within(Path file, String entry, Path inner) throws IOException {
    try (JarOutputStream jar = new JarOutputStream(Files.newOutputStream(file))) {
      jar.putNextEntry(new JarEntry(entry));
      Files.copy(inner, jar);
      jar.closeEntry();
    }
    return file;
  }

  private static void copy(InputStream from, OutputStream to) throws IOException {
    try (from) {
      from.transferTo(to);
    }
  }
}
