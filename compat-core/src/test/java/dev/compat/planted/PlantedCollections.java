package dev.compat.planted;

import static dev.compat.planted.Pair.one;
import static dev.compat.planted.Pair.with;

import dev.compat.compare.Difference.Kind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** What migrations do to null and to collections. */
@SuppressWarnings("OptionalAssignedToNull") // that is what is planted
final class PlantedCollections {

  private PlantedCollections() {}

  static List<Pair> all() {
    return List.of(
        one(
                "nothing is an empty text instead of null",
                (String text) -> text.isEmpty() ? null : text,
                (String text) -> text)
            .shownBy(() -> with(""))
            .notBy(() -> with("a"))
            .at("result", Kind.NULL),
        one(
                "null in a list is dropped",
                (List<String> names) -> new ArrayList<>(names),
                (List<String> names) -> names.stream().filter(Objects::nonNull).toList())
            .shownBy(() -> with(Arrays.asList("a", null, "b")))
            .notBy(() -> with(Arrays.asList("a", "b")))
            .at("result", Kind.SIZE),
        one(
                "null is refused instead of taken for zero",
                (String text) -> text == null ? 0 : text.length(),
                (String text) -> text.length())
            .shownBy(() -> with((Object) null))
            .notBy(() -> with("abc"))
            .at("thrown", Kind.THROWN),
        one(
                "nothing found is null instead of an empty optional",
                (List<String> names) -> names.stream().findFirst(),
                (List<String> names) -> names.isEmpty() ? null : Optional.of(names.get(0)))
            .shownBy(() -> with(List.of()))
            .notBy(() -> with(List.of("a")))
            .at("result", Kind.NULL),
        one(
                "an empty optional instead of what it held",
                (String text) -> Optional.of(text),
                (String text) -> Optional.of(text).filter(t -> !t.isBlank()))
            .shownBy(() -> with(" "))
            .notBy(() -> with("a"))
            .at("result", Kind.MISSING),
        one(
                "a list comes in another order",
                (List<String> names) -> names.stream().sorted().toList(),
                (List<String> names) ->
                    names.stream().sorted(String.CASE_INSENSITIVE_ORDER).toList())
            .shownBy(() -> with(List.of("b", "a", "B")))
            .notBy(() -> with(List.of("b", "a", "c")))
            .at("result[0]", Kind.TEXT),
        one(
                "equal elements change places",
                (List<String> names) -> sorted(names, Comparator.comparingInt(String::length)),
                (List<String> names) ->
                    sorted(
                        names,
                        Comparator.comparingInt(String::length)
                            .thenComparing(Comparator.reverseOrder())))
            .shownBy(() -> with(List.of("ab", "cd", "e")))
            .notBy(() -> with(List.of("ab", "e")))
            .at("result[1]", Kind.TEXT),
        one(
                "a linked set read in turn loses its order",
                (List<String> names) -> new ArrayList<>(new LinkedHashSet<>(names)),
                (List<String> names) -> new ArrayList<>(new TreeSet<>(names)))
            .shownBy(() -> with(List.of("b", "a")))
            .notBy(() -> with(List.of("a", "b")))
            .at("result[0]", Kind.TEXT),
        one(
                "duplicates are kept",
                (List<String> names) -> names.stream().distinct().toList(),
                (List<String> names) -> List.copyOf(names))
            .shownBy(() -> with(List.of("a", "a")))
            .notBy(() -> with(List.of("a", "b")))
            .at("result", Kind.SIZE),
        one(
                "an element of a set is missing",
                (List<String> names) -> new HashSet<>(names),
                (List<String> names) -> caseless(names))
            .shownBy(() -> with(List.of("a", "A")))
            .notBy(() -> with(List.of("a", "b")))
            .at("result", Kind.MISSING),
        one(
                "a map has one key more",
                (List<String> names) -> lengths(names),
                (List<String> names) -> {
                  Map<String, Integer> lengths = lengths(names);
                  lengths.putIfAbsent("total", names.size());
                  return lengths;
                })
            .shownBy(() -> with(List.of("a")))
            .notBy(() -> with(List.of("total", "a", "b", "c", "d")))
            .at("result[total]", Kind.EXTRA),
        one(
                "of two entries with one key the first wins",
                (List<String> rows) -> parsed(rows, true),
                (List<String> rows) -> parsed(rows, false))
            .shownBy(() -> with(List.of("a=1", "a=2")))
            .notBy(() -> with(List.of("a=1", "b=2")))
            .at("result[a]", Kind.TEXT),
        one(
                "two entries with one key are refused",
                (List<String> rows) -> parsed(rows, true),
                (List<String> rows) ->
                    rows.stream()
                        .map(row -> row.split("=", -1))
                        .collect(Collectors.toMap(row -> row[0], row -> row[1])))
            .shownBy(() -> with(List.of("a=1", "a=2")))
            .notBy(() -> with(List.of("a=1", "b=2")))
            .at("thrown", Kind.THROWN),
        one(
                "the answer to nothing is null instead of an empty list",
                (List<String> names) -> Collections.unmodifiableList(names),
                (List<String> names) -> names.isEmpty() ? null : names)
            .shownBy(() -> with(List.of()))
            .notBy(() -> with(List.of("a")))
            .at("result", Kind.NULL),
        one(
                "one cell of a table is wrong",
                (Integer size) -> table(size),
                (Integer size) -> {
                  int[][] table = table(size);
                  if (size > 2) {
                    table[2][1]++;
                  }
                  return table;
                })
            .shownBy(() -> with(3))
            .notBy(() -> with(2))
            .at("result[2][1]", Kind.NUMBER));
  }

  private static List<String> sorted(List<String> names, Comparator<String> order) {
    List<String> sorted = new ArrayList<>(names);
    sorted.sort(order);
    return sorted;
  }

  private static Set<String> caseless(List<String> names) {
    Set<String> set = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    set.addAll(names);
    return set;
  }

  private static Map<String, Integer> lengths(List<String> names) {
    Map<String, Integer> lengths = new TreeMap<>();
    names.forEach(name -> lengths.put(name, name.length()));
    return lengths;
  }

  private static Map<String, String> parsed(List<String> rows, boolean last) {
    Map<String, String> map = new LinkedHashMap<>();
    for (String row : rows) {
      String[] parts = row.split("=", -1);
      map.merge(parts[0], parts[1], (one, other) -> last ? other : one);
    }
    return map;
  }

  private static int[][] table(int size) {
    int[][] table = new int[size][size];
    for (int i = 0; i < size; i++) {
      Arrays.setAll(table[i], j -> size * size + j);
    }
    return table;
  }
}
