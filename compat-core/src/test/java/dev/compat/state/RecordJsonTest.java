package dev.compat.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

class RecordJsonTest {

  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  /** Something of everything that heartbeats are made of. */
  public record Thing(
      @Nullable String text, long number, boolean flag, Side side, List<String> texts, Part part) {}

  /** A record within. */
  public record Part(int number, List<Thing> things) {}

  /** An enum. */
  public enum Side {
    LEFT,
    RIGHT
  }

  @Property
  void what_is_written_is_read_back(
      @ForAll String text,
      @ForAll long number,
      @ForAll boolean flag,
      @ForAll Side side,
      @ForAll List<String> texts) {
    Thing inner = new Thing(null, number, !flag, side, List.of(), new Part(0, List.of()));
    Thing thing = new Thing(text, number, flag, side, texts, new Part(-1, List.of(inner, inner)));

    assertThat(MAPPER.readValue(RecordJson.write(thing), Thing.class)).isEqualTo(thing);
  }
}
