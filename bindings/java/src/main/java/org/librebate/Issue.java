// SPDX-License-Identifier: Apache-2.0
package org.librebate;

import com.sun.jna.Pointer;
import java.util.List;
import java.util.stream.LongStream;

/**
 * One thing that is wrong with a policy or with data, and where it stands.
 *
 * @param code permanent: "RB2204"
 * @param name the same in words: "policy.band.not_ascending"
 * @param pointer RFC 6901: "/rules/2/what"
 * @param line from 1; 0 is unknown
 * @param column from 1, in bytes; 0 is unknown
 * @param suggestion the nearest right word; empty if none is near
 */
public record Issue(
    String code,
    String name,
    Severity severity,
    String message,
    String file,
    String pointer,
    int line,
    int column,
    String suggestion) {

  /** Numbered as in rebate.h. */
  public enum Severity {
    ERROR,
    WARNING,
    NOTE
  }

  static List<Issue> of(Pointer error) {
    return LongStream.range(0, Rebate.rebate_error_count(error))
        .mapToObj(index -> of(error, index))
        .toList();
  }

  private static Issue of(Pointer error, long index) {
    return new Issue(
        Rebate.rebate_error_text(error, index, 1),
        Rebate.rebate_error_text(error, index, 2),
        Severity.values()[Rebate.rebate_error_number(error, index, 2)],
        Rebate.rebate_error_text(error, index, 3),
        Rebate.rebate_error_text(error, index, 4),
        Rebate.rebate_error_text(error, index, 5),
        Rebate.rebate_error_number(error, index, 3),
        Rebate.rebate_error_number(error, index, 4),
        Rebate.rebate_error_text(error, index, 8));
  }
}
