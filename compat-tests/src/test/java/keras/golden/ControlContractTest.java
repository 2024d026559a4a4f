package keras.golden;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;
import keras.Keras;
import keras.engine.CallContext;
import keras.engine.GraphFunction;
import keras.engine.HostTensor;
import keras.engine.KerasTensor;
import keras.engine.Shapes;
import keras.engine.TensorSpec;
import keras.engine.WorkspaceRef;
import keras.engine.control.AssociativeScan;
import keras.engine.control.Cond;
import keras.engine.control.ForiLoop;
import keras.engine.control.FunctionOperation;
import keras.engine.control.Scan;
import keras.engine.control.Switch;
import keras.engine.control.TensorFunction;
import keras.engine.control.VectorizedMap;
import keras.engine.control.WhileLoop;
import keras.layers.InputLayer;
import keras.models.Model;
import keras.ops.Core;
import keras.ops.DType;
import keras.ops.Expr;
import keras.ops.Numpy;
import keras.ops.Ops;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.tensorflow.Tensor;
import org.tensorflow.ndarray.Shape;

/**
 * The operations that take functions give what Keras gives: values, gradients, gradients of those,
 * and the shapes of functional models (golden/control.py).
 */
class ControlContractTest {
  /** A case in Java. */
  @FunctionalInterface
  private interface Written {
    List<Expr> compute(List<Expr> in, CallContext ctx);
  }

  private static final TreeMap<String, Written> CASES = new TreeMap<>();
  private static final TreeMap<String, FunctionOperation> NODES = new TreeMap<>();

  private static void node(String name, FunctionOperation operation) {
    NODES.put(name, operation);
    CASES.put(name, (in, ctx) -> operation.call(in, ctx));
  }

  private static Expr matmul(Expr a, Expr b) {
    return Numpy.matmul(a, b);
  }

  private static Expr sin(Expr x) {
    return Ops.call("sin", x);
  }

  private static Expr zero(CallContext ctx) {
    return Core.constant(ctx.tf(), 0, DType.INT32);
  }

