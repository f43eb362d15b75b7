package dev.compat.agent.runtime;

import dev.compat.agent.link.LegacyLinker;
import dev.compat.control.Migrations;
import dev.compat.control.Standing;
import dev.compat.flag.Flag;
import dev.compat.flag.Flags;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The migrations of the plugins, as the control thread sees them.
 *
 * @param linker null where there is nothing to weave
 */
record Attached(@Nullable LegacyLinker linker, Status status) implements Migrations {

  @Override
  public void follow(Function<String, @Nullable Flag> flags) {
    if (linker != null) {
      linker.follow(flags);
    }
  }

  @Override
  public boolean observe(boolean wanted) {
    return linker != null && linker.observe(wanted);
  }

  @Override
  public Collection<String> observed() {
    return status.observed();
  }

  @Override
  public Map<String, Standing> standings() {
    Map<String, Standing> standings = status.refused();
    if (linker != null) {
      linker.standings().forEach((name, one) -> standings.merge(name, one, Standing::worse));
    }
    return standings;
  }

  @Override
  public Map<String, String> versions() {
    return status.versions();
  }

  @Override
  public List<String> problems(Flags flags) {
    List<String> problems = new ArrayList<>();
    if (linker != null) {
      problems.addAll(linker.problems());
    }
    problems.addAll(status.strangers(flags.all()));
    return problems;
  }

  @Override
  public List<String> refusals() {
    return status.problems();
  }
}
