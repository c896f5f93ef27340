// SPDX-License-Identifier: Apache-2.0
package org.librebate;

import com.sun.jna.Pointer;
import com.sun.jna.ptr.PointerByReference;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.librebate.RebateException.Kind;

/** Calls with the conventions of rebate.h: a status, outputs, and the error last. */
final class Call {
  interface Doing {
    int status(PointerByReference error);
  }

  interface Making {
    int status(PointerByReference made, PointerByReference error);
  }

  private Call() {}

  /** Throws what the call says. */
  static void run(Doing call) {
    PointerByReference error = new PointerByReference();
    int status = call.status(error);
    if (status != 0) throw failure(Kind.values()[status], error.getValue());
  }

  /** The handle that a call made. */
  static Pointer make(Making call) {
    PointerByReference made = new PointerByReference();
    run(error -> call.status(made, error));
    return made.getValue();
  }

  /** The text that a call made; null if it made none. */
  static String text(Making call) {
    Pointer text = make(call);
    if (text == null) return null;
    try {
      byte[] bytes =
          Rebate.rebate_text_data(text).getByteArray(0, (int) Rebate.rebate_text_size(text));
      return new String(bytes, StandardCharsets.UTF_8);
    } finally {
      Rebate.rebate_text_free(text);
    }
  }

  private static RebateException failure(Kind kind, Pointer error) {
    try {
      List<Issue> issues = kind == Kind.INPUT ? Issue.of(error) : List.of();
      return new RebateException(kind, Rebate.rebate_error_message(error).stripTrailing(), issues);
    } finally {
      Rebate.rebate_error_free(error);
    }
  }
}
