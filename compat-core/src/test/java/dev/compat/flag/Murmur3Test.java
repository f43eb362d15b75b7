package dev.compat.flag;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class Murmur3Test {

  /** Published vectors of murmur3_x86_32, collected from several implementations' test suites. */
  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          '',                                            0,          0
          '',                                            1,          514e28b7
          '',                                            ffffffff,   81f16f39
          abc,                                           0,          b3dd93fa
          test,                                          0,          ba6bd213
          test,                                          9747b28c,   704b81dc
          'Hello, world!',                               0,          c0363e43
          'Hello, world!',                               9747b28c,   24884cba
          a,                                             9747b28c,   7fa09ea6
          aa,                                            9747b28c,   5d211726
          aaa,                                           9747b28c,   283e0130
          aaaa,                                          9747b28c,   5a97808a
          abcd,                                          9747b28c,   f0478627
          ππππππππ,                                      9747b28c,   d58063c1
          The quick brown fox jumps over the lazy dog,   0,          2e4ff723
          The quick brown fox jumps over the lazy dog,   9747b28c,   2fa826cd
          """)
  void the_published_vectors_hold(String text, String seed, String hash) {
    assertThat(Murmur3.seeded(Integer.parseUnsignedInt(seed, 16)).hash(text))
        .isEqualTo(Integer.parseUnsignedInt(hash, 16));
  }

  @Property
  void text_is_hashed_as_its_utf_8(@ForAll @StringLength(max = 40) String text, @ForAll int seed) {
    assertThat(Murmur3.seeded(seed).hash(text))
        .isEqualTo(overBytes(text.getBytes(StandardCharsets.UTF_8), seed));
  }

  @Property
  void stopping_in_between_makes_no_difference(@ForAll String first, @ForAll String second) {
    // Half a surrogate pair at the end of one text and half at the start of the next are two.
    String whole =
        new String((first + "|").getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);

    assertThat(Murmur3.seeded(7).with(first + "|").hash(second))
        .isEqualTo(Murmur3.seeded(7).hash(whole + second));
  }

  /** The algorithm as it is usually written, over a whole array. */
  private static int overBytes(byte[] bytes, int seed) {
    int h = seed;
    int blocks = bytes.length / 4;
    for (int i = 0; i < blocks; i++) {
      h = Integer.rotateLeft(h ^ scramble(little(bytes, 4 * i, 4)), 13) * 5 + 0xe6546b64;
    }
    h ^= scramble(little(bytes, 4 * blocks, bytes.length - 4 * blocks));
    h ^= bytes.length;
    h ^= h >>> 16;
    h *= 0x85ebca6b;
    h ^= h >>> 13;
    h *= 0xc2b2ae35;
    return h ^ (h >>> 16);
  }

  private static int little(byte[] bytes, int from, int count) {
    int block = 0;
    for (int i = 0; i < count; i++) {
      block |= (bytes[from + i] & 0xff) << (8 * i);
    }
    return block;
  }

  private static int scramble(int block) {
    return Integer.rotateLeft(block * 0xcc9e2d51, 15) * 0x1b873593;
  }
}
