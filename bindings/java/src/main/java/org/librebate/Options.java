// SPDX-License-Identifier: Apache-2.0
package org.librebate;

import com.sun.jna.Pointer;
import java.util.function.Function;

/** How to run and what to print: {@code new Options().period("2025-Q2").threads(2)}. */
public final class Options {
  private int threads;
  private String asOf;
  private String period;
  private String partner;
  private String rule;
  private String language = "en";
  private boolean traces;
  private boolean rows;

  /** At most so many; 0, the default: as many as the machine has. */
  public Options threads(int most) {
    threads = most;
    return this;
  }

  /** What is known on this day: "2025-07-10". */
  public Options asOf(String day) {
    asOf = day;
    return this;
  }

  /** Only lines whose period ends in it: "2025-Q2". */
  public Options period(String name) {
    period = name;
    return this;
  }

  /** What is printed: only of this partner. */
  public Options partner(String id) {
    partner = id;
    return this;
  }

  /** What is printed: only of this rule. */
  public Options rule(String id) {
    rule = id;
    return this;
  }

  /** "en", the default, or "zh". */
  public Options language(String word) {
    language = word;
    return this;
  }

  /** JSON has every figure behind every line. */
  public Options traces() {
    traces = true;
    return this;
  }

  /** Explanations list the rows behind each figure. */
  public Options rows() {
    rows = true;
    return this;
  }

  /** What `use` makes of these as options of C, which live as long as it runs. */
  <T> T use(Function<Pointer, T> use) {
    Pointer made = Call.make(Rebate::rebate_options_new);
    try {
      Call.run(error -> Rebate.rebate_options_set_threads(made, threads, error));
      Call.run(error -> Rebate.rebate_options_set_as_of(made, asOf, error));
      Call.run(error -> Rebate.rebate_options_set_period(made, period, error));
      Call.run(error -> Rebate.rebate_options_set_partner(made, partner, error));
      Call.run(error -> Rebate.rebate_options_set_rule(made, rule, error));
      Call.run(error -> Rebate.rebate_options_set_language(made, language, error));
      Call.run(error -> Rebate.rebate_options_set_traces(made, traces ? 1 : 0, error));
      Call.run(error -> Rebate.rebate_options_set_rows(made, rows ? 1 : 0, error));
      return use.apply(made);
    } finally {
      Rebate.rebate_options_free(made);
    }
  }
}
