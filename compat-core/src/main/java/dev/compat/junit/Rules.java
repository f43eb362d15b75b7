package dev.compat.junit;

import dev.compat.compare.CompareRules;
import dev.compat.compare.Comparison;
import dev.compat.flag.FileFlagSource;
import dev.compat.flag.Flag;
import dev.compat.flag.Reload;
import java.nio.file.Path;

/** By which rules answers are compared: none, or those that a flag file has for a migration. */
final class Rules {

  /** As they are. */
  static final Comparison NONE = Comparison.of(CompareRules.NONE);

  private Rules() {}

  /** Those of a migration in a flag file; none where that has no flag of the name. */
  static Comparison of(Path file, String migration) {
    FileFlagSource source = new FileFlagSource(file);
    if (source.poll() instanceof Reload.Refused refused) {
      throw new IllegalStateException(
          refused.reason().problems().isEmpty()
              ? file + " cannot be read"
              : refused.reason().problems().get(0).toString());
    }
    Flag flag = source.current().flag(migration);
    return flag == null ? NONE : Comparison.of(flag.compare());
  }
}
