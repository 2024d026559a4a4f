package keras.models.summary;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import keras.config.Described;
import keras.engine.KerasTensor;
import keras.engine.Node;
import keras.engine.Operation;
import keras.engine.RowOperation;
import keras.engine.Shapes;
import keras.engine.TensorSpec;
import keras.engine.Tracing;
import keras.engine.Variable;
import keras.layers.InputLayer;
import keras.layers.Layer;
import keras.models.Functional;
import keras.models.Model;
import keras.models.Sequential;
import keras.models.summary.TextTable.Align;
import keras.utils.PythonFormat;
import org.tensorflow.ndarray.Shape;

/**
 * The table of a model's layers, as Keras 3 prints it.
 *
 * <p>Keras: {@code keras/src/utils/summary_utils.py}.
 */
public final class Summary {
  private static final int LEAST_WIDTH = 4;

  private final Model model;
  private final SummaryOptions options;
  private final boolean graph;
  private final Set<Node> own = new LinkedHashSet<>();

  private Summary(Model model, SummaryOptions options) {
    this.model = model;
    this.options = options;
    this.graph = model instanceof Functional f && branches(f.topology().nodesByDepth());
    if (model instanceof Functional f) {
      f.topology().nodesByDepth().forEach(own::addAll);
    }
  }

  /** Prints the table and the totals, line by line. */
  public static void print(Model model, SummaryOptions options) {
    if (!model.layers().isEmpty() && model.graph() != null) {
      model.outputs();
    }
    new Summary(model, options).lines().forEach(options.printFn);
  }

  private List<String> lines() {
    List<String> header = new ArrayList<>(List.of("Layer (type)", "Output Shape", "Param #"));
    List<Align> aligns = new ArrayList<>(List.of(Align.LEFT, Align.LEFT, Align.RIGHT));
    if (graph) {
      header.add("Connected to");
      aligns.add(Align.LEFT);
    }
    if (options.showTrainable) {
      header.add("Trainable");
      aligns.add(Align.CENTER);
    }
    List<String> lines = new ArrayList<>();
    lines.add("Model: \"%s\"".formatted(model.name()));
    int length = length();
    List<List<String>> rows = new ArrayList<>();
    range(model.operations()).forEach(o -> rows(o, 0, rows));
    lines.addAll(new TextTable(header, aligns, widths(header.size(), length), length).with(rows));
    totals(lines);
    return lines;
  }

  private int length() {
    Integer given = options.lineLength;
    if (given != null) {
      return given;
    }
    int wanted = (graph ? 108 : 88) + (options.showTrainable ? 12 : 0);
    return Math.min(wanted, columns() - 4);
  }

  private static int columns() {
    String columns = System.getenv("COLUMNS");
    return columns != null && columns.matches("[1-9][0-9]{0,4}") ? Integer.parseInt(columns) : 80;
  }

  private int[] widths(int columns, int length) {
    double[] given = options.positions;
    double[] ends =
        given != null
            ? given
            : graph ? new double[] {0.3, 0.56, 0.74, 1} : new double[] {0.45, 0.80, 1};
    if (options.showTrainable) {
      double[] more = Arrays.copyOf(Arrays.stream(ends).map(p -> p * 0.90).toArray(), columns);
      more[columns - 1] = 1;
      ends = more;
    }
    if (ends.length != columns) {
      throw new IllegalArgumentException(
          "summary: `positions` needs one end for each of the %d columns. Received: %s."
              .formatted(columns, Arrays.toString(ends)));
    }
    int[] widths = new int[columns];
    int used = 0;
    for (int i = 0; i < columns; i++) {
      widths[i] = (int) (ends[i] * length) - used;
      used += widths[i];
      if (widths[i] < LEAST_WIDTH) {
        throw new IllegalArgumentException(
            "summary: column %d needs %d characters. Received: %d, of `line_length=%d`."
                .formatted(i + 1, LEAST_WIDTH, widths[i], length));
      }
    }
    return widths;
  }

  private List<Operation> range(List<Operation> layers) {
    List<String> ends = options.layerRange;
    if (ends == null) {
      return layers;
    }
    int[] first = matching(layers, ends.get(0));
    int[] last = matching(layers, ends.get(1));
    if (first.length == 0 || last.length == 0) {
      throw new IllegalArgumentException(
          "summary: `layer_range` needs names or patterns of the layers %s. Received: %s."
              .formatted(layers.stream().map(Operation::name).toList(), ends));
    }
    int from = first[0];
    int to = last[last.length - 1];
    return from <= to
        ? layers.subList(from, to + 1)
        : layers.subList(last[0], first[first.length - 1] + 1);
  }

  private static int[] matching(List<Operation> layers, String pattern) {
    Pattern start = Pattern.compile(pattern);
    return IntStream.range(0, layers.size())
        .filter(i -> start.matcher(layers.get(i).name()).lookingAt())
        .toArray();
  }

  /** Whether a model is more than a chain of layers that are each called once. */
  private static boolean branches(List<List<Node>> nodesByDepth) {
    Set<Object> called = new LinkedHashSet<>();
    for (List<Node> nodes : nodesByDepth) {
      Node node = nodes.get(0);
      if (nodes.size() > 1 || node.inputs().size() > 1 || !called.add(node.operation())) {
        return true;
      }
    }
    return false;
  }

