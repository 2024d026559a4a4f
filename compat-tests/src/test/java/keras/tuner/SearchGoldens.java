package keras.tuner;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** What scikit-learn did: the files that golden/search.py wrote. */
final class SearchGoldens {
  private SearchGoldens() {}

  static JsonNode read(String name) throws IOException {
    return new ObjectMapper().readTree(Path.of("golden", "search", name + ".json").toFile());
  }

  static List<JsonNode> list(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false).toList();
  }

  static int[] ints(JsonNode array) {
    return list(array).stream().mapToInt(JsonNode::asInt).toArray();
  }

  static double[] doubles(JsonNode array) {
    return list(array).stream().mapToDouble(JsonNode::asDouble).toArray();
  }

  /** Returns Integer, Double, String, Boolean, or a list of them. */
  static Object value(JsonNode node) {
    if (node.isArray()) {
      List<Object> all = new ArrayList<>();
      node.forEach(n -> all.add(value(n)));
      return all;
    }
    if (node.isIntegralNumber()) {
      return node.asInt();
    }
    return node.isNumber() ? node.asDouble() : node.isBoolean() ? node.asBoolean() : node.asText();
  }

  /** Returns values by name of a list of pairs. */
  static Map<String, @Nullable Object> pairs(JsonNode list) {
    Map<String, @Nullable Object> values = new LinkedHashMap<>();
    list.forEach(pair -> values.put(pair.get(0).asText(), value(pair.get(1))));
    return values;
  }
}