  static {
    CASES.put(
        "cond_true",
        (in, ctx) ->
            new Cond(
                    (none, c) -> List.of(in.get(1).mul(in.get(2)).add(in.get(1))),
                    (none, c) -> List.of(in.get(2).exp()))
                .call(in.subList(0, 1), ctx));
    node(
        "cond_false",
        new Cond(
            (x, c) -> List.of(x.get(0).mul(x.get(1)), x.get(1).mul(2)),
            (x, c) -> List.of(x.get(1).exp(), x.get(0))));
    CASES.put(
        "cond_without_nan",
        (in, ctx) ->
            new Cond(
                    (none, c) -> List.of(in.get(1).mul(3)),
                    (none, c) -> List.of(in.get(1).div(in.get(1).mul(0).sum())))
                .call(in.subList(0, 1), ctx));
    node(
        "cond_of_dtypes",
        new Cond(
            (x, c) -> List.of(x.get(0).add(1), x.get(1).square()),
            (x, c) -> List.of(x.get(0), x.get(1))));
    CASES.put(
        "cond_in_cond",
        (in, ctx) ->
            new Cond(
                    (none, c) ->
                        new Cond(
                                (n, i) -> List.of(in.get(2).mul(2)),
                                (n, i) -> List.of(in.get(2).square().mul(in.get(2))))
                            .call(in.subList(1, 2), c),
                    (none, c) -> List.of(in.get(2)))
                .call(in.subList(0, 1), ctx));
    node(
        "switch_middle",
        new Switch(
            List.of(
                TensorFunction.of((a, b) -> a.add(b)),
                TensorFunction.of((a, b) -> a.mul(b).mul(a)),
                TensorFunction.of((a, b) -> a.sub(b)))));
    for (String end : List.of("switch_beyond", "switch_before")) {
      node(
          end,
          new Switch(List.of(TensorFunction.of(a -> a.exp()), TensorFunction.of(a -> a.tanh()))));
    }
    node(
        "while_until",
        new WhileLoop(
            TensorFunction.of(a -> a.sum().less(100)),
            TensorFunction.of(a -> a.mul(1.5).add(a.square().mul(0.1)))));
    CASES.put(
        "while_several",
        (in, ctx) ->
            new WhileLoop(
                    (v, c) -> List.of(v.get(2).less(4)),
                    (v, c) ->
                        List.of(
                            v.get(0).mul(v.get(1)).tanh().add(v.get(0)),
                            v.get(1).mul(0.9),
                            v.get(2).add(1)))
                .call(List.of(in.get(0), in.get(1), zero(ctx)), ctx)
                .subList(0, 2));
    node(
        "while_at_most",
        new WhileLoop(
                TensorFunction.of(a -> a.sum().less(1e9)), TensorFunction.of(a -> a.mul(a).add(1)))
            .maximumIterations(3));
    node(
        "while_never",
        new WhileLoop(TensorFunction.of(a -> a.sum().less(1)), TensorFunction.of(a -> a.mul(a))));
    CASES.put(
        "while_captures",
        (in, ctx) ->
            new WhileLoop(
                    (v, c) -> List.of(v.get(1).less(3)),
                    (v, c) -> List.of(matmul(v.get(0), in.get(1)).tanh(), v.get(1).add(1)))
                .call(List.of(in.get(0), zero(ctx)), ctx)
                .subList(0, 1));
    CASES.put(
        "while_in_while",
        (in, ctx) ->
            new WhileLoop(
                    (v, c) -> List.of(v.get(1).less(4)),
                    (v, c) ->
                        List.of(
                            new WhileLoop(
                                    (u, i) -> List.of(u.get(1).less(v.get(1))),
                                    (u, i) -> List.of(sin(u.get(0)).add(v.get(0)), u.get(1).add(1)))
                                .call(List.of(v.get(0), zero(c)), c)
                                .get(0),
                            v.get(1).add(1)))
                .call(List.of(in.get(0), zero(ctx)), ctx)
                .subList(0, 1));
    CASES.put(
        "cond_in_while",
        (in, ctx) ->
            new WhileLoop(
                    (v, c) -> List.of(v.get(1).less(4)),
                    (v, c) ->
                        List.of(
                            new Cond(
                                    (n, i) -> List.of(v.get(0).square()),
                                    (n, i) -> List.of(v.get(0).add(1)))
                                .call(
                                    List.of(Ops.binary("equal", Ops.binary("mod", v.get(1), 2), 0)),
                                    c)
                                .get(0),
                            v.get(1).add(1)))
                .call(List.of(in.get(0), zero(ctx)), ctx)
                .subList(0, 1));
    node(
        "fori",
        new ForiLoop(
            1, 4, TensorFunction.of((i, a) -> a.mul(a).mul(0.5).add(i.cast(DType.FLOAT32)))));
    node("fori_empty", new ForiLoop(3, 3, TensorFunction.of((i, a) -> a.mul(2))));
    CASES.put(
        "fori_of_tensors",
        (in, ctx) ->
            new ForiLoop(
                    in.get(0).sub(2),
                    in.get(0),
                    TensorFunction.of((i, a) -> sin(a).mul(i.cast(DType.FLOAT32))))
                .call(in.subList(1, 2), ctx));
    node("map_one", new keras.engine.control.Map(TensorFunction.of(a -> a.square().mul(a.sum()))));
    node(
        "map_several",
        new keras.engine.control.Map(
            (v, c) -> List.of(v.get(0).sum().mul(v.get(0)), v.get(1).add(1))));
    CASES.put(
        "map_captures",
        (in, ctx) ->
            new keras.engine.control.Map(TensorFunction.of(a -> a.mul(0.1).exp().mul(in.get(1))))
                .call(in.subList(0, 1), ctx));
    CASES.put(
        "map_in_map",
        (in, ctx) ->
            new keras.engine.control.Map(
                    (m, c) ->
                        new keras.engine.control.Map(
                                TensorFunction.of(r -> matmul(r.expandDims(0), in.get(1)).tanh()))
                            .call(m, c))
                .call(in.subList(0, 1), ctx));
    node("vectorized", new VectorizedMap(TensorFunction.of(a -> a.square().mul(a.sum()))));
    node("vectorized_one_for_all", new VectorizedMap(TensorFunction.of((a, b) -> a.mul(b))));
    node(
        "scan_one",
        new Scan(
            1,
            (c, x, i) ->
                new Scan.Step(
                    List.of(c.get(0).mul(x.get(0)).add(c.get(0)).tanh()),
                    List.of(c.get(0).mul(x.get(0))))));
    node(
        "scan_reverse",
        new Scan(
                1,
                (c, x, i) ->
                    new Scan.Step(
                        List.of(c.get(0).mul(0.5).add(sin(x.get(0)))), List.of(c.get(0).square())))
            .reverse(true));
    node(
        "scan_length",
        new Scan(
                1,
                (c, x, i) ->
                    new Scan.Step(
                        List.of(c.get(0).mul(c.get(0)).mul(0.5)), List.of(c.get(0).add(1))))
            .length(3));
    node(
        "scan_with_length",
        new Scan(
                1,
                (c, x, i) ->
                    new Scan.Step(List.of(c.get(0).add(x.get(0))), List.of(c.get(0).mul(x.get(0)))))
            .length(4)
            .unroll(2));
    CASES.put(
        "scan_several",
        (in, ctx) ->
            new Scan(
                    2,
                    (c, x, i) ->
                        new Scan.Step(
                            List.of(c.get(0).mul(x.get(0)).add(in.get(4)), c.get(1).add(x.get(1))),
                            List.of(c.get(0).mul(c.get(1)), x.get(1).mul(in.get(4)))))
                .unroll(3)
                .call(in.subList(0, 4), ctx));
    for (String any : List.of("associative_odd", "associative_unknown", "associative_single")) {
      node(any, new AssociativeScan(TensorFunction.of((a, b) -> a.mul(b))));
    }
    node("associative_axis", new AssociativeScan(TensorFunction.of((a, b) -> a.add(b))).axis(1));
    node(
        "associative_several",
        new AssociativeScan(
                (v, c) -> List.of(v.get(0).mul(v.get(2)), v.get(2).mul(v.get(1)).add(v.get(3))))
            .axis(-2)
            .reverse(true));
    node(
        "associative_unknown_reverse",
        new AssociativeScan(TensorFunction.of((a, b) -> a.mul(b).mul(0.9))).reverse(true));
  }

