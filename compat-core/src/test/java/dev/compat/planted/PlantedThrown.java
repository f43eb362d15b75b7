package dev.compat.planted;

import static dev.compat.planted.Pair.one;
import static dev.compat.planted.Pair.with;

import dev.compat.compare.Difference.Kind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** What migrations do to exceptions and futures. */
@SuppressWarnings("FutureReturnValueIgnored") // an arm returns it
final class PlantedThrown {

  private PlantedThrown() {}

  static List<Pair> all() {
    return List.of(
        one(
                "another exception",
                (List<String> names) -> names.get(0),
                (List<String> names) -> names.iterator().next())
            .shownBy(() -> with(List.of()))
            .notBy(() -> with(List.of("a")))
            .at("thrown", Kind.THROWN),
        one(
                "another message",
                (String text) -> Integer.parseInt(text),
                (String text) -> number(text, null))
            .shownBy(() -> with("x1"))
            .notBy(() -> with("1"))
            .at("thrown.message", Kind.TEXT),
        one(
                "the cause is lost",
                (String name) -> read(name, new IOException("no " + name)),
                (String name) -> read(name, null))
            .shownBy(() -> with("a.txt"))
            .notBy(() -> with(""))
            .at("thrown.cause", Kind.NULL),
        one(
                "the cause is of another class",
                (String name) -> read(name, new IOException("no " + name)),
                (String name) -> read(name, new NoSuchElementException("no " + name)))
            .shownBy(() -> with("a.txt"))
            .notBy(() -> with(""))
            .at("thrown.cause", Kind.TYPE),
        one(
                "the cause says something else",
                (String name) -> read(name, new IOException("no " + name)),
                (String name) -> read(name, new IOException("missing")))
            .shownBy(() -> with("a.txt"))
            .notBy(() -> with(""))
            .at("thrown.cause.message", Kind.TEXT),
        one(
                "an exception instead of minus one",
                (String text) -> "abc".indexOf(text),
                (String text) -> {
                  if (!"abc".contains(text)) {
                    throw new NoSuchElementException(text);
                  }
                  return "abc".indexOf(text);
                })
            .shownBy(() -> with("x"))
            .notBy(() -> with("b"))
            .at("thrown", Kind.THROWN),
        one(
                "an error is swallowed",
                (String text) -> Integer.valueOf(text),
                (String text) -> number(text, 0))
            .shownBy(() -> with("x"))
            .notBy(() -> with("5"))
            .at("thrown", Kind.THROWN),
        one(
                "a checked exception is wrapped",
                (String name) -> {
                  throw new IOException(name);
                },
                (String name) -> {
                  throw new UncheckedIOException(new IOException(name));
                })
            .shownBy(() -> with("a.txt"))
            .at("thrown", Kind.THROWN),
        one(
                "a future of another value",
                (String name) -> CompletableFuture.completedFuture(name),
                (String name) -> CompletableFuture.completedFuture(name.strip()))
            .shownBy(() -> with("a "))
            .notBy(() -> with("a"))
            .at("result", Kind.TEXT),
        one(
                "a future that completes late, with another value",
                (Integer number) -> CompletableFuture.completedFuture(number * 2),
                (Integer number) -> late(number * number))
            .shownBy(() -> with(3))
            .notBy(() -> with(2))
            .at("result", Kind.NUMBER),
        one(
                "a future fails instead of holding null",
                (String name) -> CompletableFuture.completedFuture(name.isEmpty() ? null : name),
                (String name) ->
                    name.isEmpty()
                        ? CompletableFuture.failedFuture(new NoSuchElementException())
                        : CompletableFuture.completedFuture(name))
            .shownBy(() -> with(""))
            .notBy(() -> with("a"))
            .at("result.failure", Kind.THROWN),
        one(
                "a future fails with another exception",
                (String name) -> CompletableFuture.failedFuture(new IOException(name)),
                (String name) -> CompletableFuture.failedFuture(new IllegalStateException(name)))
            .shownBy(() -> with("a"))
            .at("result.failure", Kind.THROWN),
        one(
                "a future fails with another message",
                (String name) -> CompletableFuture.failedFuture(new IOException("no " + name)),
                (String name) -> CompletableFuture.failedFuture(new IOException("no file " + name)))
            .shownBy(() -> with("a"))
            .at("result.failure.message", Kind.TEXT),
        one(
                "a failed future instead of an exception",
                (Integer number) -> CompletableFuture.completedFuture(10 / number),
                (Integer number) -> CompletableFuture.supplyAsync(() -> 10 / number))
            .shownBy(() -> with(0))
            .notBy(() -> with(5))
            .at("thrown", Kind.THROWN));
  }

  private static Object number(String text, Integer otherwise) {
    if (text.chars().allMatch(Character::isDigit)) {
      return Integer.valueOf(text);
    }
    if (otherwise == null) {
      throw new NumberFormatException("not a number: " + text);
    }
    return otherwise;
  }

  private static Object read(String name, Exception cause) {
    if (name.isEmpty()) {
      return "";
    }
    throw new IllegalStateException("cannot read " + name, cause);
  }

  private static CompletableFuture<Integer> late(int number) {
    return CompletableFuture.supplyAsync(
        () -> number, CompletableFuture.delayedExecutor(50, TimeUnit.MILLISECONDS));
  }
}
