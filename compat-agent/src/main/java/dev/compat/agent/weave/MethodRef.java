package dev.compat.agent.weave;

import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import net.bytebuddy.jar.asm.Type;

/** A method of a class whose name is known from elsewhere: its name and its descriptor. */
public record MethodRef(String name, String descriptor) implements Comparable<MethodRef> {

  /** The name and descriptor of a loaded method. */
  public static MethodRef of(Method method) {
    MethodType type = MethodType.methodType(method.getReturnType(), method.getParameterTypes());
    return new MethodRef(method.getName(), type.toMethodDescriptorString());
  }

  /** The descriptor of each parameter. */
  List<String> parameterList() {
    return Arrays.stream(Type.getArgumentTypes(descriptor)).map(Type::getDescriptor).toList();
  }

  /** The descriptor of the parameters alone, such as {@code (Ljava/lang/String;I)}. */
  public String parameters() {
    return descriptor.substring(0, descriptor.indexOf(')') + 1);
  }

  /** The descriptor of the result. */
  public String result() {
    return descriptor.substring(descriptor.indexOf(')') + 1);
  }

  /** For people: {@code quote(String, int)}. */
  public String signature() {
    return Arrays.stream(Type.getArgumentTypes(descriptor))
        .map(MethodRef::simpleName)
        .collect(Collectors.joining(", ", name + "(", ")"));
  }

  /** For people: {@code Money quote(String, int)}. */
  public String fullSignature() {
    return simpleName(Type.getReturnType(descriptor)) + " " + signature();
  }

  @Override
  public int compareTo(MethodRef other) {
    int byName = name.compareTo(other.name);
    return byName != 0 ? byName : descriptor.compareTo(other.descriptor);
  }

  @Override
  public String toString() {
    return signature();
  }

  private static String simpleName(Type type) {
    String name = type.getClassName();
    return name.substring(name.lastIndexOf('.') + 1);
  }
}
