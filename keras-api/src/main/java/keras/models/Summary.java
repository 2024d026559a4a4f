package keras.models;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import keras.engine.KerasTensor;
import keras.engine.Node;
import keras.engine.Shapes;
import keras.engine.Variable;
import keras.layers.InputLayer;
import keras.layers.Layer;

/**
 * The table of a model's layers, as Keras 3 prints it on a terminal of 80 columns.
 *
 * <p>Keras: {@code keras/src/utils/summary_utils.py}.
 */
final class Summary {
  private static final int COLUMNS = 80;

  private final Model model;
  private final List<String> out = new ArrayList<>();

  private Summary(Model model) {
    this.model = model;
  }

  static String of(Model model) {
    Summary s = new Summary(model);
    s.print();
    return String.join("\n", s.out);
  }

  private void print() {
    if (model instanceof Sequential && model.isFunctionalLike() && !model.layers().isEmpty()) {
      model.inputs();
    }
    Set<Node> own = new LinkedHashSet<>();
    boolean graph = model instanceof Functional f && branches(f, own);
    int length = Math.min(graph ? 108 : 88, COLUMNS - 4);
    double[] ends = graph ? new double[] {0.3, 0.56, 0.74, 1} : new double[] {0.45, 0.80, 1};
    int[] widths = new int[ends.length];
    int used = 0;
    for (int i = 0; i < ends.length; i++) {
      widths[i] = (int) (ends[i] * length) - used;
      used += widths[i];
    }
    List<List<String>> rows = new ArrayList<>();
    for (Layer layer : model.layers()) {
      List<String> row = new ArrayList<>();
      row.add("%s (%s)".formatted(layer.name(), layer.getClass().getSimpleName()));
      row.add(shape(layer));
      row.add(
          layer.isBuilt() || layer instanceof InputLayer
              ? "%,d".formatted(layer.countParams())
              : "0 (unbuilt)");
      if (graph) {
        row.add(connections(layer, own));
      }
      rows.add(row);
    }
    List<String> header = new ArrayList<>(List.of("Layer (type)", "Output Shape", "Param #"));
    if (graph) {
      header.add("Connected to");
    }
    out.add("Model: \"%s\"".formatted(model.name()));
    int[] cells = shrink(widths, length);
    rule(cells, "┏┳┓", '━');
    row(cells, header, '┃');
    rule(cells, "┡╇┩", '━');
    for (int i = 0; i < rows.size(); i++) {
      row(cells, rows.get(i), '│');
      if (i < rows.size() - 1) {
        rule(cells, "├┼┤", '─');
      }
    }
    rule(cells, "└┴┘", '─');
    totals();
  }

  /** Whether the model is more than a chain; collects its calls. */
  private static boolean branches(Functional f, Set<Node> own) {
    own.addAll(f.tape().nodes());
    Set<Layer> called = new LinkedHashSet<>();
    boolean chain = f.inputs().size() == 1 && f.outputs().size() == 1;
    Set<Node> feeds = new LinkedHashSet<>();
    for (Node n : f.tape().nodes()) {
      chain &= n.inputs().size() == 1 && feeds.add(n.inputs().get(0).node());
      chain &= n.operation() instanceof Layer l && called.add(l);
    }
    return !chain;
  }

  /**
   * Takes what borders and padding need from the columns, in the parts that Python's rich takes.
   */
  private static int[] shrink(int[] widths, int length) {
    int[] cells = new int[widths.length];
    int excess = 1 + widths.length - length;
    for (int w : widths) {
      excess += w + 2;
    }
    for (int i = 0; i < cells.length; i++) {
      int cut = (int) Math.rint(excess / (double) (cells.length - i));
      cells[i] = widths[i] - cut;
      excess -= cut;
    }
    return cells;
  }

