package keras.io.weights;

import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import keras.engine.Variable;
import keras.ops.DType;
import keras.optimizers.Optimizer;
import org.jspecify.annotations.Nullable;

/**
 * What the Kerases call the attributes that hold layers, variables and optimizers, in every layout
 * of files: a row for each class that differs somewhere, and none for the others.
 *
 * <p>Objects tell Keras 3's names ({@link keras.engine.Saveable#children}, {@link
 * keras.engine.Variable#name}), which both Kerases share unless a row says otherwise. A class of
 * one's own has the row of the class that it extends.
 */
final class AttributeNames {
  /** How a class differs; what a row does not say is as in Keras 3. */
  private static final class Row {
    final Map<Framework, Map<String, String>> attributes = new EnumMap<>(Framework.class);
    final Map<String, String> words = new LinkedHashMap<>();
    final Map<String, String> before2Point11 = new LinkedHashMap<>();
    final Map<String, String> prefixes = new LinkedHashMap<>();
    final Set<String> withoutScope;
    @Nullable String state;
    @Nullable String always;
    @Nullable String never;
    Predicate<Variable> unused = v -> false;

    Row(String... withoutScope) {
      this.withoutScope = Set.of(withoutScope);
    }

    /** Notes the attribute in which tf_keras holds something, and its name if it is a variable. */
    Row tfKeras(String name, String theirs) {
      words.put(name, theirs);
      return attribute(Framework.TF_KERAS, name, theirs);
    }

    /** Notes the attribute in which a Keras holds something of another name. */
    Row attribute(Framework framework, String name, String theirs) {
      attributes.computeIfAbsent(framework, f -> new LinkedHashMap<>()).put(name, theirs);
      return this;
    }

    /** Notes what the optimizers before TensorFlow 2.11 call a slot. */
    Row old(String name, String theirs) {
      before2Point11.put(name, theirs);
      return this;
    }

    /** Notes with what tf_keras begins the name of a child. */
    Row prefix(String name, String theirs) {
      prefixes.put(name, theirs);
      return this;
    }

    /** Notes in which child tf_keras has the variables that its files list for this object. */
    Row stateIn(String child) {
      state = child;
      return this;
    }

    /** Notes a slot that tf_keras has even where the option of that name is 0; it comes last. */
    Row always(String slot) {
      always = slot;
      return this;
    }

    /** Notes which variables tf_keras does not have. */
    Row without(Predicate<Variable> theirs) {
      unused = theirs;
      return this;
    }

    /** Notes a variable that tf_keras does not save. */
    Row never(String variable) {
      never = variable;
      return this;
    }
  }

  private static final Row SAME = new Row();

  private static final Map<String, Row> ROWS = new LinkedHashMap<>();

  static {
    layer("DepthwiseConv1D", new Row().tfKeras("kernel", "depthwise_kernel"));
    layer("DepthwiseConv2D", new Row().tfKeras("kernel", "depthwise_kernel"));
    layer("ConvLSTM1D", new Row("cell"));
    layer("ConvLSTM2D", new Row("cell"));
    layer("ConvLSTM3D", new Row("cell"));
    layer(
        "LayerScale",
        new Row().tfKeras("variable", "gamma").attribute(Framework.KERAS_3, "variable", "gamma"));
    layer("TimeDistributed", new Row("layer"));
    layer("Bidirectional", new Row().prefix("backward_layer", "backward_"));
    layer(
        "SpectralNormalization",
        new Row("layer")
            .attribute(Framework.KERAS_3, "embeddings", "kernel")
            .attribute(Framework.TF_KERAS, "embeddings", "kernel"));
    layer(
        "Normalization",
        new Row()
            .attribute(Framework.KERAS_3, "mean", "adapt_mean")
            .attribute(Framework.KERAS_3, "variance", "adapt_variance"));
    layer("Discretization", new Row().attribute(Framework.TF_KERAS, "0", "summary"));
    layer(
        "MultiHeadAttention",
        new Row()
            .tfKeras("query_dense", "_query_dense")
            .tfKeras("key_dense", "_key_dense")
            .tfKeras("value_dense", "_value_dense")
            .tfKeras("output_dense", "_output_dense"));
    optimizer("SGD", moments().old("momentum", "momentum").always("momentum"));
    optimizer("Adam", adam());
    optimizer("AdamW", adam());
    optimizer(
        "Nadam", adam().attribute(Framework.TF_KERAS, "variable", "_u_product").never("variable"));
    optimizer("Lion", moments());
    optimizer(
        "Adadelta",
        new Row().old("accumulated_grad", "accum_grad").old("accumulated_delta_var", "accum_var"));
    optimizer("Adafactor", moments().without(v -> v.dtype() == DType.INT32));
    optimizer("Adagrad", new Row().old("accumulator", "accumulator"));
    optimizer("Ftrl", new Row().old("accumulator", "accumulator").old("linear", "linear"));
    optimizer("Adamax", moments().tfKeras("norm", "u").old("momentum", "m").old("norm", "v"));
    optimizer(
        "RMSprop",
        new Row().old("velocity", "rms").old("average_gradient", "mg").old("momentum", "momentum"));
    optimizer(
        "LossScaleOptimizer",
        new Row()
            .tfKeras("dynamic_scale", "current_loss_scale")
            .tfKeras("step_counter", "good_steps")
            .stateIn("inner_optimizer"));
  }

