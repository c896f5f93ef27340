// SPDX-License-Identifier: Apache-2.0
package org.librebate;

import com.sun.jna.Pointer;
import com.sun.jna.ptr.PointerByReference;
import java.util.AbstractList;
import java.util.List;
import java.util.Objects;
import java.util.RandomAccess;

/** What is owed, line by line, and why. Never changes; any number of threads may use it. */
public final class Settlement extends Handle {
  private interface Print {
    int status(Pointer of, Pointer options, PointerByReference text, PointerByReference error);
  }

  private final class Lines extends AbstractList<Line> implements RandomAccess {
    @Override
    public int size() {
      return Settlement.this.use(made -> (int) Rebate.rebate_settlement_line_count(made));
    }

    @Override
    public Line get(int index) {
      return new Line(Settlement.this, Objects.checkIndex(index, size()));
    }
  }

  Settlement(Pointer made) {
    super(made, Rebate::rebate_settlement_free);
  }

  /** Ordered by partner, rule, period and key. */
  public List<Line> lines() {
    return new Lines();
  }

  /** The bytes of `rebate settle --format json`. */
  public String toJson(Options options) {
    return print(Rebate::rebate_settlement_to_json, options);
  }

  public String toJson() {
    return toJson(new Options());
  }

  /** One record a line. */
  public String toCsv(Options options) {
    return print(Rebate::rebate_settlement_to_csv, options);
  }

  public String toCsv() {
    return toCsv(new Options());
  }

  /** Statements for people. */
  public String toStatements(Options options) {
    return print(Rebate::rebate_settlement_to_statements, options);
  }

  private String print(Print call, Options options) {
    return use(
        made ->
            options.use(
                shown -> Call.text((text, error) -> call.status(made, shown, text, error))));
  }
}
