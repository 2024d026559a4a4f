package keras.golden;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;
import keras.Keras;
import keras.config.Arg;
import keras.config.Configs;
import keras.config.CustomObjects;
import keras.engine.CallContext;
import keras.engine.GraphFunction;
import keras.engine.HostTensor;
import keras.engine.TensorSpec;
import keras.engine.Values;
import keras.engine.Variable;
import keras.engine.WorkspaceRef;
import keras.engine.loops.StepOut;
import keras.initializers.GlorotUniform;
import keras.io.json.Json;
import keras.layers.Cell;
import keras.layers.Layer;
import keras.ops.DType;
import keras.ops.Expr;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tensorflow.Tensor;
import org.tensorflow.ndarray.Shape;

/**
 * Calls that were recorded while Keras' own unit tests ran give what they gave there: {@code
 * golden/harvest.py} says how they were kept, and which were left out.
 */
class HarvestTest {
  private static final CustomObjects CELLS =
      CustomObjects.none()
          .with("OneStateRNNCell", OneState.class)
          .with("TwoStatesRNNCell", TwoStates.class);

  /** The cell of Keras' own tests with one state. */
  static final class OneState extends Layer implements Cell {
    @Arg int units;
    @Arg @Nullable Object stateSize;
    private Variable kernel;
    private Variable recurrent;

    @Override
    public List<Shape> stateShapes() {
      return List.of(Shape.of(units));
    }

    @Override
    protected void build(Shape input) {
      kernel = addWeight("kernel", Shape.of(input.get(-1), units), new GlorotUniform());
      recurrent = addWeight("recurrent_kernel", Shape.of(units, units), new GlorotUniform());
    }

    @Override
    public StepOut step(Expr x, List<Expr> states, List<Expr> fixed, CallContext ctx) {
      Expr h = x.matmul(ctx.read(kernel));
      return StepOut.of(h.add(states.get(0).matmul(ctx.read(recurrent))));
    }
  }

  /** The cell of Keras' own tests with two states, of which it reads the first alone. */
  static final class TwoStates extends Layer implements Cell {
    @Arg int units;
    @Arg @Nullable Object stateSize;
    private Variable kernel;
    private Variable first;
    private Variable second;

    @Override
    public List<Shape> stateShapes() {
      return List.of(Shape.of(units), Shape.of(units));
    }

    @Override
    protected void build(Shape input) {
      kernel = addWeight("kernel", Shape.of(input.get(-1), units), new GlorotUniform());
      first = addWeight("recurrent_kernel_1", Shape.of(units, units), new GlorotUniform());
      second = addWeight("recurrent_kernel_2", Shape.of(units, units), new GlorotUniform());
    }

    @Override
    public StepOut step(Expr x, List<Expr> states, List<Expr> fixed, CallContext ctx) {
      Expr h = x.matmul(ctx.read(kernel));
      Expr one = h.add(states.get(0).matmul(ctx.read(first)));
      Expr two = h.add(states.get(0).matmul(ctx.read(second)));
      return new StepOut(one.add(two), List.of(one, two));
    }
  }

  @BeforeEach
  void forgetNames() {
    Keras.clearSession();
  }

  private static List<LayerFixture> calls(String group) {
    Path file = Path.of("golden", "harvest", group + ".jsonl.gz");
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(
                new GZIPInputStream(Files.newInputStream(file)), StandardCharsets.UTF_8))) {
      return lines
          .lines()
          .map(line -> new LayerFixture(JsonObject.of(Json.parse(line, group, ""))))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"core", "conv", "rnn", "graphs", "colours", "tables"})
  void givesWhatKerasGaveInItsOwnTests(String group) {
    List<String> differ = new ArrayList<>();
    List<LayerFixture> calls = calls(group);
    Layer before = null;
    WorkspaceRef home = new WorkspaceRef();
    for (LayerFixture call : calls) {
      try {
        boolean continues = Boolean.TRUE.equals(call.json().get("continues"));
        Layer layer = continues && before != null ? before : layer(call);
        if (!continues) {
          home.close();
          home = new WorkspaceRef();
        }
        before = layer;
        // One unit in the last place of float16 is some thousandth.
        boolean halves = LayerFixture.outputs(call.json()).get(0).dtype() == DType.FLOAT16;
        new TensorComparison(Closeness.relative(halves ? 1e-3 : 1e-5))
            .check(
                "outputs",
                LayerFixture.outputs(call.json()),
                outputs(call, layer, home, !continues));
      } catch (RuntimeException | AssertionError e) {
        differ.add(call + ": " + e.getClass().getSimpleName() + " " + e.getMessage());
        before = null;
      }
    }
    home.close();
    assertTrue(
        differ.isEmpty(),
        differ.size() + " of " + calls.size() + " calls differ:\n" + String.join("\n", differ));
  }

  private static Layer layer(LayerFixture call) {
    JsonObject object = call.json().object("object");
    if (object.text("class_name").equals("Functional")) {
      return Keras.modelFromJson(Json.write(object.map()));
    }
    return (Layer) Configs.deserialize(call.json().object("object").map(), CELLS);
  }

  private static List<HostTensor> outputs(
      LayerFixture call, Layer layer, WorkspaceRef home, boolean sets) {
    List<TensorSpec> specs =
        call.inputs().stream().map(t -> new TensorSpec(t.shape(), t.dtype())).toList();
    List<Tensor> feeds = call.inputs().stream().map(HostTensor::toTensor).toList();
    boolean trains = Boolean.TRUE.equals(call.json().get("trains"));
    try {
      GraphFunction f =
          new GraphFunction(
              home,
              "call",
              trains,
              specs,
              List.of(),
              (ctx, in) -> layer.apply(call.call(layer, Expr.class, in), ctx).flat());
      f.build();
      if (sets) {
        Values.write(layer.weights(), call.weights());
      }
      return f.run(feeds, made -> made.stream().map(HostTensor::of).toList());
    } finally {
      feeds.forEach(Tensor::close);
    }
  }
}
