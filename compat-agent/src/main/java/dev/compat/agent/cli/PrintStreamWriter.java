package dev.compat.agent.cli;

import java.io.PrintStream;
import java.io.Writer;

/** Writes characters to a stream in the stream's own charset, which only the stream knows. */
final class PrintStreamWriter extends Writer {

  private final PrintStream stream;

  PrintStreamWriter(PrintStream stream) {
    this.stream = stream;
  }

  @Override
  public void write(char[] characters, int offset, int length) {
    stream.print(new String(characters, offset, length));
  }

  @Override
  public void flush() {
    stream.flush();
  }

  @Override
  public void close() {
    flush();
  }
}
