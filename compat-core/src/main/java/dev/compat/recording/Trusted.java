package dev.compat.recording;

import java.lang.reflect.Field;
import java.lang.reflect.GenericArrayType;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.WildcardType;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;

/**
 * The classes whose code may run when a recording is made again: what it names is whatever its
 * writer liked, and {@code hashCode} of some libraries' classes can be made to do anything.
 *
 * <p>Those are of the packages that a join point names: of the legacy class, of what its methods of
 * the name declare, and of what the fields of all those declare. Immutable.
 */
public final class Trusted {

  /** Every class; for what is as good as source. */
  public static final Trusted ALL = new Trusted(true);

  private final boolean isAll;
  private final Set<String> packages = new HashSet<>();
  private final Set<Class<?>> seen = new HashSet<>();

  private Trusted(boolean isAll) {
    this.isAll = isAll;
  }

  /**
   * What a join point names.
   *
   * @param joinPoint such as {@code com.acme.Legacy#method(String, int)}
   * @param types others whose packages are trusted
   */
  public static Trusted of(String joinPoint, ClassLoader loader, Collection<Class<?>> types) {
    Trusted trusted = new Trusted(false);
    types.forEach(trusted::add);
    int hash = joinPoint.indexOf('#');
    String method = joinPoint.substring(hash + 1).replaceAll("\\(.*", "");
    try {
      Class<?> legacy = Class.forName(joinPoint.substring(0, Math.max(hash, 0)), false, loader);
      trusted.add(legacy);
      for (Class<?> each = legacy; each != null; each = each.getSuperclass()) {
        for (Method one : each.getDeclaredMethods()) {
          if (one.getName().equals(method)) {
            trusted.add(one.getGenericReturnType());
            trusted.addAll(one.getGenericParameterTypes());
            trusted.addAll(one.getGenericExceptionTypes());
          }
        }
      }
    } catch (ClassNotFoundException | LinkageError absent) {
      return trusted; // what is made of it will say what is not there
    }
    return trusted;
  }

  /** Whether the code of a class may run. */
  boolean covers(Class<?> type) {
    return isAll || !Fields.isOfAnApplication(type) || packages.contains(type.getPackageName());
  }

  private void addAll(Type... types) {
    Arrays.asList(types).forEach(this::add);
  }

  private void add(Type type) {
    if (type instanceof Class<?> plain) {
      add(plain);
    } else if (type instanceof ParameterizedType of) {
      add(of.getRawType());
      addAll(of.getActualTypeArguments());
    } else if (type instanceof WildcardType of) {
      addAll(of.getUpperBounds());
    } else if (type instanceof GenericArrayType of) {
      add(of.getGenericComponentType());
    }
  }

  private void add(Class<?> type) {
    Class<?> of = type.isArray() ? type.getComponentType() : type;
    if (of.isArray()) {
      add(of);
    } else if (!of.isPrimitive() && Fields.isOfAnApplication(of) && seen.add(of)) {
      packages.add(of.getPackageName());
      for (Field field : of.getDeclaredFields()) {
        add(field.getGenericType());
      }
      if (of.getGenericSuperclass() != null) {
        add(of.getGenericSuperclass());
      }
    }
  }
}
