package dev.compat.embed;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.lang.invoke.MethodType;
import java.util.List;
import java.util.Map;

/**
 * Writes the one kind of class that is needed here: it implements an interface, has an array of
 * {@link java.lang.reflect.InvocationHandler}s, and passes its n-th method, arguments in an array,
 * to the n-th of them.
 *
 * <p>The JDK's own proxies wrap what an interface does not declare in another exception. By hand,
 * since a library for it would be one more that an application has to have; no method has a branch,
 * so none needs a frame. The class names types of the JDK and of its interface alone, so it fits
 * into any class loader that has the interface. Used by one thread, once.
 */
final class ClassFileWriter {

  private static final String OBJECT = "java/lang/Object";
  private static final String HANDLER = "java/lang/reflect/InvocationHandler";
  private static final String HANDLERS = "[L" + HANDLER + ";";
  private static final String INVOKE =
      "(L" + OBJECT + ";Ljava/lang/reflect/Method;[L" + OBJECT + ";)L" + OBJECT + ";";
  private static final String FIELD = "handlers";

  private static final int MAGIC = 0xCAFEBABE;
  private static final int JAVA_17 = 61;
  private static final int FINAL_SYNTHETIC = 0x1010;
  private static final int PUBLIC = 0x0001;
  private static final int PRIVATE_FINAL = 0x0012;

  /** Handler, receiver, method, array, array, index and a value of two slots. */
  private static final int MOST_ON_STACK = 8;

  private static final int ACONST_NULL = 1;
  private static final int SIPUSH = 17;
  private static final int ALOAD = 25;
  private static final int AALOAD = 50;
  private static final int AASTORE = 83;
  private static final int POP = 87;
  private static final int DUP = 89;
  private static final int ARETURN = 176;
  private static final int RETURN = 177;
  private static final int GETFIELD = 180;
  private static final int PUTFIELD = 181;
  private static final int INVOKEVIRTUAL = 182;
  private static final int INVOKESPECIAL = 183;
  private static final int INVOKESTATIC = 184;
  private static final int INVOKEINTERFACE = 185;
  private static final int ANEWARRAY = 189;
  private static final int CHECKCAST = 192;
  private static final int WIDE = 196;

  private static final Map<Class<?>, Primitive> PRIMITIVES =
      Map.of(
          int.class, new Primitive("java/lang/Integer", 21, 172, 1),
          boolean.class, new Primitive("java/lang/Boolean", 21, 172, 1),
          byte.class, new Primitive("java/lang/Byte", 21, 172, 1),
          char.class, new Primitive("java/lang/Character", 21, 172, 1),
          short.class, new Primitive("java/lang/Short", 21, 172, 1),
          long.class, new Primitive("java/lang/Long", 22, 173, 2),
          float.class, new Primitive("java/lang/Float", 23, 174, 1),
          double.class, new Primitive("java/lang/Double", 24, 175, 2));

  /** How a primitive type is boxed, loaded and returned, and how many slots it takes. */
  private record Primitive(String box, int load, int giveBack, int slots) {}

  /** A method to implement. */
  record Shape(String name, MethodType type) {}

  private final ConstantPool pool = new ConstantPool();
  private final String name;

  private ClassFileWriter(String name) {
    this.name = name;
  }

  /**
   * The class file.
   *
   * @param name the name of the class, and {@code type} that of its interface, as class files have
   *     it
   */
  static byte[] write(String name, String type, List<Shape> methods) {
    try {
      return new ClassFileWriter(name).write(type, methods);
    } catch (IOException tooLong) {
      throw new IllegalArgumentException(tooLong);
    }
  }

  private byte[] write(String type, List<Shape> methods) throws IOException {
    ByteArrayOutputStream members = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(members);
    shorts(out, FINAL_SYNTHETIC, pool.type(name), pool.type(OBJECT), 1, pool.type(type));
    shorts(out, 1, PRIVATE_FINAL, pool.text(FIELD), pool.text(HANDLERS), 0);
    shorts(out, methods.size() + 1);
    method(out, new Shape("<init>", CONSTRUCTOR), constructor());
    for (int i = 0; i < methods.size(); i++) {
      method(out, methods.get(i), forwarding(i, methods.get(i).type));
    }
    shorts(out, 0);
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    DataOutputStream whole = new DataOutputStream(file);
    whole.writeInt(MAGIC);
    shorts(whole, 0, JAVA_17);
    pool.write(whole);
    members.writeTo(whole);
    return file.toByteArray();
  }

