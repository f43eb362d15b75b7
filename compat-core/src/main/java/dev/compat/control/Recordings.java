package dev.compat.control;

import dev.compat.config.CompatConfig;
import dev.compat.flag.Flag;
import dev.compat.flag.Flags;
import dev.compat.flag.RecordingSettings;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which calls are to be recorded, by migration, and what keeps others that flags ask for from it.
 */
record Recordings(Map<String, RecordingSettings> wanted, List<String> problems) {

  static final Recordings NONE = new Recordings(Map.of(), List.of());

  static Recordings of(Flags flags, CompatConfig config) {
    Map<String, RecordingSettings> wanted = new HashMap<>();
    for (Flag flag : flags.all()) {
      RecordingSettings settings = flag.recordings();
      if (settings != null) {
        wanted.put(flag.name(), settings);
      }
    }
    String obstacle = wanted.isEmpty() ? null : obstacle(config);
    return obstacle == null
        ? new Recordings(wanted, List.of())
        : new Recordings(Map.of(), problems(wanted, obstacle));
  }

  private static @Nullable String obstacle(CompatConfig config) {
    if (config.values() == CompatConfig.Values.NONE) {
      return config.file()
          + " says 'values: none'; write 'values: redacted' or 'values: all' there, or take 'recordings' out";
    }
    return config.state() == null
        ? config.file() + " names no state folder; name one with 'state', or take 'recordings' out"
        : null;
  }

  private static List<String> problems(Map<String, RecordingSettings> wanted, String obstacle) {
    List<String> problems = new ArrayList<>();
    wanted.keySet().stream()
        .sorted()
        .forEach(
            name ->
                problems.add(
                    name + ": nothing is recorded, though its flag asks for it: " + obstacle));
    return problems;
  }
}
