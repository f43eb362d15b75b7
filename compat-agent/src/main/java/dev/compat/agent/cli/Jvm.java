package dev.compat.agent.cli;

import com.sun.tools.attach.VirtualMachine;
import com.sun.tools.attach.VirtualMachineDescriptor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A running JVM on this machine, by its process number, as the operating system shows it. Reading
 * disturbs it in no way. Immutable.
 */
final class Jvm {

  private static final String NO_ATTACH = "-XX:+DisableAttachMechanism";
  private static final String NO_LOADING = "-XX:-EnableDynamicAgentLoading";

  private final long pid;

  Jvm(long pid) {
    this.pid = pid;
  }

  /** A JVM that somebody can be seen to run here, with its main class. */
  record Candidate(long pid, String main) {}

  /** The JVMs of this user, but for this one. Those that keep no performance data are missing. */
  static List<Candidate> candidates() {
    return VirtualMachine.list().stream()
        .filter(one -> one.id().matches("[0-9]+"))
        .map(one -> new Candidate(Long.parseLong(one.id()), main(one)))
        .filter(one -> one.pid() != ProcessHandle.current().pid())
        .sorted((one, two) -> Long.compare(one.pid(), two.pid()))
        .toList();
  }

  /** Without the arguments, which may be secret. */
  private static String main(VirtualMachineDescriptor jvm) {
    String command = jvm.displayName().strip();
    return command.isEmpty() ? "(unknown)" : command.split(" ", 2)[0];
  }

  /**
   * The JVM with that number.
   *
   * @throws Refusal if it can be seen that no agent can be loaded into it
   */
  static Jvm of(long pid) {
    Jvm jvm = new Jvm(pid);
    ProcessHandle process =
        ProcessHandle.of(pid)
            .filter(ProcessHandle::isAlive)
            .orElseThrow(() -> jvm.refusal("there is no such process here", "see 'attach'"));
    if (pid == ProcessHandle.current().pid()) {
      throw jvm.refusal("this is the command itself", "give the number of the application");
    }
    jvm.requireSameUser(process.info().user(), ProcessHandle.current().info().user());
    jvm.requireSameContainer();
    jvm.requireLoading(process.info().arguments().map(Arrays::asList).orElse(List.of()));
    return jvm;
  }

  long pid() {
    return pid;
  }

  void requireSameUser(Optional<String> owner, Optional<String> self) {
    if (owner.isPresent() && self.isPresent() && !owner.equals(self)) {
      throw refusal(
          "it belongs to user " + owner.get() + ", this is " + self.get(),
          "run the command as its user, such as with sudo -u " + owner.get());
    }
  }

  private void requireSameContainer() {
    Optional<Path> theirs = namespace(Long.toString(pid), "pid");
    Optional<Path> ours = namespace("self", "pid");
    if (theirs.isPresent() && ours.isPresent() && !theirs.equals(ours)) {
      throw refusal(
          "it runs in a container of its own, where files and numbers are others",
          "run the command inside that container, such as with docker exec");
    }
  }

  void requireLoading(List<String> arguments) {
    if (arguments.contains(NO_ATTACH)) {
      throw refusal(
          "it was started with " + NO_ATTACH,
          "start it with -javaagent:compat-agent.jar=compat.yaml instead");
    }
    if (arguments.contains(NO_LOADING)) {
      throw noLoading();
    }
  }

  Refusal noLoading() {
    return refusal(
        "it loads no agents while it runs: " + NO_LOADING,
        "start it without that, or with -javaagent:compat-agent.jar=compat.yaml");
  }

  /**
   * What goes before a path of its file system to make it one of ours; empty where both are the
   * same. A service may have a folder for temporary files of its own.
   */
  String root() {
    Optional<Path> theirs = namespace(Long.toString(pid), "mnt");
    return theirs.isPresent() && !theirs.equals(namespace("self", "mnt"))
        ? "/proc/" + pid + "/root"
        : "";
  }

  /** Says why nothing can be done, and what to do. */
  Refusal refusal(String why, String remedy) {
    return new Refusal("process " + pid + ": " + why + "; " + remedy);
  }

  private static Optional<Path> namespace(String process, String kind) {
    try {
      return Optional.of(Files.readSymbolicLink(Path.of("/proc", process, "ns", kind)));
    } catch (IOException | UnsupportedOperationException | SecurityException unknown) {
      return Optional.empty();
    }
  }
}
