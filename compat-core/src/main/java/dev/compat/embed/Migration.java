package dev.compat.embed;

import dev.compat.Propagator;
import dev.compat.compare.CompareRules;
import java.util.function.Supplier;

/**
 * A migration whose call sites are edited: its join points, and the flag of its name.
 *
 * <p>Safe for use by several threads; join points may be declared at any time. Until a flag says
 * otherwise every call is legacy's, at the cost of one volatile read.
 */
public final class Migration {

  private final String name;
  private final Course course;
  private volatile String version = "unversioned";

  Migration(String name, Course course) {
    this.name = name;
    this.course = course;
  }

  /**
   * Says which version of the replacement this is; default {@code unversioned}. Evidence of one
   * version says nothing of another, so a corrected replacement is to have another.
   */
  public Migration version(String newVersion) {
    version = newVersion;
    return this;
  }

  /**
   * Gives the flag's {@code context} a value to be read as {@code given:key}; any other reader
   * works without this.
   *
   * @param value asked on the caller's thread, for each call whose route depends on it; null, or an
   *     exception, which is counted, means that the call has none
   */
  public Migration context(String key, Supplier<?> value) {
    course.give(key, value);
    return this;
  }

  /** Has trials carry over what their callers are in the midst of, besides what they do anyway. */
  public Migration carrying(Propagator propagator) {
    course.carry(propagator);
    return this;
  }

  /**
   * Has answers compared by these rules, too; where the flag has a rule for the same place, that
   * counts. What a rule's code throws makes a trial incomparable.
   */
  public Migration comparing(CompareRules rules) {
    course.compareBy(rules);
    return this;
  }

  /**
   * Begins to declare a join point of two lambdas.
   *
   * @param joinPoint what reports call it, such as the name of legacy's method; one that is
   *     declared again adds to the same evidence
   */
  public JoinPointBuilder joinPoint(String joinPoint) {
    return new JoinPointBuilder(course, joinPoint);
  }

  /**
   * Begins to declare the methods of an interface of legacy's, each a join point.
   *
   * @throws IllegalArgumentException if it is no interface, or one that nobody else may implement
   */
  public <T> ProxyBuilder<T> proxy(Class<T> type) {
    return new ProxyBuilder<>(course, type);
  }

  /**
   * An object that sends each call of an interface to legacy or to its replacement, as the flag
   * says: short for {@link #proxy(Class)} with nothing to declare but what the annotations of the
   * replacement's methods say.
   */
  public <T> T proxy(Class<T> type, T legacy, T replacement) {
    return proxy(type).of(legacy, replacement);
  }

  String name() {
    return name;
  }

  Course course() {
    return course;
  }

  String version() {
    return version;
  }
}
