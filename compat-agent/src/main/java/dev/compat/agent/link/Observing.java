package dev.compat.agent.link;

import dev.compat.agent.weave.AdapterClass;
import dev.compat.agent.weave.MethodRef;
import dev.compat.agent.weave.ObservedClass;
import dev.compat.background.Log;
import dev.compat.config.Observed;
import dev.compat.evidence.Evidence;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is to be observed in this process, and whether it is at present.
 *
 * <p>The control thread switches it; linking threads read it. The rest never changes.
 */
final class Observing {

  private static final Log log = Log.of(Observing.class);

  private final Map<String, ObservedClass> classes = new HashMap<>();
  private final Set<String> migrations = new HashSet<>();
  private final Evidence evidence;
  private volatile boolean isOn;
  private volatile @Nullable String failure;
  private boolean isRehearsed;

  /**
   * Off, at first.
   *
   * @param adapters those whose migrations' gates have to let calls be observed
   */
  Observing(
      Collection<ObservedClass> observed, Collection<AdapterClass> adapters, Evidence evidence) {
    this.evidence = evidence;
    observed.forEach(one -> classes.put(one.name(), one));
    for (AdapterClass adapter : adapters) {
      if (adapter.methods().stream().anyMatch(one -> isWanted(adapter.legacy(), one.ref()))) {
        migrations.add(adapter.migration());
      }
    }
  }

  /** Where nothing is observed. */
  static Observing nothing() {
    return new Observing(List.of(), List.of(), new Evidence(false));
  }

  private boolean isWanted(String legacy, MethodRef method) {
    return entryOf(legacy, method) != null;
  }

  /** The entry that has a method observed, or null. */
  @Nullable Observed entryOf(String legacy, MethodRef method) {
    ObservedClass observed = classes.get(legacy);
    return observed == null ? null : observed.entryOf(method.name());
  }

  /** Whether methods behind the gate of {@code migration} are observed at present. */
  boolean isOn(String migration) {
    return isOn && migrations.contains(migration);
  }

  boolean isOn() {
    return isOn;
  }

  Evidence evidence() {
    return evidence;
  }

  /** Why nothing is observed though it should be, or null. */
  @Nullable String failure() {
    return failure;
  }

  /**
   * Switches it, control thread only. On the first time it is rehearsed, so that no caller is the
   * first to need a class.
   *
   * @return whether it is on
   */
  boolean switchTo(boolean wanted, Workshop workshop) {
    if (wanted && !classes.isEmpty() && !isRehearsed) {
      isRehearsed = true;
      rehearse(workshop);
    }
    isOn = wanted && !classes.isEmpty() && failure == null;
    return isOn;
  }

  private void rehearse(Workshop workshop) {
    try {
      Rehearsal.ofObserving(workshop);
    } catch (Throwable thrown) {
      log.error("nothing is observed", thrown);
      failure = "nothing is observed: " + thrown;
    }
  }
}