  private static final MethodType CONSTRUCTOR =
      MethodType.methodType(void.class, java.lang.reflect.InvocationHandler[].class);

  private void method(DataOutputStream out, Shape shape, ByteArrayOutputStream code)
      throws IOException {
    int locals = 1 + shape.type.parameterList().stream().mapToInt(ClassFileWriter::slots).sum();
    shorts(
        out,
        PUBLIC,
        pool.text(shape.name),
        pool.text(shape.type.toMethodDescriptorString()),
        1,
        pool.text("Code"));
    out.writeInt(12 + code.size());
    shorts(out, MOST_ON_STACK, locals);
    out.writeInt(code.size());
    code.writeTo(out);
    shorts(out, 0, 0);
  }

  private ByteArrayOutputStream constructor() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream code = new DataOutputStream(bytes);
    load(code, ALOAD, 0);
    at(code, INVOKESPECIAL, pool.member(ConstantPool.METHOD, OBJECT, "<init>", "()V"));
    load(code, ALOAD, 0);
    load(code, ALOAD, 1);
    at(code, PUTFIELD, pool.member(ConstantPool.FIELD, name, FIELD, HANDLERS));
    code.writeByte(RETURN);
    return bytes;
  }

  private ByteArrayOutputStream forwarding(int index, MethodType type) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream code = new DataOutputStream(bytes);
    load(code, ALOAD, 0);
    at(code, GETFIELD, pool.member(ConstantPool.FIELD, name, FIELD, HANDLERS));
    at(code, SIPUSH, index);
    code.writeByte(AALOAD);
    load(code, ALOAD, 0);
    code.writeByte(ACONST_NULL);
    arguments(code, type.parameterList());
    at(
        code,
        INVOKEINTERFACE,
        pool.member(ConstantPool.INTERFACE_METHOD, HANDLER, "invoke", INVOKE));
    code.writeByte(4);
    code.writeByte(0);
    giveBack(code, type.returnType());
    return bytes;
  }

  private void arguments(DataOutputStream code, List<Class<?>> types) throws IOException {
    at(code, SIPUSH, types.size());
    at(code, ANEWARRAY, pool.type(OBJECT));
    int slot = 1;
    for (int i = 0; i < types.size(); i++) {
      Class<?> type = types.get(i);
      Primitive primitive = PRIMITIVES.get(type);
      code.writeByte(DUP);
      at(code, SIPUSH, i);
      load(code, primitive == null ? ALOAD : primitive.load, slot);
      if (primitive != null) {
        String boxing = MethodType.methodType(Object.class, type).toMethodDescriptorString();
        String exact = boxing.substring(0, boxing.indexOf(')') + 1) + "L" + primitive.box + ";";
        at(code, INVOKESTATIC, pool.member(ConstantPool.METHOD, primitive.box, "valueOf", exact));
      }
      code.writeByte(AASTORE);
      slot += slots(type);
    }
  }

  private void giveBack(DataOutputStream code, Class<?> type) throws IOException {
    Primitive primitive = PRIMITIVES.get(type);
    if (type == void.class) {
      code.writeByte(POP);
      code.writeByte(RETURN);
    } else if (primitive == null) {
      at(code, CHECKCAST, pool.type(type.getName().replace('.', '/')));
      code.writeByte(ARETURN);
    } else {
      String unbox = MethodType.methodType(type).toMethodDescriptorString();
      at(code, CHECKCAST, pool.type(primitive.box));
      at(
          code,
          INVOKEVIRTUAL,
          pool.member(ConstantPool.METHOD, primitive.box, type.getName() + "Value", unbox));
      code.writeByte(primitive.giveBack);
    }
  }

  private static int slots(Class<?> type) {
    Primitive primitive = PRIMITIVES.get(type);
    return primitive == null ? 1 : primitive.slots;
  }

  private static void load(DataOutputStream code, int instruction, int slot) throws IOException {
    code.writeByte(WIDE);
    at(code, instruction, slot);
  }

  private static void at(DataOutputStream code, int instruction, int operand) throws IOException {
    code.writeByte(instruction);
    code.writeShort(operand);
  }

  private static void shorts(DataOutputStream out, int... values) throws IOException {
    for (int value : values) {
      out.writeShort(value);
    }
  }
}
