// SPDX-License-Identifier: Apache-2.0
import java.nio.file.Path;
import org.librebate.Data;
import org.librebate.Line;
import org.librebate.Policy;
import org.librebate.Settlement;

/** Settles a policy and says why the first line has its amount: Settle.java POLICY FOLDER. */
class Settle {
  public static void main(String[] words) {
    try (Policy policy = Policy.read(Path.of(words[0]));
        Data data = policy.readData(Path.of(words[1]));
        Settlement settlement = policy.settle(data)) {
      Line line = settlement.lines().get(0);
      System.out.println(line);
      System.out.print(line.explain());
    }
  }
}
