package keras.io.savedmodel;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import keras.engine.NativeErrors;
import keras.engine.SessionSettings;
import org.tensorflow.Graph;
import org.tensorflow.Output;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.Tensor;
import org.tensorflow.exceptions.TFInvalidArgumentException;
import org.tensorflow.exceptions.TFUnimplementedException;
import org.tensorflow.exceptions.TensorFlowException;
import org.tensorflow.proto.SignatureDef;
import org.tensorflow.types.TString;

/** A program in TensorFlow: its graph, and the session that keeps its variables. */
final class ServedProgram implements AutoCloseable {
  private final Program program;
  private final Graph graph = new Graph();
  private final Session session;
  private final Map<String, Bound> functions = new LinkedHashMap<>();

  /** A signature's places in the graph. */
  private record Bound(
      Map<String, Output<?>> inputs, List<Output<?>> outputs, List<String> names) {}

  private ServedProgram(Program program, ServedGraph served) {
    this.program = program;
    try {
      graph.importGraphDef(served.graph());
      session = new Session(graph, SessionSettings.choose(work(served)));
    } catch (TensorFlowException | IllegalArgumentException | UnsupportedOperationException e) {
      graph.close();
      throw unreadable(e);
    }
  }

  /**
   * Makes a program ready to be called: hands it over, gives it its values, runs its first steps.
   */
  static ServedProgram start(Program program, ServedGraph served) {
    ServedProgram r = new ServedProgram(program, served);
    boolean started = false;
    try {
      StoredVariables.read(program, served.assignments(), r::assign);
      r.runFirst();
      program.signatureDefs().forEach((name, def) -> r.bind(name, def, served));
      started = true;
      return r;
    } finally {
      if (!started) {
        r.close();
      }
    }
  }

  /** A guess of the multiply-adds of a step, as for models: each matrix's elements, 32 times. */
  private static long work(ServedGraph served) {
    return 32L
        * served.graph().getNodeList().stream()
            .filter(n -> n.getOp().equals("VarHandleOp") && n.containsAttr("shape"))
            .map(n -> n.getAttrOrThrow("shape").getShape().getDimList())
            .filter(dims -> dims.size() > 1)
            .mapToLong(
                dims ->
                    dims.stream()
                        .mapToLong(d -> Math.max(0, d.getSize()))
                        .reduce(1, (a, b) -> a * b))
            .sum();
  }

  private void assign(List<ServedGraph.Assignment> assignments, List<Tensor> values) {
    Session.Runner run = session.runner();
    int next = 0;
    for (ServedGraph.Assignment a : assignments) {
      for (String place : a.places()) {
        run.feed(place, values.get(next++));
      }
      run.addTarget(a.node());
    }
    runFirst(run);
  }

  private void runFirst() {
    List<String> first = program.initNodes();
    if (first.isEmpty()) {
      return;
    }
    Session.Runner run = session.runner();
    first.forEach(run::addTarget);
    List<Tensor> names = new ArrayList<>();
    try {
      program
          .assets()
          .forEach(
              (place, file) -> {
                if (graph.operation(place) != null) {
                  TString name = TString.scalarOf(program.folder().asset(file).toString());
                  names.add(name);
                  run.feed(place, name);
                }
              });
      runFirst(run);
    } finally {
      names.forEach(Tensor::close);
    }
  }

  private void runFirst(Session.Runner run) {
    try (Result done = run.run()) {
      Objects.requireNonNull(done);
    } catch (TensorFlowException | IllegalArgumentException | UnsupportedOperationException e) {
      throw unreadable(e);
    }
  }

  private RuntimeException unreadable(RuntimeException e) {
    return new keras.saving.ModelFormatException(
        program.folder().program(), "", "TensorFlow refuses it: " + NativeErrors.text(e), e);
  }

  private void bind(String signature, SignatureDef def, ServedGraph served) {
    Map<String, Output<?>> inputs = new LinkedHashMap<>();
    def.getInputsMap()
        .forEach(
            (name, info) -> {
              if (!info.getName().isEmpty()) {
                TensorRef ref = TensorRef.of(info.getName());
                var op = graph.operationOrThrow(ref.node());
                if (ref.index() >= op.numOutputs()) {
                  throw program.error(signature, "'%s' does not exist.".formatted(info.getName()));
                }
                inputs.put(name, op.output(ref.index()));
              }
            });
    List<Output<?>> outputs = new ArrayList<>();
    Map<String, String> nodes = served.outputs(signature);
    nodes.values().forEach(node -> outputs.add(graph.operationOrThrow(node).output(0)));
    functions.put(signature, new Bound(inputs, outputs, List.copyOf(nodes.keySet())));
  }

  /** Calls a signature and hands its outputs to {@code use}; all tensors are closed afterwards. */
  <R> R call(Signature signature, Map<String, Tensor> feeds, Function<Map<String, Tensor>, R> use) {
    Bound bound = Objects.requireNonNull(functions.get(signature.name()));
    Session.Runner run = SessionSettings.inCallingThread(session);
    feeds.forEach(
        (name, tensor) -> run.feed(Objects.requireNonNull(bound.inputs().get(name)), tensor));
    bound.outputs().forEach(run::fetch);
    try (Result result = run(signature, run)) {
      Map<String, Tensor> outputs = new LinkedHashMap<>();
      for (int i = 0; i < bound.names().size(); i++) {
        outputs.put(bound.names().get(i), result.get(i));
      }
      return use.apply(outputs);
    }
  }

  private Result run(Signature signature, Session.Runner run) {
    try {
      return run.run();
    } catch (TensorFlowException | TFInvalidArgumentException | TFUnimplementedException e) {
      throw NativeErrors.whileRunning(
          "%s: signature '%s'".formatted(program.folder().root(), signature.name()), e);
    }
  }

  @Override
  public void close() {
    session.close();
    graph.close();
  }
}