  private void rows(Operation operation, int level, List<List<String>> rows) {
    List<String> row = new ArrayList<>();
    String prefix = level == 0 ? "" : "   ".repeat(level) + "└ ";
    List<Node> calls = calls(operation);
    row.add("%s%s (%s)".formatted(prefix, operation.name(), className(operation)));
    row.add(
        operation instanceof Layer layer
            ? shape(layer)
            : shown(shapes(calls.get(calls.size() - 1))));
    row.add(parameters(operation));
    if (graph) {
      row.add(connections(calls));
    }
    if (options.showTrainable) {
      boolean weights = operation instanceof Layer layer && !layer.weights().isEmpty();
      row.add(!weights ? "-" : ((Layer) operation).trainable() ? "Y" : "N");
    }
    rows.add(row);
    if (options.expandNested && operation instanceof Model inside) {
      inside.layers().forEach(l -> rows(l, level + 1, rows));
    }
  }

  private static String parameters(Operation operation) {
    if (!(operation instanceof Layer layer)) {
      return "0";
    }
    return layer.isBuilt() ? String.format(Locale.ROOT, "%,d", layer.countParams()) : "0 (unbuilt)";
  }

  /** Returns all calls of a layer, and those in this model of an operation. */
  private List<Node> calls(Operation operation) {
    return operation instanceof Layer layer
        ? layer.nodes()
        : own.stream().filter(node -> node.operation() == operation).toList();
  }

  private static List<Shape> shapes(Node call) {
    return call.outputs().flat().stream().map(KerasTensor::shape).toList();
  }

  /** The shape of the last call, or of what the layer was built for. */
  private static String shape(Layer layer) {
    List<Node> calls = layer.nodes();
    List<Shape> shapes = new ArrayList<>();
    if (layer instanceof InputLayer input) {
      shapes.add(input.batchShape());
    } else if (!calls.isEmpty()) {
      shapes.addAll(shapes(calls.get(calls.size() - 1)));
    } else if (layer instanceof Sequential s && s.graph() != null && s.isBuilt()) {
      s.outputs().forEach(t -> shapes.add(t.shape()));
    } else {
      shapes.addAll(inferred(layer));
    }
    return shown(shapes);
  }

  private static String shown(List<Shape> shapes) {
    if (shapes.isEmpty()) {
      return "?";
    }
    // Keras writes shapes of one axis here without a tuple's comma.
    List<String> shown = shapes.stream().map(s -> Shapes.show(s).replace(",)", ")")).toList();
    return shown.size() == 1 ? shown.get(0) : "[" + String.join(", ", shown) + "]";
  }

  private static List<Shape> inferred(Layer layer) {
    List<Shape> built = layer.builtShapes();
    if (built == null || layer instanceof Functional) {
      return List.of();
    }
    List<TensorSpec> inputs =
        built.stream().map(s -> new TensorSpec(s, layer.dtypePolicy().computeDtype())).toList();
    return Tracing.infer(inputs, (ctx, in) -> layer.applyAll(in, ctx)).stream()
        .map(TensorSpec::shape)
        .toList();
  }

  private String connections(List<Node> calls) {
    List<String> from = new ArrayList<>();
    for (Node node : calls) {
      if (own.contains(node)) {
        for (KerasTensor t : node.inputs()) {
          int call = t.node().operation() instanceof Layer l ? l.nodes().indexOf(t.node()) : 0;
          from.add(
              "%s[%d][%d]".formatted(t.node().operation().name(), Math.max(0, call), t.index()));
        }
      }
    }
    return from.isEmpty() ? "-" : String.join(", ", from);
  }

  private void totals(List<String> lines) {
    List<Variable> optimizer =
        model.isCompiled() && model.optimizer().isBuilt()
            ? model.optimizer().variables()
            : List.of();
    List<Variable> all = new ArrayList<>(model.weights());
    all.addAll(optimizer);
    lines.add(total("Total", all));
    lines.add(total("Trainable", model.trainableWeights()));
    lines.add(total("Non-trainable", model.nonTrainableWeights()));
    if (!optimizer.isEmpty()) {
      lines.add(total("Optimizer", optimizer));
    }
  }

  private static String total(String what, List<Variable> variables) {
    long count = variables.stream().mapToLong(v -> v.shape().size()).sum();
    long bytes = variables.stream().mapToLong(v -> v.shape().size() * v.dtype().bytes()).sum();
    return String.format(Locale.ROOT, " %s params: %,d (%s)", what, count, readable(bytes));
  }

  private static String readable(long bytes) {
    double size = bytes;
    String[] units = {"B", "KB", "MB", "GB", "TB", "PB"};
    int unit = 0;
    while (size >= 1024 && unit < units.length - 1) {
      size /= 1024;
      unit++;
    }
    return PythonFormat.fixed(size, 2) + " " + units[unit];
  }

  /** Returns the class by which Keras knows an operation. */
  public static String className(Operation operation) {
    if (operation instanceof RowOperation row) {
      return row.row().className();
    }
    return operation instanceof Described described
        ? String.valueOf(described.description().get("class_name"))
        : operation.getClass().getSimpleName();
  }
}
