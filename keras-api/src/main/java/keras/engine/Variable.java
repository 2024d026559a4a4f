package keras.engine;

import java.util.List;
import keras.constraints.Constraint;
import keras.initializers.Initializer;
import keras.ops.DType;
import keras.regularizers.Regularizer;
import org.jspecify.annotations.Nullable;
import org.tensorflow.ndarray.Shape;

/**
 * A weight or another piece of state: a description until a {@link Workspace} gives it a place.
 *
 * <p>Its value is, before the first run, what was assigned or else what the initializer makes; once
 * it has run, the one in the workspace, which every model that uses the variable shares.
 *
 * <p>Keras: {@code keras/src/backend/common/variables.py}.
 */
public final class Variable {
  private final String name;
  private final String path;
  private final Shape shape;
  private final DType dtype;
  private final Initializer initializer;
  private final @Nullable Regularizer regularizer;
  private final @Nullable Constraint constraint;
  private volatile boolean trainable;
  private boolean autocast = true;

  private @Nullable Workspace home;
  private @Nullable HostTensor host;

  /**
   * Describes a variable.
   *
   * @param path the names of the layers around it and its own, with slashes: {@code dense/kernel}
   */
  public Variable(
      String path,
      Shape shape,
      DType dtype,
      Initializer initializer,
      boolean trainable,
      @Nullable Regularizer regularizer,
      @Nullable Constraint constraint) {
    if (shape.hasUnknownDimension()) {
      throw new IllegalArgumentException(
          "Variable '%s': every size must be known. Received: shape=%s."
              .formatted(path, Shapes.show(shape)));
    }
    this.path = path;
    this.name = path.substring(path.lastIndexOf('/') + 1);
    this.shape = shape;
    this.dtype = dtype;
    this.initializer = initializer;
    this.trainable = trainable;
    this.regularizer = regularizer;
    this.constraint = constraint;
  }

  /** Describes a piece of state that no optimizer trains. */
  public static Variable state(String path, Shape shape, DType dtype, Initializer initializer) {
    return new Variable(path, shape, dtype, initializer, false, null, null);
  }

  /** Returns the last part of the path, as in {@code "kernel"}. */
  public String name() {
    return name;
  }

  /** Returns the full path, as in {@code "dense/kernel"}. */
  public String path() {
    return path;
  }

  /** Returns the shape, fully known. */
  public Shape shape() {
    return shape;
  }

  /** Returns the dtype in which the value is kept. */
  public DType dtype() {
    return dtype;
  }

  /** Returns what makes the first value. */
  public Initializer initializer() {
    return initializer;
  }

  /** Returns the penalty on the value, if any. */
  public @Nullable Regularizer regularizer() {
    return regularizer;
  }

  /** Returns the projection after each step, if any. */
  public @Nullable Constraint constraint() {
    return constraint;
  }

  /** Whether optimizers train it. */
  public boolean trainable() {
    return trainable;
  }

  /** Sets whether optimizers train it; models that were compiled before must compile again. */
  public void trainable(boolean newTrainable) {
    trainable = newTrainable;
  }

  /** Whether a layer that computes in another floating dtype reads it in that dtype. */
  public boolean autocast() {
    return autocast;
  }

  /** Sets whether a layer that computes in another floating dtype reads it in that dtype. */
  public Variable autocast(boolean newAutocast) {
    autocast = newAutocast;
    return this;
  }

  /** Returns a copy of the value of this moment. */
  public HostTensor value() {
    return Values.read(List.of(this)).get(0);
  }

  /** Gives the variable a value of its own shape; floating dtypes are converted. */
  public void assign(HostTensor value) {
    Values.write(List.of(this), List.of(value));
  }

  synchronized @Nullable Workspace home() {
    return home;
  }

  synchronized void home(@Nullable Workspace workspace) {
    home = workspace;
  }

  /** Gives the variable a home if it has none; returns the one it then has. */
  synchronized Workspace claim(Workspace workspace) {
    Workspace owner = home == null ? workspace : home;
    home = owner;
    return owner;
  }

  /** Keeps a value on the host; returns false if a workspace holds the variable. */
  synchronized boolean keep(HostTensor value) {
    if (home != null) {
      return false;
    }
    host = value;
    return true;
  }

  synchronized @Nullable HostTensor host() {
    return host;
  }

  synchronized void host(@Nullable HostTensor value) {
    host = value;
  }

  @Override
  public String toString() {
    return "<Variable path=%s, shape=%s, dtype=%s>".formatted(path, Shapes.show(shape), dtype);
  }
}
