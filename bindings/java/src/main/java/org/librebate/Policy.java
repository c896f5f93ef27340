// SPDX-License-Identifier: Apache-2.0
package org.librebate;

import com.sun.jna.Pointer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;

/** The rules of a programme, read and checked. Never changes; any number of threads may use it. */
public final class Policy extends Handle {
  private Policy(Pointer made) {
    super(made, Rebate::rebate_policy_free);
  }

  /** Reads a file and those that it names. */
  public static Policy read(Path file) {
    return new Policy(
        Call.make((made, error) -> Rebate.rebate_policy_from_file(file.toString(), made, error)));
  }

  /** Reads the text of a policy; {@code fileName} is only for places. */
  public static Policy parse(String json, String fileName) {
    byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
    return new Policy(
        Call.make(
            (made, error) ->
                Rebate.rebate_policy_from_json(bytes, bytes.length, fileName, made, error)));
  }

  public String id() {
    return use(Rebate::rebate_policy_id);
  }

  /** The ids of the rules, in their order. */
  public List<String> rules() {
    return use(
        policy ->
            LongStream.range(0, Rebate.rebate_policy_rule_count(policy))
                .mapToObj(rule -> Rebate.rebate_policy_rule_id(policy, rule))
                .toList());
  }

  /** The policy in the one spelling that everybody gets. */
  public String toJson() {
    return use(
        policy ->
            Call.text((text, error) -> Rebate.rebate_policy_to_json(policy, text, error)));
  }

  /** Reads a folder with partners.csv, sales.csv and the others. */
  public Data readData(Path folder) {
    return readData(folder, Map.of());
  }

  /**
   * Reads a folder, or none if it is null. Files, by name, take the place of the folder's: the
   * bytes of "sales.csv", or of "sales.json", an array of rows as objects.
   */
  public Data readData(Path folder, Map<String, byte[]> files) {
    Pointer input = Call.make(Rebate::rebate_input_new);
    try {
      if (folder != null) {
        Call.run(error -> Rebate.rebate_input_set_folder(input, folder.toString(), error));
      }
      files.forEach(
          (name, bytes) ->
              Call.run(
                  error -> Rebate.rebate_input_add_file(input, name, bytes, bytes.length, error)));
      return use(
          policy ->
              new Data(
                  Call.make(
                      (made, error) ->
                          Rebate.rebate_data_read(policy, input, null, made, error))));
    } finally {
      Rebate.rebate_input_free(input);
    }
  }

  /** What every partner is owed. */
  public Settlement settle(Data data, Options options) {
    return use(
        policy ->
            data.use(
                rows ->
                    options.use(
                        run ->
                            new Settlement(
                                Call.make(
                                    (made, error) ->
                                        Rebate.rebate_evaluate(
                                            policy, rows, run, made, error))))));
  }

  public Settlement settle(Data data) {
    return settle(data, new Options());
  }
}
