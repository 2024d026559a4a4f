package keras.io.savedmodel;

/**
 * How nodes name what they take: {@code node:2} in a graph, {@code node:output:2} in a function,
 * where an argument's name stands alone; {@code ^node} for what must only have run before.
 *
 * @param output the name of the output in a function, empty in a graph
 */
record TensorRef(String node, String output, int index, boolean isControl) {
  static TensorRef of(String text) {
    if (text.startsWith("^")) {
      return new TensorRef(text.substring(1), "", 0, true);
    }
    String[] parts = text.split(":", -1);
    String last = parts[parts.length - 1];
    boolean isNumbered = parts.length > 1 && last.matches("[0-9]{1,9}");
    return new TensorRef(
        parts[0],
        parts.length > 2 ? parts[1] : parts.length == 2 && !isNumbered ? last : "",
        isNumbered ? Integer.parseInt(last) : 0,
        false);
  }
}
