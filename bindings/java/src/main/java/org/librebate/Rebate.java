// SPDX-License-Identifier: Apache-2.0
package org.librebate;

import com.sun.jna.Library;
import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;
import com.sun.jna.ptr.PointerByReference;
import java.util.Map;

/** The functions of rebate.h that the package uses. size_t is a long: machines have 64 bits. */
final class Rebate {
  static {
    // Where `cmake --install` puts it, by the system's own search.
    Native.register(
        Rebate.class,
        NativeLibrary.getInstance(
            "librebate_c.so.0.1", Map.of(Library.OPTION_STRING_ENCODING, "UTF-8")));
  }

  private Rebate() {}

  static native String rebate_version();

  static native Pointer rebate_text_data(Pointer text);

  static native long rebate_text_size(Pointer text);

  static native void rebate_text_free(Pointer text);

  static native String rebate_error_message(Pointer error);

  static native long rebate_error_count(Pointer error);

  static native String rebate_error_text(Pointer error, long index, int field);

  static native int rebate_error_number(Pointer error, long index, int field);

  static native void rebate_error_free(Pointer error);

  static native int rebate_options_new(PointerByReference options, PointerByReference error);

  static native int rebate_options_set_threads(Pointer o, int threads, PointerByReference error);

  static native int rebate_options_set_as_of(Pointer o, String day, PointerByReference error);

  static native int rebate_options_set_period(Pointer o, String period, PointerByReference error);

  static native int rebate_options_set_partner(Pointer o, String partner, PointerByReference error);

  static native int rebate_options_set_rule(Pointer o, String rule, PointerByReference error);

  static native int rebate_options_set_language(Pointer o, String word, PointerByReference error);

  static native int rebate_options_set_traces(Pointer o, int traces, PointerByReference error);

  static native int rebate_options_set_rows(Pointer o, int rows, PointerByReference error);

  static native void rebate_options_free(Pointer options);

  static native int rebate_policy_from_file(
      String path, PointerByReference policy, PointerByReference error);

  static native int rebate_policy_from_json(
      byte[] json, long size, String file, PointerByReference policy, PointerByReference error);

  static native int rebate_policy_to_json(
      Pointer policy, PointerByReference text, PointerByReference error);

  static native String rebate_policy_id(Pointer policy);

  static native long rebate_policy_rule_count(Pointer policy);

  static native String rebate_policy_rule_id(Pointer policy, long rule);

  static native void rebate_policy_free(Pointer policy);

  static native int rebate_input_new(PointerByReference input, PointerByReference error);

  static native int rebate_input_set_folder(Pointer input, String path, PointerByReference error);

  static native int rebate_input_add_file(
      Pointer input, String name, byte[] bytes, long size, PointerByReference error);

  static native void rebate_input_free(Pointer input);

  static native int rebate_data_read(
      Pointer policy,
      Pointer input,
      Pointer options,
      PointerByReference data,
      PointerByReference error);

  static native Pointer rebate_data_warnings(Pointer data);

  static native void rebate_data_free(Pointer data);

  static native int rebate_evaluate(
      Pointer policy,
      Pointer data,
      Pointer options,
      PointerByReference settlement,
      PointerByReference error);

  static native int rebate_settlement_to_json(
      Pointer settlement, Pointer options, PointerByReference text, PointerByReference error);

  static native int rebate_settlement_to_csv(
      Pointer settlement, Pointer options, PointerByReference text, PointerByReference error);

  static native int rebate_settlement_to_statements(
      Pointer settlement, Pointer options, PointerByReference text, PointerByReference error);

  static native long rebate_settlement_line_count(Pointer settlement);

  static native String rebate_settlement_line_text(Pointer settlement, long line, int field);

  static native int rebate_settlement_line_amount(
      Pointer settlement, long line, int field, PointerByReference text, PointerByReference error);

  static native int rebate_settlement_explain(
      Pointer settlement,
      long line,
      Pointer options,
      PointerByReference text,
      PointerByReference error);

  static native void rebate_settlement_free(Pointer settlement);
}
