package dev.compat.flag;

import dev.compat.config.ConfigException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Flags of a file, reloaded when its content changes.
 *
 * <p>Somebody has to {@link #poll}; nothing is read before the first time. A file that is bad or
 * gone leaves the last good flags in force. The content is compared and not the time of the file,
 * which a ConfigMap's links do not move. A file that is written in place may be seen half-written;
 * write another and rename it.
 *
 * <p>Thread-safe: {@code current} is a volatile reference to an immutable snapshot; polls are
 * ordered by this object's monitor, which guards what was seen last and which no reader takes.
 */
public final class FileFlagSource implements FlagSource {
  private static final Reload UNCHANGED = new Reload.Unchanged();

  private final Path file;
  private volatile Flags current = Flags.none();

  /** The content, or the complaint about the lack of one, that was dealt with last. */
  private @Nullable String seen;

  /** Of this file, which need not exist yet. */
  public FileFlagSource(Path file) {
    this.file = file;
  }

  @Override
  public Flags current() {
    return current;
  }

  /**
   * Looks at the file and takes over what is new and good. Each bad content, and a file that is
   * gone, is refused once and then unchanged. Reads the whole file.
   */
  public synchronized Reload poll() {
    try {
      String content = Flags.load(file);
      return isNew(content) ? changed(content) : UNCHANGED;
    } catch (ConfigException e) {
      // Never equal to a content: that has no NUL in YAML.
      return isNew("\0" + e.getMessage()) ? new Reload.Refused(e) : UNCHANGED;
    }
  }

  private boolean isNew(String content) {
    boolean same = content.equals(seen);
    seen = content;
    return !same;
  }

  private Reload changed(String content) {
    try {
      current = Flags.parse(content, file.toString());
      return new Reload.Changed(current);
    } catch (ConfigException e) {
      return new Reload.Refused(e);
    }
  }
}
