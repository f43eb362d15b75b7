package dev.compat.agent.weave;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What weaving made of one class file.
 *
 * @param bytes the class file to load; null when nothing was woven
 * @param holder the class that has to be defined beside it; null from Java 7 on
 * @param woven the methods that have a prologue
 * @param leftAlone the methods that were wanted and have none, and why
 * @param grown methods that the prologue pushed over an inlining limit of HotSpot's, and that limit
 */
public record WovenClass(
    byte @Nullable [] bytes,
    @Nullable Holder holder,
    List<MethodRef> woven,
    Map<MethodRef, LeftAlone> leftAlone,
    Map<MethodRef, Integer> grown) {

  /** A generated class of a current version that holds the call sites of an old one. */
  public record Holder(String name, byte[] bytes) {}
}