  static List<JsonObject> all() {
    return JsonObject.read(Path.of("golden", "control", "functions.json")).objects("cases");
  }

  private static List<HostTensor> inputs(JsonObject c) {
    return c.list("inputs").stream().map(ArrayJson::decode).toList();
  }

  /** Returns the shape of an input in graphs. */
  private static Shape shape(JsonObject c, int input, boolean open) {
    long[] sizes = inputs(c).get(input).shape().asArray();
    if (open && Boolean.TRUE.equals(c.list("open").get(input))) {
      sizes[0] = -1;
    }
    return Shape.of(sizes);
  }

  @Test
  void hasEveryCase() {
    Set<String> keras = new TreeSet<>();
    all().forEach(c -> keras.add(c.text("id")));
    assertEquals(keras, CASES.keySet());
  }

  @ParameterizedTest
  @MethodSource("all")
  void givesKerasValuesAndGradients(JsonObject c) {
    check(c, true, true);
  }

  @ParameterizedTest
  @MethodSource("all")
  void givesTheSameWhereSizesAreKnown(JsonObject c) {
    check(c, false, false);
  }

  private static List<Integer> derived(List<?> gradients) {
    return IntStream.range(0, gradients.size())
        .filter(i -> gradients.get(i) != null)
        .boxed()
        .toList();
  }

  private static Expr squares(List<? extends @Nullable Expr> tensors) {
    Expr sum = null;
    for (Expr y : tensors) {
      if (y != null && y.dtype().isFloating()) {
        Expr squares = y.cast(DType.FLOAT64).square().sum();
        sum = sum == null ? squares : sum.add(squares);
      }
    }
    return Objects.requireNonNull(sum);
  }

  private static void check(JsonObject c, boolean open, boolean training) {
    List<HostTensor> inputs = inputs(c);
    List<TensorSpec> specs = new ArrayList<>();
    for (int i = 0; i < inputs.size(); i++) {
      specs.add(new TensorSpec(shape(c, i, open), inputs.get(i).dtype()));
    }
    List<Integer> first = derived(c.list("gradients"));
    List<Integer> second = derived(c.list("seconds"));
    Written written = Objects.requireNonNull(CASES.get(c.text("id")), c.text("id"));
    List<Tensor> feeds = inputs.stream().map(HostTensor::toTensor).toList();
    List<HostTensor> made;
    try (WorkspaceRef home = new WorkspaceRef()) {
      made =
          new GraphFunction(
                  home,
                  "control",
                  training,
                  specs,
                  List.of(),
                  (ctx, in) -> {
                    List<Expr> outputs = written.compute(in, ctx);
                    List<Expr> all = new ArrayList<>(outputs);
                    List<Expr> gradients =
                        ctx.gradientsOf(squares(outputs), first.stream().map(in::get).toList());
                    gradients.forEach(g -> all.add(Objects.requireNonNull(g)));
                    if (!second.isEmpty()) {
                      ctx.gradientsOf(squares(gradients), second.stream().map(in::get).toList())
                          .forEach(g -> all.add(Objects.requireNonNull(g)));
                    }
                    return all;
                  })
              .run(feeds, out -> out.stream().map(HostTensor::of).toList());
    } finally {
      feeds.forEach(Tensor::close);
    }
    List<Object> expected = new ArrayList<>(c.list("outputs"));
    first.forEach(i -> expected.add(c.list("gradients").get(i)));
    second.forEach(i -> expected.add(c.list("seconds").get(i)));
    assertEquals(expected.size(), made.size(), "number of outputs");
    TensorComparison near = new TensorComparison(Closeness.relative(1e-5));
    for (int i = 0; i < made.size(); i++) {
      near.check("tensor " + i, ArrayJson.decode(expected.get(i)), made.get(i));
    }
  }

  static List<JsonObject> nodes() {
    return all().stream()
        .filter(c -> c.map().get("shapes") != null && NODES.containsKey(c.text("id")))
        .toList();
  }

  @ParameterizedTest
  @MethodSource("nodes")
  void isANodeOfAFunctionalModel(JsonObject c) {
    FunctionOperation operation = Objects.requireNonNull(NODES.get(c.text("id")));
    Keras.clearSession();
    List<KerasTensor> in = new ArrayList<>();
    for (int i = 0; i < inputs(c).size(); i++) {
      in.add(new InputLayer(shape(c, i, true)).dtype(inputs(c).get(i).dtype().id()).output());
    }
    List<KerasTensor> out = operation.applyAll(in);
    List<Object> shapes = new ArrayList<>();
    out.forEach(y -> shapes.add(List.of(Shapes.toConfig(y.shape()), y.dtype().id())));
    assertEquals(String.valueOf(c.list("shapes")), shapes.toString());
    Model.of(in, out).close();
  }
}
