// SPDX-License-Identifier: Apache-2.0
package org.librebate;

import com.sun.jna.Pointer;
import java.util.List;

/** Master data and ledger. Never changes; any number of threads may use it. */
public final class Data extends Handle {
  Data(Pointer made) {
    super(made, Rebate::rebate_data_free);
  }

  /** Rows that count nowhere, columns and files that are not read. */
  public List<Issue> warnings() {
    return use(data -> Issue.of(Rebate.rebate_data_warnings(data)));
  }
}
