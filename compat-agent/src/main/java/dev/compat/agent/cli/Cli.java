package dev.compat.agent.cli;

import dev.compat.state.StateException;
import java.io.PrintStream;
import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The entry to all commands. Stateless. */
@Command(
    name = "java -jar compat-agent.jar",
    description = {
      "Replace legacy Java code in running applications, one method at a time.",
      "",
      "Commands work on files: the configuration, the flags, and the state folder that the"
          + " processes share. Nothing is sent anywhere."
    },
    subcommands = {
      InitCommand.class,
      ValidateCommand.class,
      StatusCommand.class,
      ExplainCommand.class,
      FlagsCommand.class,
      OffCommand.class,
      RestoreCommand.class,
      ReportCommand.class,
      ForgetCommand.class,
      AttachCommand.class,
      DetachCommand.class
    },
    synopsisSubcommandLabel = "<command>",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    footer = {
      "",
      "Exit codes: 0 good, 1 the answer is no, 2 it could not be asked.",
      "Examples:",
      "  java -jar compat-agent.jar validate --config compat.yaml",
      "  java -jar compat-agent.jar status --watch",
      "  java -jar compat-agent.jar off pricing --why INC-812",
      "As an agent:",
      "  java -javaagent:compat-agent.jar=compat.yaml -jar application.jar"
    })
public final class Cli implements Runnable {

  static final int GOOD = 0;
  static final int NO = 1;
  static final int NOT_ASKED = 2;

  @Spec private CommandSpec spec;

  @SuppressWarnings("NullAway.Init") // picocli sets the spec
  private Cli() {}

  /** Runs one command and ends the process with its exit code. */
  public static void main(String[] args) {
    System.exit(run(args, System.out, System.err));
  }

  /**
   * Runs one command.
   *
   * @param args the command and its options
   * @param out where its answer goes
   * @param err where it says why it could not be asked
   * @return 0 good, 1 the answer is no, 2 it could not be asked
   */
  public static int run(String[] args, PrintStream out, PrintStream err) {
    CommandLine commands = new CommandLine(new Cli());
    commands.setOut(new PrintWriter(new PrintStreamWriter(out), true));
    commands.setErr(new PrintWriter(new PrintStreamWriter(err), true));
    commands.setColorScheme(CommandLine.Help.defaultColorScheme(Ansi.OFF));
    commands.setUsageHelpWidth(100);
    commands.setCaseInsensitiveEnumValuesAllowed(true);
    CommandLine explain = commands.getSubcommands().get("explain");
    if (explain != null) { // its options are context keys too, which only the flag file knows
      explain.setUnmatchedOptionsArePositionalParams(true);
    }
    commands.setParameterExceptionHandler(Cli::misused);
    commands.setExecutionExceptionHandler(Cli::failed);
    try {
      return commands.execute(args);
    } catch (Error e) { // would end the process with 1, which is an answer
      return unexpected(e, commands.getErr());
    }
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "no command given");
  }

  private static int misused(ParameterException e, String[] args) {
    CommandLine command = e.getCommandLine();
    PrintWriter err = command.getErr();
    err.println(e.getMessage());
    if (!CommandLine.UnmatchedArgumentException.printSuggestions(e, err)) {
      command.getHelp().fullSynopsis().lines().forEach(err::println);
    }
    err.println("see '" + command.getCommandSpec().qualifiedName() + " --help'");
    return NOT_ASKED;
  }

  private static int failed(Exception e, CommandLine command, CommandLine.ParseResult parsed) {
    if (e instanceof Refusal || e instanceof StateException) {
      command.getErr().println(e.getMessage());
      return NOT_ASKED;
    }
    return unexpected(e, command.getErr());
  }

  private static int unexpected(Throwable e, PrintWriter err) {
    err.println("this should not have happened; please report it with what follows");
    e.printStackTrace(err);
    return NOT_ASKED;
  }
}
