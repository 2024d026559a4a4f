package keras.engine.loops;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;
import keras.engine.CallContext;
import keras.engine.GraphFunction;
import keras.engine.HostTensor;
import keras.engine.TensorSpec;
import keras.engine.Tracing;
import keras.engine.Values;
import keras.engine.Variable;
import keras.engine.WorkspaceRef;
import keras.initializers.Constant;
import keras.layers.Dense;
import keras.layers.GRU;
import keras.layers.Layer;
import keras.models.Model;
import keras.ops.DType;
import keras.ops.Expr;
import keras.ops.Numpy;
import keras.trainers.StepData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tensorflow.Graph;
import org.tensorflow.GraphOperation;
import org.tensorflow.Tensor;
import org.tensorflow.ndarray.Shape;

class ScanTest {
  private static final DType F64 = DType.FLOAT64;

  private final Variable kernel = Variable.state("kernel", Shape.of(2, 2), F64, new Constant(0.4));

  /** A step with a variable, a constant, two states and an output that is none of them. */
  private StepOut step(List<Expr> in, List<Expr> states, List<Expr> constants, CallContext ctx) {
    Expr h = in.get(0).mul(constants.get(0)).add(states.get(0).matmul(ctx.read(kernel))).tanh();
    Expr c = states.get(1).mul(0.7).add(h.square());
    return new StepOut(h.mul(c).sub(in.get(0)), List.of(h, c));
  }

  /** Returns the sum of squares of what a loop gives, and its gradients by everything. */
  private List<double[]> run(
      UnaryOperator<Scan> how, boolean training, long length, List<double[]> given) {
    try (WorkspaceRef home = new WorkspaceRef()) {
      return run(loop(home, how, training, length), given);
    }
  }

  private GraphFunction loop(
      WorkspaceRef home, UnaryOperator<Scan> how, boolean training, long length) {
    List<TensorSpec> specs =
        List.of(
            new TensorSpec(Shape.of(-1, length, 2), F64),
            new TensorSpec(Shape.of(-1, 2), F64),
            new TensorSpec(Shape.of(-1, 2), F64),
            new TensorSpec(Shape.of(2), F64),
            new TensorSpec(Shape.of(-1, length), DType.BOOL));
    return new GraphFunction(
        home,
        "scan",
        training,
        specs,
        List.of(kernel),
        (ctx, in) -> {
          Scan scan =
              Scan.over(in.get(0))
                  .states(List.of(in.get(1), in.get(2)))
                  .constants(List.of(in.get(3)))
                  .mask(in.get(4));
          ScanResult r = how.apply(scan).run(ctx, this::step);
          Expr all = r.outputs();
          Expr loss = r.last().square().sum().add(r.states().get(1).square().sum());
          loss = all == null ? loss : loss.add(all.square().sum());
          List<Expr> wrt = new ArrayList<>(in.subList(0, 4));
          wrt.add(ctx.readRaw(kernel));
          List<Expr> out = new ArrayList<>(List.of(loss));
          ctx.gradientsOf(loss, wrt).forEach(g -> out.add(Objects.requireNonNull(g)));
          return out;
        });
  }

  private List<double[]> run(GraphFunction loop, List<double[]> given) {
    Values.write(List.of(kernel), List.of(host(given.get(4), 2, 2)));
    List<Tensor> feeds = new ArrayList<>();
    long steps = given.get(0).length / 6;
    feeds.add(host(given.get(0), 3, steps, 2).toTensor());
    feeds.add(host(given.get(1), 3, 2).toTensor());
    feeds.add(host(given.get(2), 3, 2).toTensor());
    feeds.add(host(given.get(3), 2).toTensor());
    feeds.add(mask(steps).toTensor());
    try {
      return loop.run(feeds, out -> out.stream().map(ScanTest::doubles).toList());
    } finally {
      feeds.forEach(Tensor::close);
    }
  }

  private static HostTensor host(double[] values, long... shape) {
    ByteBuffer bytes = ByteBuffer.allocate(values.length * 8).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asDoubleBuffer().put(values);
    return new HostTensor(F64, Shape.of(shape), bytes);
  }

  /** Every third step of a sample does not count. */
  private static HostTensor mask(long steps) {
    ByteBuffer bytes = ByteBuffer.allocate(Math.toIntExact(3 * steps));
    for (int i = 0; i < bytes.capacity(); i++) {
      bytes.put(i, (byte) (i % 3 == 1 ? 0 : 1));
    }
    return new HostTensor(DType.BOOL, Shape.of(3, steps), bytes);
  }

