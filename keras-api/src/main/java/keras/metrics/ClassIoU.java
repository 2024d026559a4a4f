package keras.metrics;

import keras.config.Arg;
import keras.engine.CallContext;
import keras.ops.Expr;
import keras.ops.Numpy;
import org.jspecify.annotations.Nullable;

/** Intersections over unions of any number of classes; its options chain. */
abstract class ClassIoU<M extends ClassIoU<M>> extends IoUMetric<M> {
  @Arg private int numClasses;
  @Arg private @Nullable Integer ignoreClass;

  @Arg("sparse_y_pred")
  private boolean sparseYPred;

  @Arg private int axis = -1;

  ClassIoU(boolean sparseYPred) {
    this.sparseYPred = sparseYPred;
  }

  final void numClasses(int newNumClasses) {
    numClasses = newNumClasses;
  }

  /** Whether targets are classes, and not one-hot. */
  abstract boolean isSparse();

  /** Sets the class whose targets count nothing; null if all count. */
  public M ignoreClass(@Nullable Integer ignoreClass) {
    return with(() -> this.ignoreClass = ignoreClass);
  }

  /** Sets whether predictions are classes, and not probabilities of classes. */
  public M sparseYPred(boolean sparseYPred) {
    return with(() -> this.sparseYPred = sparseYPred);
  }

  /** Sets the axis of the classes, where targets or predictions have one. */
  public M axis(int axis) {
    return with(() -> this.axis = axis);
  }

  @Override
  final int classes() {
    return numClasses;
  }

  @Override
  protected void validate() {
    super.validate();
    requirePositive("num_classes", numClasses);
    requireTargets();
  }

  @Override
  protected final void update(Expr yTrue, Expr yPred, @Nullable Expr weight, CallContext ctx) {
    Expr truth = isSparse() ? yTrue : Numpy.argmax(yTrue, axis);
    Expr guess = sparseYPred ? yPred : Numpy.argmax(yPred, axis);
    count(truth, guess, weight, ignoreClass, ctx);
  }
}