  private AttributeNames() {}

  private static void layer(String className, Row row) {
    ROWS.put("keras.layers." + className, row);
  }

  private static void optimizer(String className, Row row) {
    ROWS.put("keras.optimizers." + className, row);
  }

  private static Row moments() {
    return new Row()
        .tfKeras("momentum", "m")
        .tfKeras("velocity", "v")
        .tfKeras("velocity_hat", "vhat");
  }

  private static Row adam() {
    return moments().old("momentum", "m").old("velocity", "v").old("velocity_hat", "vhat");
  }

  private static Row row(Object owner) {
    for (Class<?> c = owner.getClass(); c != null; c = c.getSuperclass()) {
      Row row = ROWS.get(c.getName());
      if (row != null) {
        return row;
      }
    }
    return SAME;
  }

  /**
   * Returns what a Keras calls the attribute that holds a child or a variable.
   *
   * @param owner whose attribute it is
   * @param name Keras 3's name of the child or the variable
   */
  static String of(Framework framework, Object owner, String name) {
    return row(owner).attributes.getOrDefault(framework, Map.of()).getOrDefault(name, name);
  }

  /**
   * Returns tf_keras' name of a variable, and of a kind of slots in its optimizers of today.
   *
   * @param name Keras 3's name
   */
  static String variable(Object owner, String name) {
    return row(owner).words.getOrDefault(name, name);
  }

  /**
   * Returns what the optimizers before TensorFlow 2.11 call the kind of a slot; null where they
   * have no such slot.
   *
   * @param name Keras 3's name
   */
  static @Nullable String before2Point11(Optimizer owner, String name) {
    return row(owner).before2Point11.get(name);
  }

  /**
   * Whether the names of variables in tf_keras pass over a child: {@code time_distributed/kernel}
   * is the kernel of the layer inside.
   *
   * @param name Keras 3's name
   */
  static boolean isWithoutScope(Object owner, String name) {
    return row(owner).withoutScope.contains(name);
  }

  /**
   * Returns the scope of a child in tf_keras' names of variables: mostly the child's own name.
   *
   * @param attribute Keras 3's name of the attribute
   * @param name the child's name
   */
  static String scope(Object owner, String attribute, String name) {
    String prefix = row(owner).prefixes.getOrDefault(attribute, "");
    return name.startsWith(prefix) ? name : prefix + name;
  }

  /** Returns the optimizer whose variables tf_keras lists where its files hold an optimizer's. */
  static Optimizer stated(Optimizer optimizer) {
    String child = row(optimizer).state;
    Optimizer inner = child == null ? null : optimizer.children().get(child);
    return inner == null ? optimizer : stated(inner);
  }

  /** Returns the slot that tf_keras has even where the option of that name is 0, or null. */
  static @Nullable String always(Optimizer optimizer) {
    return row(optimizer).always;
  }

  /** Whether tf_keras does not save a variable of an optimizer. */
  static boolean isLost(Optimizer optimizer, String name) {
    return name.equals(row(optimizer).never);
  }

  /** Whether tf_keras has no variable in the place of one of an optimizer. */
  static boolean isUnused(Optimizer optimizer, Variable v) {
    return row(optimizer).unused.test(v);
  }
}
