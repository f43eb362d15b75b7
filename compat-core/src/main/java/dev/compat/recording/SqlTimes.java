package dev.compat.recording;

import java.util.Date;
import java.util.List;

/** The dates of the module java.sql, which a JVM need not have; by reflection alone. */
@SuppressWarnings("JavaUtilDate") // as what is recorded
final class SqlTimes {

  private static final String TIMESTAMP = "java.sql.Timestamp";

  private SqlTimes() {}

  static Object write(Object value) throws ReflectiveOperationException {
    long millis = ((Date) value).getTime();
    return value.getClass().getName().equals(TIMESTAMP)
        ? List.of(millis, value.getClass().getMethod("getNanos").invoke(value))
        : List.of(millis);
  }

  static Object read(String type, Object json) throws ReflectiveOperationException {
    List<Object> parts = Scalar.list(json);
    Class<?> loaded = Class.forName(type, true, ClassLoader.getPlatformClassLoader());
    Object made = loaded.getConstructor(long.class).newInstance(Scalar.integral(parts.get(0)));
    if (parts.size() > 1) {
      loaded.getMethod("setNanos", int.class).invoke(made, Scalar.integer(parts.get(1)));
    }
    return made;
  }
}
