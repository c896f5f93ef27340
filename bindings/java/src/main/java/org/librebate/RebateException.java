// SPDX-License-Identifier: Apache-2.0
package org.librebate;

import java.util.List;

/** A call that could not be done. */
public final class RebateException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** What went wrong, numbered as the statuses of rebate.h. */
  public enum Kind {
    OK,
    ARGUMENT,
    CLOSED,
    INPUT,
    STOPPED,
    MEMORY,
    NOT_FOUND,
    NOT_EXACT,
    BUSY,
    INTERNAL
  }

  private final Kind kind;
  private final transient List<Issue> issues;

  RebateException(Kind kind, String message, List<Issue> issues) {
    super(message);
    this.kind = kind;
    this.issues = issues;
  }

  public Kind kind() {
    return kind;
  }

  /** Of INPUT: everything that is wrong with the policy or the data; else empty. */
  public List<Issue> issues() {
    return issues == null ? List.of() : issues;
  }
}
