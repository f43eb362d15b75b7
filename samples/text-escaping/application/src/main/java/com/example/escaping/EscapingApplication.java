package com.example.escaping;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * A program that runs for as long as somebody gives it commands, one to a line of standard input:
 *
 * <pre>
 * process &lt;sources.jar&gt; [times]    escapes and unescapes every line of every .java file in the jar
 * quit                            ends the program, as the end of the input does
 * </pre>
 *
 * Each pass over a jar prints one line: how many answers, in how many milliseconds, and their
 * digests ({@link Answers}).
 */
public final class EscapingApplication {

  private static final String SAMPLE = "<text>";

  private EscapingApplication() {}

  /** Reads commands until {@code quit} or the end of standard input. */
  public static void main(String[] args) throws IOException {
    System.out.println("ready: " + SAMPLE + " becomes " + Method.ESCAPE_XML.answer(SAMPLE));
    try (BufferedReader commands =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
      String command = commands.readLine();
      while (command != null && !command.equals("quit")) {
        obey(command.trim().split("\\s+"));
        command = commands.readLine();
      }
    }
  }

  private static void obey(String[] command) {
    try {
      if (command.length < 2 || command.length > 3 || !command[0].equals("process")) {
        throw new IllegalArgumentException("say process <sources.jar> [times], or quit");
      }
      int times = command.length == 3 ? Integer.parseInt(command[2]) : 1;
      for (int i = 0; i < times; i++) {
        System.out.println(pass(Path.of(command[1])));
      }
    } catch (IOException | IllegalArgumentException e) {
      System.out.println("error " + e);
    }
  }

  private static String pass(Path jar) throws IOException {
    long start = System.nanoTime();
    Answers answers = new Answers();
    SourcesJar.forEachLine(jar, (file, line) -> answers.ask(line));
    long millis = (System.nanoTime() - start) / 1_000_000;
    return "answers=" + answers.count() + " millis=" + millis + " " + answers.digests();
  }
}