  private static double[] doubles(Tensor t) {
    ByteBuffer data = HostTensor.of(t).data().order(ByteOrder.LITTLE_ENDIAN);
    double[] values = new double[data.remaining() / 8];
    data.asDoubleBuffer().get(values);
    return values;
  }

  private static List<double[]> inputs(int steps) {
    List<double[]> all = new ArrayList<>();
    int[] sizes = {3 * steps * 2, 6, 6, 2, 4};
    int n = 0;
    for (int size : sizes) {
      double[] values = new double[size];
      for (int i = 0; i < size; i++) {
        values[i] = Math.sin(1.7 * n++) * 0.8;
      }
      all.add(values);
    }
    return all;
  }

  private static UnaryOperator<Scan> kind(String words) {
    return s ->
        (words.contains("unmasked") ? s.mask(null) : s)
            .outputs(words.contains("all"))
            .backwards(words.contains("backwards"))
            .zeroOutputs(words.contains("zero"))
            .unroll(words.contains("unrolled"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "unmasked last",
        "unmasked all",
        "unmasked all backwards",
        "masked last",
        "masked all",
        "masked all backwards",
        "masked all zero",
        "masked last zero"
      })
  void hasTheGradientsOfFiniteDifferences(String words) {
    List<double[]> x = inputs(4);
    List<double[]> found = run(kind(words), true, -1, x);
    try (WorkspaceRef home = new WorkspaceRef()) {
      GraphFunction loop = loop(home, kind(words), false, -1);
      for (int i = 0; i < x.size(); i++) {
        for (int k = 0; k < x.get(i).length; k++) {
          double old = x.get(i)[k];
          x.get(i)[k] = old + 1e-5;
          double up = run(loop, x).get(0)[0];
          x.get(i)[k] = old - 1e-5;
          double down = run(loop, x).get(0)[0];
          x.get(i)[k] = old;
          assertEquals((up - down) / 2e-5, found.get(i + 1)[k], 1e-6, words + " " + i + "." + k);
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"unmasked all", "masked last", "masked all zero", "masked all backwards"})
  void computesAsUnrolledWhereItTrainsAndWhereNot(String words) {
    List<double[]> x = inputs(4);
    List<double[]> unrolled = run(kind(words + " unrolled"), true, 4, x);
    for (boolean training : new boolean[] {true, false}) {
      for (long length : new long[] {4, -1}) {
        List<double[]> loop = run(kind(words), training, length, x);
        for (int i = 0; i < unrolled.size(); i++) {
          assertArrayEquals(unrolled.get(i), loop.get(i), 1e-12, words + " " + i);
        }
      }
    }
  }

  @Test
  void takesAThousandSteps() {
    List<double[]> x = inputs(1000);
    List<double[]> known = run(kind("masked all"), true, 1000, x);
    List<double[]> unknown = run(kind("masked all"), true, -1, x);
    for (int i = 0; i < known.size(); i++) {
      assertArrayEquals(known.get(i), unknown.get(i), 0.0);
    }
    assertTrue(Double.isFinite(known.get(0)[0]));
  }

  @Test
  void runsALoopInsideOfALoop() {
    TensorSpec spec = new TensorSpec(Shape.of(1, 3), F64);
    try (WorkspaceRef home = new WorkspaceRef();
        Tensor x = host(new double[] {1, 2, 3}, 1, 3).toTensor()) {
      GraphFunction f =
          new GraphFunction(
              home,
              "nested",
              true,
              List.of(spec),
              List.of(),
              (ctx, in) -> {
                Expr zero = Numpy.zerosLike(Numpy.sum(in.get(0), 1, false));
                ScanResult outer =
                    Scan.over(in.get(0))
                        .states(List.of(zero))
                        .constants(in)
                        .run(
                            ctx,
                            (at, states, constants, c) -> {
                              ScanResult inner =
                                  Scan.over(constants.get(0))
                                      .states(states)
                                      .run(
                                          c,
                                          (a, s, none, cc) ->
                                              StepOut.of(s.get(0).mul(0.5).add(a.get(0))));
                              return StepOut.of(inner.last().mul(at.get(0)));
                            });
                Expr loss = outer.last().sum();
                Expr gradient = Objects.requireNonNull(ctx.gradientsOf(loss, in).get(0));
                return List.of(loss, gradient);
              });
      List<double[]> found = f.run(List.of(x), out -> out.stream().map(ScanTest::doubles).toList());
      assertEquals(nested(1, 2, 3), found.get(0)[0], 1e-12);
      for (int i = 0; i < 3; i++) {
        double[] up = {1, 2, 3};
        up[i] += 1e-6;
        double slope = (nested(up) - nested(1, 2, 3)) / 1e-6;
        assertEquals(slope, found.get(1)[i], 1e-3);
      }
    }
  }

  private static double nested(double... x) {
    double state = 0;
    for (double at : x) {
      for (double a : x) {
        state = state * 0.5 + a;
      }
      state *= at;
    }
    return state;
  }

  // ---------------------------------------------------------------- what is refused

  private static String refused(Tracing.Body body) {
    TensorSpec spec = new TensorSpec(Shape.of(-1, -1, 2), F64);
    return String.valueOf(
        assertThrows(RuntimeException.class, () -> Tracing.infer(List.of(spec), body))
            .getMessage());
  }

  private static Expr zeros(List<Expr> in) {
    return Numpy.zerosLike(Numpy.sum(in.get(0), 1, false));
  }

  @Test
  void refusesToAssignInAStep() {
    assertEquals(
        "A step of a loop cannot assign the variable 'kernel': it is built once for all steps. Let"
            + " the step return the value as a state, and do so after the loop.",
        refused(
            (ctx, in) -> {
              Scan.over(in.get(0))
                  .states(List.of(zeros(in)))
                  .run(
                      ctx,
                      (at, states, constants, c) -> {
                        c.assign(kernel, c.readRaw(kernel));
                        return StepOut.of(states.get(0));
                      });
              return in;
            }));
  }

  @Test
  void refusesStatesOfAnotherShape() {
    assertEquals(
        "Scan: expected a step that gives states of the shapes and dtypes it takes, [(None, 2)"
            + " float64]. Received: [(None, 1) float64].",
        refused(
            (ctx, in) -> {
              Scan.over(in.get(0))
                  .states(List.of(zeros(in)))
                  .run(
                      ctx,
                      (at, states, constants, c) -> StepOut.of(Numpy.sum(states.get(0), 1, true)));
              return in;
            }));
  }

  @Test
  void refusesToUnrollAnUnknownLength() {
    assertEquals(
        "Scan: expected a known number of steps to unroll. Received: shape (None, None, 2).",
        refused(
            (ctx, in) -> {
              Scan.over(in.get(0))
                  .states(List.of(zeros(in)))
                  .unroll(true)
                  .run(ctx, (at, states, constants, c) -> StepOut.of(at.get(0)));
              return in;
            }));
  }

  @Test
  void refusesTensorsOfTheGraphAround() {
    String message =
        refused(
            (ctx, in) -> {
              Expr outside = zeros(in);
              Scan.over(in.get(0))
                  .states(List.of(outside))
                  .run(ctx, (at, states, constants, c) -> StepOut.of(states.get(0).add(outside)));
              return in;
            });
    assertTrue(message.contains("graph"), message);
  }

  /** Counts the loops in the graph of its step. */
  private static final class Counting extends Model {
    private final Layer recurrent = new GRU(2);
    private final Layer out = new Dense(1);
    private long loops;

    @Override
    protected Expr call(Expr x, CallContext ctx) {
      return out.apply(recurrent.apply(x, ctx), ctx);
    }

    @Override
    protected Map<String, Expr> trainStep(StepData data, CallContext ctx) {
      Map<String, Expr> logs = super.trainStep(data, ctx);
      Iterator<GraphOperation> ops = ((Graph) ctx.tf().scope().env()).operations();
      while (ops.hasNext()) {
        loops += ops.next().type().equals("StatelessWhile") ? 1 : 0;
      }
      return logs;
    }
  }

  /** One loop forward, whose states are kept, and one backward. */
  @Test
  void computesEachStepForwardOnceInFit() {
    try (Counting model = new Counting()) {
      model.compile("sgd", "mse");
      model.fit(new float[2][3][4], new float[2][1], f -> f.verbose(0));
      assertEquals(2, model.loops);
    }
  }
}
