package dev.compat.embed;

import dev.compat.control.Migrations;
import dev.compat.control.Standing;
import dev.compat.flag.Flag;
import dev.compat.flag.Flags;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** All migrations of one embedding, as the control thread sees them. */
final class Courses implements Migrations {

  private final ConcurrentMap<String, Migration> migrations = new ConcurrentHashMap<>();

  Migration get(String name, Function<String, Migration> maker) {
    return migrations.computeIfAbsent(name, maker);
  }

  @Override
  public void follow(Function<String, @Nullable Flag> flags) {
    migrations.values().forEach(one -> one.course().follow(flags.apply(one.name())));
  }

  @Override
  public Map<String, Standing> standings() {
    Map<String, Standing> standings = new TreeMap<>();
    migrations.values().forEach(one -> standings.put(one.name(), one.course().standing()));
    return standings;
  }

  @Override
  public Map<String, String> versions() {
    Map<String, String> versions = new TreeMap<>();
    migrations.values().forEach(one -> versions.put(one.name(), one.version()));
    return versions;
  }

  @Override
  public List<String> problems(Flags flags) {
    List<String> problems = new ArrayList<>();
    migrations.values().forEach(one -> problems.addAll(one.course().problems()));
    return problems;
  }

  /** There is nothing to refuse: what does not fit does not compile. */
  @Override
  public List<String> refusals() {
    return List.of();
  }

  void end() {
    migrations.values().forEach(one -> one.course().end());
  }
}
