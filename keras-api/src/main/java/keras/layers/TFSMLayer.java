package keras.layers;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import keras.config.Arg;
import keras.config.CustomObjects;
import keras.engine.Arguments;
import keras.engine.CallContext;
import keras.engine.Structure;
import keras.engine.Variable;
import keras.engine.programs.Capture;
import keras.engine.programs.Inliner;
import keras.engine.programs.Program;
import keras.engine.programs.ProgramFunction;
import keras.engine.programs.ProgramReader;
import keras.initializers.Zeros;
import keras.ops.Expr;
import org.jspecify.annotations.Nullable;
import org.tensorflow.ndarray.Shape;

/**
 * Computes what a function of a SavedModel computes, with the SavedModel's variables as weights
 * that train: what {@code model.export}, {@code tf.saved_model.save} or tf_keras' {@code
 * model.save} wrote. The artifact keras-io reads it.
 *
 * <pre>{@code
 * model.export("artifact");
 * Model again = new Sequential(Keras.input(784), new TFSMLayer("artifact"), new Dense(10));
 * TFSMLayer tuned =
 *     new TFSMLayer("artifact").callEndpoint("infer").callTrainingEndpoint("train");
 * }</pre>
 *
 * <p>The function becomes part of the model's graph, op by op: it is differentiated as the model's
 * own ops are, and {@code export} writes it into the model's program. What it assigns, such as
 * moving averages of a training endpoint, is assigned when the model's step ends.
 *
 * <p>Inputs: what the endpoint takes: a tensor, or tensors in a list or in a map by name, of its
 * dtypes; a signature of several inputs takes a map. Outputs: what it gives, in the same way; a
 * signature, such as {@code "serving_default"}, gives a map. A mask ends here.
 *
 * <p>Weights: the variables that the endpoints use, those that train first, each by its name in the
 * SavedModel with {@code _} for slashes. They are made when the layer is first called. Files of the
 * model hold their values, and the path of the SavedModel.
 *
 * <p>SavedModels are programs: ops that reach files, the network or Python are refused, as by
 * {@code SavedModel.load}. A config does not load one: whoever reads a model with this layer gives
 * it, by {@code LoadOptions.custom("tfsm_layer", () -> new TFSMLayer("artifact"))} with the layer's
 * name.
 *
 * <p>Differs from Keras: weights are there when the layer is called, not before; a signature of
 * several inputs can be called; sparse and ragged inputs, TensorFlow 1 programs, mutable tables,
 * variables that loops assign, and gradients by {@code tf.custom_gradient} are refused; there is no
 * unsafe mode in which a config loads the SavedModel that it names.
 *
 * <p>Keras: {@code keras/src/export/tfsm_layer.py}.
 */
public final class TFSMLayer extends FluentLayer<TFSMLayer> {
  @Arg private String filepath = "";
  @Arg private String callEndpoint = "serve";
  @Arg private @Nullable String callTrainingEndpoint;

  private final Map<Integer, Variable> places = new LinkedHashMap<>();
  private @Nullable Program program;

  private TFSMLayer() {}

  /**
   * Makes a layer of the SavedModel in a folder.
   *
   * @throws IllegalArgumentException if there is none
   * @throws IllegalStateException if the class path lacks keras-io
   */
  public TFSMLayer(String filepath) {
    this.filepath = filepath;
    this.program = ProgramReader.find("TFSMLayer").read(Path.of(filepath));
  }

  /** Makes a layer of the SavedModel in a folder. */
  public TFSMLayer(Path filepath) {
    this(filepath.toString());
  }

  /**
   * Sets the function that is called: an attribute of the saved object, or else a signature. {@code
   * "serve"} unless it is set, as Keras 3 exports models; others often have {@code
   * "serving_default"}.
   */
  public TFSMLayer callEndpoint(String name) {
    return with(() -> callEndpoint = known(name, "call_endpoint"));
  }

  /** Sets the function that is called while training; null for the same one. */
  public TFSMLayer callTrainingEndpoint(@Nullable String name) {
    return with(
        () -> callTrainingEndpoint = name == null ? null : known(name, "call_training_endpoint"));
  }

  /** A factory of the caller's gives the SavedModel; then what the config names is not read. */
  @Override
  protected Map<String, @Nullable Object> adopt(
      Map<String, @Nullable Object> config, CustomObjects custom) {
    if (program != null) {
      config.remove("filepath");
    }
    return config;
  }

  @Override
  protected void validate() {
    if (program == null) {
      program = ProgramReader.find("TFSMLayer").read(Path.of(filepath));
    }
    endpoints().forEach(name -> known(name, "call_endpoint"));
  }

  private Program program() {
    return Objects.requireNonNull(program);
  }

  private List<String> endpoints() {
    String training = callTrainingEndpoint;
    return training == null ? List.of(callEndpoint) : List.of(callEndpoint, training);
  }

  private String known(String name, String argument) {
    if (!program().has(name)) {
      throw new IllegalArgumentException(
          "TFSMLayer: the endpoint '%s' is neither a function that is an attribute of the SavedModel in %s nor one of its signatures, which are %s. Give another `%s`."
              .formatted(name, program().name(), program().signatures(), argument));
    }
    return name;
  }

  @Override
  protected void build(Arguments<Shape> shapes) {
    validate();
    for (boolean trains : new boolean[] {true, false}) {
      for (String endpoint : endpoints()) {
        for (ProgramFunction function : program().functions(endpoint)) {
          for (Capture capture : function.captures()) {
            if (capture instanceof Capture.State s
                && s.trainable() == trains
                && !places.containsKey(s.id())) {
              places.put(s.id(), variable(s));
            }
          }
        }
      }
    }
    if (!trainable()) {
      state.train(false); // they are of those that may train again
    }
  }

  private Variable variable(Capture.State s) {
    String name = s.name().replace('/', '_') + ":0";
    Variable variable =
        new Variable(name, s.shape(), s.dtype(), new Zeros(), s.trainable(), null, null);
    variable.assign(program().value(s));
    return variable;
  }

  @Override
  protected Structure<Expr> call(Arguments<Expr> in, CallContext ctx) {
    for (String name : in.names().subList(1, in.names().size())) {
      if (in.value(name) != null && !name.equals("training") && !name.equals("mask")) {
        throw new UnsupportedOperationException(
            "%s: was called with `%s`; an endpoint takes its inputs as one argument here."
                .formatted(this, name));
      }
    }
    String training = callTrainingEndpoint;
    String endpoint = ctx.training() && training != null ? training : callEndpoint;
    List<ProgramFunction> functions = program().functions(endpoint);
    Structure<Expr> given = EndpointInputs.structure(in.first());
    for (ProgramFunction function : functions) {
      if (EndpointInputs.fit(function.inputs(), given)) {
        List<Expr> outputs =
            Inliner.build(
                ctx,
                program().library(),
                function,
                given.flat(),
                s -> Objects.requireNonNull(places.get(s.id())));
        return EndpointInputs.outputs(function.outputs(), outputs);
      }
    }
    List<String> expected = new ArrayList<>();
    functions.forEach(f -> expected.add(EndpointInputs.show(f.inputs())));
    throw new IllegalArgumentException(
        "%s: the endpoint '%s' expects %s. Received: %s."
            .formatted(
                this,
                endpoint,
                String.join(" or ", expected),
                EndpointInputs.show(given.map(EndpointInputs::spec))));
  }
}
