// SPDX-License-Identifier: Apache-2.0
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.librebate.Data;
import org.librebate.Issue;
import org.librebate.Policy;
import org.librebate.RebateException;
import org.librebate.Settlement;

/** Runs the golden vectors of all bindings: Vectors.java FILE. See bindings/run-vectors. */
class Vectors {
  private static String answer(String policyPath, String folder) {
    try (Policy policy = Policy.read(Path.of(policyPath));
        Data data = policy.readData(Path.of(folder));
        Settlement settlement = policy.settle(data)) {
      return settlement.toJson();
    } catch (RebateException wrong) {
      return wrong.issues().stream().map(Issue::code).collect(Collectors.joining(","));
    }
  }

  public static void main(String[] words) throws IOException {
    List<String> vectors = Files.readAllLines(Path.of(words[0]));
    int right = 0;
    for (String vector : vectors) {
      String[] parts = vector.split("\t");
      if (answer(parts[0], parts[1]).equals(Files.readString(Path.of(parts[2])))) {
        ++right;
      } else {
        System.out.println("differs: " + vector);
      }
    }
    System.out.println(right + " of " + vectors.size());
    System.exit(right == vectors.size() && right > 0 ? 0 : 1);
  }
}
