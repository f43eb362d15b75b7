package dev.compat.agent.harm;

import dev.compat.Compat;
import dev.compat.Effect;
import dev.compat.compare.CompareRules;
import dev.compat.embed.Call1;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Our library, embedded: a join point of two lambdas for each promise. */
public final class Embedded implements Contender {

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Compat compat = Compat.open(Path.of("compat.yaml"));
  private final Map<Promise, Arm> ways = new EnumMap<>(Promise.class);

  @Override
  public Arm shadow(Promise promise) throws InterruptedException {
    Arm way = ways.computeIfAbsent(promise, this::declare);
    compat.await(PATIENCE);
    return way;
  }

  /** Flags that have changed are logged, and have to be obeyed whatever comes of that. */
  @Override
  public void provoke(Promise promise) throws IOException, InterruptedException {
    if (promise == Promise.REPORTER_THROWS || promise == Promise.REPORTER_HANGS) {
      Path flags = Path.of("flags.yaml");
      String changed =
          Files.readString(flags).replaceAll("salt: \"\\w+\"", "salt: \"" + promise + "\"");
      Files.writeString(flags, changed);
      Sides.awaitReport();
      if (!compat.await(PATIENCE)) {
        throw new IllegalStateException("flags are not obeyed while a line is being logged");
      }
    }
  }

  private Arm declare(Promise promise) {
    if (promise.hasRule()) {
      compat
          .migration(promise.name())
          .comparing(
              CompareRules.builder()
                  .normalise(String.class, text -> Sides.normalise(promise.name(), text))
                  .build());
    }
    Call1<List<Object>, Object, IOException> call =
        compat
            .migration(promise.name())
            .joinPoint(promise.name())
            .replacementEffects(Effect.NONE)
            .of(
                given -> Sides.legacy(promise.name(), given),
                given -> Sides.replacement(promise.name(), given));
    return call::call;
  }

  @Override
  public void close() {
    compat.close();
  }
}
