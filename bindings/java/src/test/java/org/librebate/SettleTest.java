// SPDX-License-Identifier: Apache-2.0
package org.librebate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.librebate.RebateException.Kind;

class SettleTest {
  private static final Path EXAMPLE = Path.of("../../examples/channel-2025");

  private static Settlement settle() {
    try (Policy policy = Policy.read(EXAMPLE.resolve("policy.json"));
        Data data = policy.readData(EXAMPLE.resolve("data"))) {
      return policy.settle(data);
    }
  }

  private static RebateException fails(Kind kind, Executable call) {
    RebateException thrown = assertThrows(RebateException.class, call);
    assertEquals(kind, thrown.kind(), thrown.getMessage());
    return thrown;
  }

  @Test
  void settlesTheExample() throws IOException {
    try (Settlement settlement = settle()) {
      assertEquals(
          Files.readString(EXAMPLE.resolve("expected/settlement.csv")), settlement.toCsv());
      Line line = settlement.lines().get(0);
      assertEquals("P01 annual-target", line.partner() + " " + line.rule());
      assertEquals(new BigDecimal("45272.00"), line.due());
      assertEquals("0.05", line.rate().orElseThrow());
      assertTrue(line.explain(new Options().language("zh")).contains("45,272.00"));
      assertThrows(IndexOutOfBoundsException.class, () -> settlement.lines().get(-1));
    }
  }

  @Test
  void exceptionsCarryTheirIssues() {
    RebateException thrown =
        fails(Kind.INPUT, () -> Policy.parse("{\"librebate\": 1, \"polcy\": \"p\"}", "p.json"));
    Issue issue = thrown.issues().get(thrown.issues().size() - 1);
    assertEquals("RB1101 policy", issue.code() + " " + issue.suggestion());
    assertEquals(Issue.Severity.ERROR, issue.severity());
    try (Settlement settlement = settle()) {
      fails(Kind.NOT_FOUND, () -> settlement.toJson(new Options().rule("anual-target")));
      fails(Kind.ARGUMENT, () -> settlement.toJson(new Options().language("fr")));
    }
  }

  @Test
  void closedObjectsAreRefused() {
    Settlement settlement = settle();
    Line line = settlement.lines().get(0);
    settlement.close();
    settlement.close();
    fails(Kind.CLOSED, settlement::toJson);
    fails(Kind.CLOSED, line::due);
  }

  @Test
  void filesTakeTheirPlace() {
    byte[] rows =
        """
        [{"id": "S1", "date": "2025-02-01", "partner": "P01", "product": "X", "quantity": "1",
          "net": "10.00"}]
        """
            .getBytes(StandardCharsets.UTF_8);
    try (Policy policy = Policy.read(EXAMPLE.resolve("policy.json"));
        Data data = policy.readData(EXAMPLE.resolve("data"), Map.of("sales.json", rows));
        Settlement other = policy.settle(data);
        Settlement settlement = settle()) {
      assertNotEquals(settlement.toJson(), other.toJson());
      assertTrue(data.warnings().stream().anyMatch(issue -> issue.code().equals("RB4205")));
    }
  }

  @Test
  void isSharedAmongThreadsAndOutlivesGarbage() {
    Settlement settlement = settle();
    String expected = settlement.toJson();
    assertTrue(
        IntStream.range(0, 16)
            .parallel()
            .allMatch(
                run -> {
                  System.gc();
                  return settle().toJson().equals(expected)
                      && settlement.toJson().equals(expected);
                }));
  }
}
