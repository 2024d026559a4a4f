package keras.ops;

import java.util.List;
import org.tensorflow.Operation;

/**
 * Functions of tf_keras itself that layers of graphs are: those of its backend and its losses that
 * it cannot take apart into TensorFlow's.
 *
 * <p>Keras: {@code tf_keras/src/backend.py}, {@code tf_keras/src/losses.py}.
 */
final class TfKerasFunctions {
  private static final double EPSILON = 1e-7;

  /** What stands for a tensor in what is printed, which no text of a user's holds. */
  private static final String PLACE = "{the tensor}";

  private TfKerasFunctions() {}

  static void add(TfFunctions rows) {
    rows.one(
        "keras.backend.binary_crossentropy",
        "target, output, from_logits=False",
        TfKerasFunctions::binary);
    rows.one(
        "keras.backend.categorical_focal_crossentropy",
        "target, output, alpha=0.25, gamma=2.0, from_logits=False, axis=-1",
        TfKerasFunctions::focal);
    rows.one(
        "keras.backend.sparse_categorical_crossentropy",
        "target, output, from_logits=False, axis=-1, ignore_class=None!",
        TfKerasFunctions::sparse);
    rows.one(
        "keras.backend.switch",
        "condition, then_expression, else_expression",
        TfKerasFunctions::chosen);
    rows.one("keras.backend.cast_to_floatx", "x", a -> a.tensor("x").cast(DType.FLOAT32));
    rows.one("keras.backend.print_tensor", "x, message='', summarize=3", TfKerasFunctions::printed);
    rows.one(
        "keras.metrics.hinge",
        "y_true, y_pred",
        a -> ClassOps.hinge(a.tensor("y_true"), a.tensor("y_pred")));
    rows.one(
        "keras.metrics.squared_hinge",
        "y_true, y_pred",
        a -> ClassOps.squaredHinge(a.tensor("y_true"), a.tensor("y_pred")));
  }

  /** Unlike Keras 3, adds a little to probabilities that are clipped already. */
  private static Expr binary(TfArguments a) {
    List<Expr> both = a.both("target", "output");
    Expr target = both.get(0);
    Expr output = both.get(1);
    Expr logits = CrossentropyOps.logits(output, "Sigmoid");
    if (logits != null || a.flag("from_logits")) {
      return TfLossFunctions.sigmoid(a, target, logits != null ? logits : output);
    }
    Expr p = CrossentropyOps.clip(output);
    Expr one = target.constant(1);
    Expr bce = target.mul(p.add(EPSILON).log());
    Expr rest = p.constant(1).sub(p).add(EPSILON).log();
    return bce.add(one.sub(target).mul(rest)).neg();
  }

  private static Expr focal(TfArguments a) {
    List<Expr> both = a.both("target", "output");
    int axis = a.integer("axis");
    Expr logits = CrossentropyOps.logits(both.get(1), "Softmax");
    Expr output = logits != null ? logits : both.get(1);
    Expr p = logits != null || a.flag("from_logits") ? output.softmax(axis) : output;
    p = CrossentropyOps.clip(p.div(Numpy.sum(p, axis, true)));
    Expr cce = both.get(0).neg().mul(p.log());
    Expr factor = p.constant(1).sub(p).pow(a.tensor("gamma", p.dtype()));
    return factor.mul(a.tensor("alpha", p.dtype())).mul(cce).sum(axis);
  }

  /** Classes may be in any axis, and labels in any shape of as many numbers. */
  private static Expr sparse(TfArguments a) {
    Expr target = a.tensor("target").cast(DType.INT64);
    Expr given = a.tensor("output");
    Expr logits = CrossentropyOps.logits(given, "Softmax");
    Expr output = logits != null ? logits : given;
    if (logits == null && !a.flag("from_logits")) {
      output = CrossentropyOps.clip(output).log();
    }
    output = TfLossFunctions.last(output, Math.floorMod(a.integer("axis"), output.rank()));
    int last = output.rank() - 1;
    Expr size = Core.shape(output);
    Expr losses = TfLossFunctions.sparse(a, target.reshape(-1), output);
    return last == 1 ? losses : Numpy.reshape(losses, SliceKey.between(size, 0, 0, last));
  }

  /** A condition of fewer axes chooses whole parts. */
  private static Expr chosen(TfArguments a) {
    List<Expr> both = a.both("then_expression", "else_expression");
    Expr condition = a.tensor("condition").cast(DType.BOOL);
    int lacking = both.get(0).rank() - condition.rank();
    for (int i = 0; i < lacking && condition.rank() > 0; i++) {
      condition = condition.expandDims(-1);
    }
    return a.op("SelectV2", condition, both.get(0), both.get(1));
  }

  /** Writes the first numbers of each axis to the process's output whenever it is computed. */
  private static Expr printed(TfArguments a) {
    Expr x = a.tensor("x");
    Expr text =
        a.op(
            "StringFormat",
            b ->
                b.addInputList(TfArguments.list(List.of(x)))
                    .setAttr("template", a.text("message") + " " + PLACE)
                    .setAttr("placeholder", PLACE)
                    .setAttr("summarize", a.integer("summarize")));
    Operation print =
        a.build("PrintV2", b -> b.setAttr("output_stream", "stdout").setAttr("end", "\n"), text);
    return a.after(print, x);
  }
}
