// SPDX-License-Identifier: Apache-2.0
package org.librebate;

import java.math.BigDecimal;
import java.util.Optional;

/** What one rule gives one partner for one period and key. */
public final class Line {
  private final Settlement settlement;
  private final int index;

  Line(Settlement settlement, int index) {
    this.settlement = settlement;
    this.index = index;
  }

  public String rule() {
    return text(1);
  }

  /** Who earns. */
  public String partner() {
    return text(2);
  }

  /** Who is paid. */
  public String payee() {
    return text(3);
  }

  /** "2025-Q2" */
  public String period() {
    return text(4);
  }

  /** "final", "accrual", ... */
  public String kind() {
    return text(5);
  }

  /** "payable", "not_qualified", ... */
  public String status() {
    return text(6);
  }

  public String currency() {
    return text(8);
  }

  /** What is to be paid now. */
  public BigDecimal due() {
    return new BigDecimal(amount(1));
  }

  /** Before limits, exact: "27000.00", or a fraction that does not end, "3100/3". */
  public String gross() {
    return amount(4);
  }

  /** Where one rate pays all: "0.03". */
  public Optional<String> rate() {
    return Optional.ofNullable(amount(10));
  }

  /** Why, in sentences. */
  public String explain(Options options) {
    return settlement.use(
        made ->
            options.use(
                shown ->
                    Call.text(
                        (text, error) ->
                            Rebate.rebate_settlement_explain(made, index, shown, text, error))));
  }

  public String explain() {
    return explain(new Options());
  }

  private String text(int field) {
    return settlement.use(made -> Rebate.rebate_settlement_line_text(made, index, field));
  }

  private String amount(int field) {
    return settlement.use(
        made ->
            Call.text(
                (text, error) ->
                    Rebate.rebate_settlement_line_amount(made, index, field, text, error)));
  }

  @Override
  public String toString() {
    return "%s %s %s %s: %s %s"
        .formatted(partner(), rule(), period(), status(), due(), currency());
  }
}
