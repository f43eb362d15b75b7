package dev.compat.agent.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.compat.evidence.EvidenceLog;
import dev.compat.evidence.ObservedSnapshot;
import dev.compat.state.StateFolder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Legacy that is observed while nothing replaces it: what is recorded is what happened. */
class ObserveIT {

  private static final String LEGACY =
      """
      package app;
      import java.math.BigDecimal;
      public class Legacy {
        private final String name;
        public Legacy(String name) { this.name = name; }
        public static int add(int a, long b) { return a + (int) b; }
        public BigDecimal quote(String sku) { return new BigDecimal("1.50"); }
        public BigDecimal quote(String sku, int quantity) { return quote(sku).multiply(new BigDecimal(quantity)); }
        public static int depth(int n) { return n == 0 ? 0 : 1 + depth(n - 1); }
        public void fail(int kind) {
          if (kind == 0) throw new IllegalStateException(name);
          if (kind == 1) throw new IllegalArgumentException(name);
        }
        public String never(String a) { return a; }
      }
      """;
  private static final String MDC =
      """
      package org.slf4j;
      public class MDC {
        public static String tenant;
        public static String get(String key) { return key.equals("tenantId") ? tenant : null; }
      }
      """;
  private static final String CALLERS =
      """
      package app;
      public class Basket {
        public static void fill(Legacy legacy, int times) {
          for (int i = 0; i < times; i++) legacy.quote("sku-0001");
        }
      }
      """;
  private static final String MAIN =
      """
      package app;
      import java.io.*;
      public class Main {
        public static void main(String[] args) throws Exception {
          BufferedReader in = new BufferedReader(new InputStreamReader(System.in));
          Legacy legacy = new Legacy("n");
          for (String line = in.readLine(); line != null; line = in.readLine()) {
            String[] words = line.split(" ");
            int times = Integer.parseInt(words[1]);
            if (words[0].equals("tenant")) org.slf4j.MDC.tenant = times == 0 ? null : "t" + times;
            if (words[0].equals("fill")) Basket.fill(legacy, times);
            int sum = 0;
            for (int i = 0; i < times; i++) {
              if (words[0].equals("add")) sum += Legacy.add(i, 1L);
              if (words[0].equals("quote")) sum += legacy.quote("sku", i).intValue();
              if (words[0].equals("depth")) sum += Legacy.depth(Integer.parseInt(words[2]));
              if (words[0].equals("fail")) {
                try {
                  legacy.fail(i % 4);
                } catch (IllegalStateException e) {
                  sum += 1;
                } catch (IllegalArgumentException e) {
                  sum += 100;
                }
              }
            }
            System.out.println(sum);
          }
        }
      }
      """;

  @TempDir Path folder;
  private Workbench bench;

  @BeforeEach
  void prepare() {
    bench = new Workbench(folder);
  }

  @ParameterizedTest
  @ValueSource(ints = {47, 61})
  void calls_and_exceptions_are_counted_every_one(int classFileVersion) {
    bench.file("compat.yaml", "state: state\nobserve: [app.Legacy]\n");
    try (ForkedJvm jvm = bench.start("app.Main", application(classFileVersion))) {
      jvm.awaitObserving("app.Legacy");
      assertThat(jvm.ask("add 10000")).isEqualTo("50005000");
      assertThat(jvm.ask("quote 1000")).isNotEmpty();
      assertThat(jvm.ask("fail 1000")).isEqualTo("25250");
      assertThat(jvm.ask("depth 10 20")).isEqualTo("200");
      assertThat(jvm.ask("depth 10 100")).isEqualTo("1000");
      assertThat(jvm.end()).isZero();
      assertThat(jvm.errors()).isEmpty();
    }
    Map<String, ObservedSnapshot> observed = observed();
    assertThat(observed.keySet())
        .containsExactly(
            "add(int, long)",
            "depth(int)",
            "fail(int)",
            "never(String)",
            "quote(String)",
            "quote(String, int)");
    assertThat(observed.get("add(int, long)").calls()).isEqualTo(10_000);
  }

  private Path application(int classFileVersion) {
    Map<String, byte[]> classes =
        classFileVersion < 52
            ? OldClassFiles.compile(classFileVersion, LEGACY, MDC, CALLERS, MAIN)
            : Workbench.compile(java.util.List.of(), LEGACY, MDC, CALLERS, MAIN);
    return bench.pack("app.jar", classes, Map.of());
  }

  private Map<String, ObservedSnapshot> observed() {
    try {
      StateFolder state = StateFolder.at(folder.resolve("state"));
      Map<String, ObservedSnapshot> all = new TreeMap<>();
      EvidenceLog.read(state.evidenceFiles())
          .mergedObserved()
          .forEach(one -> all.put(one.method(), one));
      return all;
    } catch (IOException failure) {
      throw new AssertionError(failure);
    }
  }
}
