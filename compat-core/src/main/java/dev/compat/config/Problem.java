package dev.compat.config;

/**
 * One thing that is wrong with a file.
 *
 * @param where the file as the user named it, and the line where there is one: {@code
 *     flags.yaml:12}
 * @param message what is wrong, lower-case, naming the offending value
 * @param remedy what to do about it
 */
public record Problem(String where, String message, String remedy) {

  /** One line: {@code flags.yaml:12: unknown key 'rout'; did you mean 'route'?}. */
  @Override
  public String toString() {
    return where + ": " + message + "; " + remedy;
  }
}
