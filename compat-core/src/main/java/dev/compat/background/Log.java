package dev.compat.background;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.helpers.FormattingTuple;
import org.slf4j.helpers.MessageFormatter;

/**
 * Hands lines to the application's logger on a thread of its own: an appender that throws, or hangs
 * on a disk or a pipe that nobody reads, costs lines, and no thread that obeys a flag or loads a
 * class.
 *
 * <p>Lines are written in order. At most 500 wait; those beyond are lost and counted in a line of
 * their own. The thread lives as long as there is something to write. Guarded by {@code LINES}, for
 * moments; never throws.
 */
public final class Log {

  private static final int MOST_LINES = 500;
  private static final long MOST_NANOS = TimeUnit.SECONDS.toNanos(1);

  /** Never grows: a caller may be cut short anywhere, for want of stack. */
  private static final Deque<Runnable> LINES = new ArrayDeque<>(2 * MOST_LINES);

  private static final Log OWN = new Log(LoggerFactory.getLogger(Log.class));

  private static @Nullable Thread writer;
  private static long lost;

  private final Logger target;

  Log(Logger target) {
    this.target = target;
  }

  /** The log of a class. */
  public static Log of(Class<?> type) {
    return new Log(LoggerFactory.getLogger(type));
  }

  /** Says what helps those who look for an error of ours; parameters as SLF4J has them. */
  public void debug(String pattern, @Nullable Object... arguments) {
    say(Level.DEBUG, pattern, arguments);
  }

  /** Says what has happened as it should. */
  public void info(String pattern, @Nullable Object... arguments) {
    say(Level.INFO, pattern, arguments);
  }

  /** Says what somebody should look at. */
  public void warn(String pattern, @Nullable Object... arguments) {
    say(Level.WARN, pattern, arguments);
  }

  /** Says what does not happen although it is asked for. */
  public void error(String pattern, @Nullable Object... arguments) {
    say(Level.ERROR, pattern, arguments);
  }

  /** The text is made here and now: what it tells of may change. */
  private void say(Level level, String pattern, @Nullable Object... arguments) {
    try {
      FormattingTuple text = MessageFormatter.arrayFormat(pattern, arguments);
      inTurn(new Line(target, level, text.getMessage(), text.getThrowable()));
    } catch (Throwable noMemory) {
      // Whoever has something to say goes on all the same.
    }
  }

  /** SLF4J has had its own since 1.7.15 only. */
  private enum Level {
    ERROR,
    WARN,
    INFO,
    DEBUG
  }

  private record Line(Logger target, Level level, String text, @Nullable Throwable thrown)
      implements Runnable {

    @Override
    public void run() {
      switch (level) {
        case ERROR -> target.error(text, thrown);
        case WARN -> target.warn(text, thrown);
        case INFO -> target.info(text, thrown);
        case DEBUG -> target.debug(text, thrown);
      }
    }
  }

  /** Does something between the lines before and the lines after: opening a file, say. */
  public static void inTurn(Runnable line) {
    synchronized (LINES) {
      if (LINES.size() >= MOST_LINES) {
        lost++;
        return;
      }
      LINES.addLast(line);
      if (writer == null) {
        start();
      }
    }
  }

  private static void start() {
    try {
      Thread thread = DaemonThreads.daemon("compat-log", Log::write);
      thread.start();
      writer = thread;
    } catch (Throwable noThread) {
      // The line waits for one that finds a thread.
    }
  }

  /** Waits until all is written that was said before, or for a second. */
  public static void flush() {
    long end = System.nanoTime() + MOST_NANOS;
    synchronized (LINES) {
      if (writer == null && !LINES.isEmpty()) {
        start();
      }
      try {
        for (long left = MOST_NANOS; writer != null && left > 0; left = end - System.nanoTime()) {
          TimeUnit.NANOSECONDS.timedWait(LINES, left);
        }
      } catch (InterruptedException hurry) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static void write() {
    try {
      for (Runnable line = next(); line != null; line = next()) {
        write(line);
      }
    } finally {
      synchronized (LINES) {
        if (writer == Thread.currentThread()) { // for want of memory: the next line starts one
          writer = null;
          LINES.notifyAll();
        }
      }
    }
  }

  private static void write(Runnable line) {
    try {
      line.run();
    } catch (Throwable whatever) {
      // There is nobody left to tell.
    }
  }

  private static @Nullable Runnable next() {
    synchronized (LINES) {
      Runnable next = LINES.pollFirst();
      if (next == null && lost > 0) {
        next = lostLines(lost);
        lost = 0;
      }
      if (next == null) {
        writer = null;
        LINES.notifyAll();
      }
      return next;
    }
  }

  private static Runnable lostLines(long count) {
    String text = count + " lines were lost while the log could not be written";
    return new Line(OWN.target, Level.WARN, text, null);
  }
}
