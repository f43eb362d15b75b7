package dev.compat.planted;

import java.util.ArrayList;
import java.util.List;

/** Differences of the kinds that migrations meet, planted for the comparison to find. */
public final class Planted {

  private Planted() {}

  /** All of them. */
  public static List<Pair> all() {
    List<Pair> all = new ArrayList<>(PlantedNumbers.all());
    all.addAll(PlantedTimes.all());
    all.addAll(PlantedTexts.all());
    all.addAll(PlantedCollections.all());
    all.addAll(PlantedThrown.all());
    all.addAll(PlantedObjects.all());
    return all;
  }
}