  private static String shape(Layer layer) {
    if (layer instanceof InputLayer input) {
      return Shapes.show(input.batchShape());
    }
    if (layer.nodes().isEmpty()) {
      return "?";
    }
    Set<String> shapes = new LinkedHashSet<>();
    if (layer instanceof Model m && m.isFunctionalLike()) {
      m.outputs().forEach(t -> shapes.add(Shapes.show(t.shape())));
    } else {
      Node last = layer.nodes().get(layer.nodes().size() - 1);
      layer.outputsOf(last).forEach(t -> shapes.add(Shapes.show(t.shape())));
    }
    return String.join(", ", shapes);
  }

  private static String connections(Layer layer, Set<Node> own) {
    List<String> from = new ArrayList<>();
    for (Node node : layer.nodes()) {
      if (own.contains(node)) {
        for (KerasTensor t : node.inputs()) {
          int index = t.node().operation() instanceof Layer l ? l.nodes().indexOf(t.node()) : 0;
          from.add(
              "%s[%d][%d]".formatted(t.node().operation().name(), Math.max(0, index), t.index()));
        }
      }
    }
    return from.isEmpty() ? "-" : String.join(", ", from);
  }

  private void rule(int[] cells, String corners, char line) {
    StringBuilder s = new StringBuilder().append(corners.charAt(0));
    for (int i = 0; i < cells.length; i++) {
      s.append(String.valueOf(line).repeat(cells[i] + 2));
      s.append(corners.charAt(i < cells.length - 1 ? 1 : 2));
    }
    out.add(s.toString());
  }

  private void row(int[] cells, List<String> texts, char bar) {
    List<List<String>> wrapped = new ArrayList<>();
    int height = 1;
    for (int i = 0; i < cells.length; i++) {
      List<String> lines = wrap(texts.get(i), cells[i]);
      wrapped.add(lines);
      height = Math.max(height, lines.size());
    }
    for (int line = 0; line < height; line++) {
      StringBuilder s = new StringBuilder().append(bar);
      for (int i = 0; i < cells.length; i++) {
        String text = line < wrapped.get(i).size() ? wrapped.get(i).get(line) : "";
        String pad = " ".repeat(cells[i] - text.length());
        s.append(' ').append(i == 2 ? pad + text : text + pad).append(' ').append(bar);
      }
      out.add(s.toString());
    }
  }

  private static List<String> wrap(String text, int width) {
    List<String> lines = new ArrayList<>(Collections.singletonList(""));
    for (String word : text.split(" ", -1)) {
      String last = lines.get(lines.size() - 1);
      String joined = last.isEmpty() ? word : last + " " + word;
      if (joined.length() <= width) {
        lines.set(lines.size() - 1, joined);
        continue;
      }
      if (last.isEmpty()) {
        lines.remove(lines.size() - 1);
      }
      String rest = word;
      while (rest.length() > width) {
        lines.add(rest.substring(0, width));
        rest = rest.substring(width);
      }
      lines.add(rest);
    }
    return lines;
  }

  private void totals() {
    List<Variable> optimizer =
        model.isCompiled() && model.optimizer().isBuilt()
            ? model.optimizer().variables()
            : List.of();
    List<Variable> all = new ArrayList<>(model.weights());
    all.addAll(optimizer);
    total("Total", all);
    total("Trainable", model.trainableWeights());
    total("Non-trainable", model.nonTrainableWeights());
    if (!optimizer.isEmpty()) {
      total("Optimizer", optimizer);
    }
  }

  private void total(String what, List<Variable> variables) {
    long count = variables.stream().mapToLong(v -> v.shape().size()).sum();
    long bytes = variables.stream().mapToLong(v -> v.shape().size() * v.dtype().bytes()).sum();
    out.add(" %s params: %,d (%s)".formatted(what, count, readable(bytes)));
  }

  private static String readable(long bytes) {
    double size = bytes;
    String[] units = {"B", "KB", "MB", "GB", "TB"};
    int unit = 0;
    while (size >= 1024 && unit < units.length - 1) {
      size /= 1024;
      unit++;
    }
    return String.format(Locale.ROOT, "%.2f %s", size, units[unit]);
  }
}
