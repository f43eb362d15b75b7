package dev.compat.junit;

import dev.compat.compare.Comparison;
import dev.compat.recording.CodecException;
import dev.compat.recording.RecordedCall;
import dev.compat.recording.Recording;
import dev.compat.recording.Trusted;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterTestExecutionCallback;
import org.junit.jupiter.api.extension.Extension;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.InvocationInterceptor;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.extension.ReflectiveInvocationContext;
import org.junit.jupiter.api.extension.TestTemplateInvocationContext;
import org.junit.jupiter.api.extension.TestTemplateInvocationContextProvider;
import org.opentest4j.TestAbortedException;

/** Gives a test with {@link Replay} its calls. */
final class ReplayExtension implements TestTemplateInvocationContextProvider {

  private static final int LONGEST_NAME = 80;

  @Override
  public boolean supportsTestTemplate(ExtensionContext context) {
    return context.getRequiredTestMethod().isAnnotationPresent(Replay.class);
  }

  @Override
  public Stream<TestTemplateInvocationContext> provideTestTemplateInvocationContexts(
      ExtensionContext context) {
    Method method = context.getRequiredTestMethod();
    if (method.getParameterCount() != 1 || method.getParameterTypes()[0] != ReplayedCall.class) {
      throw new ExtensionConfigurationException(
          method.getName() + " with @Replay takes one parameter, a ReplayedCall");
    }
    Replay replay = method.getAnnotation(Replay.class);
    Adapters adapters = Adapters.of(replay.plugin());
    Runs runs = new Runs(adapters, replay);
    for (Recording recording : recordings(replay, adapters, runs)) {
      runs.add(recording);
    }
    return runs.all().onClose(adapters::close);
  }

  private static List<Recording> recordings(Replay replay, Adapters adapters, Runs runs) {
    Path folder = Path.of(replay.recordings());
    List<Recording> all;
    try {
      all =
          Recording.read(
              folder, (file, why) -> runs.leave(file.getFileName() + " cannot be read: " + why, 1));
    } catch (IOException unreadable) {
      throw new ExtensionConfigurationException(unreadable.getMessage(), unreadable);
    }
    if (all.stream().noneMatch(one -> adapters.replaces(one.source().joinPoint()))) {
      throw new ExtensionConfigurationException(
          "no recordings in "
              + folder.toAbsolutePath()
              + (all.isEmpty() ? "" : " of what " + replay.plugin().getName() + " replaces")
              + runs.left.keySet().stream().map(bad -> "; " + bad).collect(Collectors.joining())
              + "; copy them there from 'recordings' in a state folder, and see that the flag has"
              + " 'recordings: {share: 1%}'");
    }
    return all;
  }

  /** The runs of one test method. */
  private static final class Runs {
    private final Adapters adapters;
    private final Replay replay;
    private final List<TestTemplateInvocationContext> runs = new ArrayList<>();
    private final Map<String, Long> left = new TreeMap<>();
    private final Set<Path> torn = new HashSet<>();
    private long chosen;

    Runs(Adapters adapters, Replay replay) {
      this.adapters = adapters;
      this.replay = replay;
    }

    void add(Recording recording) {
      Recording.Source source = recording.source();
      if (recording.torn() && torn.add(recording.file())) {
        leave("the end of " + recording.file().getFileName() + ", which is missing", 1);
      }
      if (!adapters.replaces(source.joinPoint())) {
        long count = recording.leftOut().values().stream().mapToLong(Long::longValue).sum();
        leave(source, "the plugin has no adapter for its class", recording.calls().size() + count);
        return;
      }
      Trusted trusted = Trusted.of(source.joinPoint(), adapters.loader(), List.of(replay.types()));
      Adapters.Adapted adapted = adapters.method(source.joinPoint());
      Comparison comparison =
          replay.flags().isEmpty()
              ? Rules.NONE
              : Rules.of(Path.of(replay.flags()), source.migration());
      recording.leftOut().forEach((why, count) -> leave(source, "not recorded: " + why, count));
      for (RecordedCall call : recording.calls()) {
        String obstacle = obstacle(call, adapted, trusted);
        if (obstacle == null) {
          chosen++;
          runs.add(
              new Run(
                  new ReplayedCall(source, call, adapted, comparison, adapters.loader(), trusted)));
        } else {
          leave(source, obstacle, 1);
        }
      }
    }

    private void leave(Recording.Source source, String why, long count) {
      leave(ReplayedCall.method(source.joinPoint()) + ": " + why, count);
    }

    private void leave(String what, long count) {
      if (count > 0) {
        chosen += count;
        left.merge(what, count, Long::sum);
      }
    }

    private @Nullable String obstacle(
        RecordedCall call, Adapters.Adapted adapted, Trusted trusted) {
      if (!call.redacted().isEmpty()) {
        return "redacted at " + String.join(", ", call.redacted());
      }
      try {
        RecordedCall.Given given = call.given(adapters.loader(), trusted);
        call.legacy(adapters.loader(), trusted);
        return given.receiver() == null ? adapted.needsReceiver() : null;
      } catch (CodecException impossible) {
        return impossible.getMessage();
      }
    }

    Stream<TestTemplateInvocationContext> all() {
      return left.isEmpty()
          ? runs.stream()
          : Stream.concat(runs.stream(), Stream.of(new LeftOut(message(), runs.isEmpty())));
    }

    private String message() {
      long count = left.values().stream().mapToLong(Long::longValue).sum();
      return count
          + " of "
          + chosen
          + " calls cannot be made again\n"
          + left.entrySet().stream()
              .map(one -> "  " + one.getValue() + "  " + one.getKey())
              .collect(Collectors.joining("\n"));
    }
  }

  /** One run with one call. */
  private record Run(ReplayedCall call)
      implements TestTemplateInvocationContext, ParameterResolver, AfterTestExecutionCallback {

    @Override
    public String getDisplayName(int index) {
      String name = "[" + index + "] " + call;
      return name.length() <= LONGEST_NAME ? name : name.substring(0, LONGEST_NAME - 1) + "…";
    }

    @Override
    public List<Extension> getAdditionalExtensions() {
      return List.of(this);
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
      return parameter.getParameter().getType() == ReplayedCall.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
      return call;
    }

    @Override
    public void afterTestExecution(ExtensionContext context) {
      if (context.getExecutionException().isEmpty() && !call.isAsked()) {
        throw new AssertionError("the test asks nothing of its call; write call.check()");
      }
    }
  }

  /** What could not be run, as a test that is aborted; one that fails where that is all. */
  private record LeftOut(String message, boolean isAll)
      implements TestTemplateInvocationContext, ParameterResolver, InvocationInterceptor {

    @Override
    public String getDisplayName(int index) {
      return "[" + index + "] " + message.lines().findFirst().orElse("");
    }

    @Override
    public List<Extension> getAdditionalExtensions() {
      return List.of(this);
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
      return parameter.getParameter().getType() == ReplayedCall.class;
    }

    @Override
    @SuppressWarnings("NullAway") // the method is not called
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
      return null;
    }

    @Override
    public void interceptTestTemplateMethod(
        Invocation<Void> invocation,
        ReflectiveInvocationContext<Method> method,
        ExtensionContext context) {
      invocation.skip();
      if (isAll) {
        throw new AssertionError("not one call was run: " + message);
      }
      throw new TestAbortedException(message);
    }
  }
}
