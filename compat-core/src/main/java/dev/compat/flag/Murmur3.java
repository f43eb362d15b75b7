package dev.compat.flag;

import java.nio.charset.StandardCharsets;

/**
 * The hash murmur3_x86_32 of text in UTF-8, after Austin Appleby's public domain MurmurHash3,
 * stopped somewhere in the text: what has been hashed so far is kept, and each {@link #hash} goes
 * on from there.
 *
 * <p>A hash encodes while it goes and so allocates nothing; half of a surrogate pair counts as a
 * question mark, as {@link String#getBytes} has it. Immutable.
 */
final class Murmur3 {
  private final int state;

  /** Bytes that do not fill a block of four yet, the first one lowest. */
  private final int pending;

  private final int length;

  private Murmur3(int state, int pending, int length) {
    this.state = state;
    this.pending = pending;
    this.length = length;
  }

  static Murmur3 seeded(int seed) {
    return new Murmur3(seed, 0, 0);
  }

  /** The hash stopped after this text. */
  Murmur3 with(String text) {
    int state = this.state;
    int pending = this.pending;
    int length = this.length;
    for (byte next : text.getBytes(StandardCharsets.UTF_8)) {
      pending |= (next & 0xff) << (8 * (length & 3));
      length++;
      if ((length & 3) == 0) {
        state = mix(state, pending);
        pending = 0;
      }
    }
    return new Murmur3(state, pending, length);
  }

  /** The hash of everything so far and then this text. Allocates nothing. */
  int hash(String text) {
    int state = this.state;
    long pending = this.pending;
    int length = this.length;
    for (int i = 0; i < text.length(); i++) {
      int bytes = text.charAt(i);
      int size = 1;
      if (bytes >= 0x80) {
        int point = pointAt(text, i);
        i += Character.charCount(point) - 1;
        size = size(point);
        bytes = utf8(point, size);
      }
      pending |= Integer.toUnsignedLong(bytes) << (8 * (length & 3));
      if ((length & 3) + size > 3) {
        state = mix(state, (int) pending);
        pending >>>= 32;
      }
      length += size;
    }
    return end(state, (int) pending, length);
  }

  private static int end(int state, int pending, int length) {
    int h = (length & 3) == 0 ? state : state ^ scramble(pending);
    h ^= length;
    h = (h ^ (h >>> 16)) * 0x85ebca6b;
    h = (h ^ (h >>> 13)) * 0xc2b2ae35;
    return h ^ (h >>> 16);
  }

  private static int mix(int state, int block) {
    return Integer.rotateLeft(state ^ scramble(block), 13) * 5 + 0xe6546b64;
  }

  private static int scramble(int block) {
    return Integer.rotateLeft(block * 0xcc9e2d51, 15) * 0x1b873593;
  }

  private static int pointAt(String text, int index) {
    int point = text.codePointAt(index);
    boolean half = point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE;
    return half ? '?' : point;
  }

  private static int size(int point) {
    return point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
  }

  /** The bytes of a code point above ASCII, the first one lowest. */
  private static int utf8(int point, int size) {
    return switch (size) {
      case 1 -> point; // half a pair
      case 2 -> 0xc0 | (point >> 6) | (last(point) << 8);
      case 3 -> 0xe0 | (point >> 12) | (last(point >> 6) << 8) | (last(point) << 16);
      default ->
          0xf0
              | (point >> 18)
              | (last(point >> 12) << 8)
              | (last(point >> 6) << 16)
              | (last(point) << 24);
    };
  }

  private static int last(int bits) {
    return 0x80 | (bits & 0x3f);
  }
}
