package dev.compat.container;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class WeakIdentityMapTest {

  private final WeakIdentityMap<Object> map = new WeakIdentityMap<>();

  /** All of them are equal, and none is another. */
  private record Same() {}

  @Test
  void keys_are_told_apart_by_identity() {
    Same one = new Same();
    Same other = new Same();
    map.putIfAbsent(one, "one");

    assertThat(map.get(one)).isEqualTo("one");
    assertThat(map.get(other)).isNull();
  }

  @Test
  void the_first_value_stays() {
    Same key = new Same();

    assertThat(map.putIfAbsent(key, "first")).isEqualTo("first");
    assertThat(map.putIfAbsent(key, "second")).isEqualTo("first");
    assertThat(map.get(key)).isEqualTo("first");
  }

  @Test
  void it_grows_and_loses_nothing() {
    List<Same> keys = new ArrayList<>();
    for (int i = 0; i < 10_000; i++) {
      Same key = new Same();
      keys.add(key);
      map.putIfAbsent(key, i);
    }

    for (int i = 0; i < keys.size(); i++) {
      assertThat(map.get(keys.get(i))).isEqualTo(i);
    }
    assertThat(map.expunge()).isEqualTo(10_000);
  }

  @Test
  void values_go_with_their_keys() throws InterruptedException {
    Same kept = new Same();
    map.putIfAbsent(kept, "kept");
    for (int i = 0; i < 1_000; i++) {
      map.putIfAbsent(new Same(), i);
    }

    for (int i = 0; i < 1_000 && map.expunge() > 1; i++) {
      System.gc();
      Thread.sleep(10);
    }

    assertThat(map.expunge()).isEqualTo(1);
    assertThat(map.get(kept)).isEqualTo("kept");
  }
}
