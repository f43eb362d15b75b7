package dev.compat.evidence;

import dev.compat.compare.Outcome;
import dev.compat.compare.Verdict;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A trial that has come to its end, for whoever keeps something of it: text or counts, never the
 * objects.
 *
 * @param verdict what the comparison says
 * @param receiver the legacy object as it was before the call; null where there is none, or it was
 *     not copied
 * @param arguments what both arms were given, as it was before the call; not copied, so leave it
 *     alone
 * @param legacy what legacy did
 * @param replacement what the replacement did
 * @param unit who the call was for: the value of the key that the flag splits by, such as a tenant;
 *     null where it splits by none or the call has none
 * @param sought whether the call was picked because its shape is rare, not at random
 * @param when when the verdict was reached
 */
public record TrialResult(
    Verdict verdict,
    @Nullable Object receiver,
    List<@Nullable Object> arguments,
    Outcome legacy,
    Outcome replacement,
    @Nullable String unit,
    boolean sought,
    Instant when) {

  public TrialResult {
    arguments = Collections.unmodifiableList(arguments);
  }
}
