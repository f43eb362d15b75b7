package dev.compat.compare;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A value that is being copied, and where it was found. For one thread. */
final class Part {

  /** Marks a step as that of a map's key. */
  static final int KEY = 1 << 30;

  final Object value;
  final Object[] layout;
  final Layout.Kind kind;
  @Nullable Object copy;
  @Nullable Part next;

  /** The list that a copy is a view of. */
  @Nullable List<Object> behind;

  private final @Nullable Part holder;
  private final int step;

  Part(Object value, Object[] layout, Layout.Kind kind, @Nullable Part holder, int step) {
    this.value = value;
    this.layout = layout;
    this.kind = kind;
    this.holder = holder;
    this.step = step;
  }

  /** The copy, once it is made. */
  Object copy() {
    if (copy == null) {
      throw new IllegalStateException("not made yet");
    }
    return copy;
  }

  boolean isFilledLater() {
    return switch (kind) {
      case SAME,
          REFUSED,
          FUNCTION,
          RECORD,
          PRIMITIVES,
          CLONE,
          TEXT,
          BUFFER,
          OPTIONAL,
          HOLDER,
          PRIORITY_QUEUE ->
          false;
      default -> true;
    };
  }

  Copier.Refusal refusal(String why) {
    String type = value.getClass().getTypeName();
    String what = holder == null ? " is a " + type : " holds a " + type + " at " + path();
    return new Copier.Refusal(what + ": " + why);
  }

  /** The way from the root, such as {@code lines[0].lock}; names fields, never values. */
  private String path() {
    List<String> steps = new ArrayList<>();
    for (Part at = this; at.holder != null; at = at.holder) {
      steps.add(at.holder.stepText(at.step));
    }
    Collections.reverse(steps);
    String path = String.join("", steps);
    return path.startsWith(".") ? path.substring(1) : path;
  }

  private String stepText(int at) {
    if (kind == Layout.Kind.RECORD) {
      return "." + RecordShape.of(value.getClass()).names().get(at);
    }
    if (kind.isOfFields()) {
      return "." + Layout.names(layout)[at];
    }
    if (value instanceof Map) {
      return (at & KEY) == 0 ? "[value " + at + "]" : "[key " + (at - KEY) + "]";
    }
    return value instanceof Optional ? "" : "[" + at + "]";
  }
}
