package dev.compat.flag;

/**
 * The hash murmur3_x86_32 of text in UTF-8, after Austin Appleby's public domain MurmurHash3,
 * stopped somewhere in the text: what has been hashed so far is kept, and each {@link #hash} goes
 * on from there.
 *
 * <p>Encodes while it hashes and so allocates nothing; half of a surrogate pair counts as a
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
    long after = after(text);
    return new Murmur3((int) (after >>> Integer.SIZE), (int) after, length + size(text));
  }

  /** The hash of everything so far and then this text. */
  int hash(String text) {
    long after = after(text);
    return end((int) (after >>> Integer.SIZE), (int) after, length + size(text));
  }

  /** The state after this text in the upper half, what is pending then in the lower. */
  private long after(String text) {
    int state = this.state;
    long pending = this.pending;
    int length = this.length;
    for (int i = 0; i < text.length(); i++) {
      int point = pointAt(text, i);
      i += Character.charCount(point) - 1;
      int size = size(point);
      pending |= Integer.toUnsignedLong(utf8(point, size)) << (8 * (length & 3));
      if ((length & 3) + size > 3) {
        state = mix(state, (int) pending);
        pending >>>= 32;
      }
      length += size;
    }
    return (long) state << Integer.SIZE | pending;
  }

  private static int size(String text) {
    int size = 0;
    for (int i = 0; i < text.length(); i++) {
      int point = pointAt(text, i);
      i += Character.charCount(point) - 1;
      size += size(point);
    }
    return size;
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

  /** The code point's bytes, the first one lowest. */
  private static int utf8(int point, int size) {
    return switch (size) {
      case 1 -> point;
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
