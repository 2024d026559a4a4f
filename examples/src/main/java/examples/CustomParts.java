package examples;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import keras.Keras;
import keras.callbacks.Callback;
import keras.callbacks.EarlyStopping;
import keras.callbacks.Logs;
import keras.callbacks.ModelCheckpoint;
import keras.config.Arg;
import keras.config.CustomObjects;
import keras.data.Np;
import keras.datasets.Data;
import keras.datasets.FashionMnist;
import keras.engine.CallContext;
import keras.engine.Variable;
import keras.initializers.Constant;
import keras.layers.Dense;
import keras.layers.Flatten;
import keras.layers.Layer;
import keras.models.Model;
import keras.models.Sequential;
import keras.ops.Expr;
import keras.optimizers.SGD;
import org.tensorflow.ndarray.Shape;

/**
 * Parts of one's own in a model: a layer, and two callbacks, one of which looks for a good learning
 * rate; then training with a checkpoint and early stopping, and a file that names the layer.
 *
 * <p>Arguments: the largest number of epochs, 40 unless given; the folder of the checkpoint.
 */
public final class CustomParts {
  private CustomParts() {}

  /** Multiplies each feature with a weight of its own; its config, save and load come with it. */
  public static final class Scale extends Layer {
    @Arg private double start = 1.0;
    private Variable scale;

    @Override
    protected void build(Shape input) {
      scale = addWeight("scale", Shape.of(input.get(-1)), new Constant(start));
    }

    @Override
    protected Expr call(Expr x, CallContext ctx) {
      return x.mul(ctx.read(scale));
    }
  }

  /** Prints how much higher the validation loss is than the training loss. */
  static final class PrintValTrainRatio extends Callback {
    @Override
    public void onEpochEnd(int epoch, Logs logs) {
      System.out.printf("val/train: %.2f%n", logs.get("val_loss") / logs.loss());
    }
  }

  /** The learning-rate finder: grows the rate each batch and remembers the loss. */
  static final class ExponentialLearningRate extends Callback {
    private final List<Double> rates = new ArrayList<>();
    private final List<Double> losses = new ArrayList<>();
    private final double factor;

    ExponentialLearningRate(double factor) {
      this.factor = factor;
    }

    @Override
    public void onTrainBatchEnd(int batch, Logs logs) {
      var optimizer = model().optimizer();
      rates.add(optimizer.learningRate());
      losses.add(logs.loss());
      optimizer.learningRate(optimizer.learningRate() * factor);
    }

    /** Returns a tenth of the rate at which the running loss was lowest. */
    double suggestion() {
      int best = 0;
      for (int i = 1; i < losses.size(); i++) {
        best = losses.get(i) < losses.get(best) ? i : best;
      }
      return rates.get(best) / 10;
    }
  }

  /** Runs the example. */
  public static void main(String[] args) {
    int epochs = args.length > 0 ? Integer.parseInt(args[0]) : 40;
    Path checkpoint = Path.of(args.length > 1 ? args[1] : "target", "custom-parts.h5");
    Keras.setRandomSeed(42);
    Data fashion = FashionMnist.load(CustomParts.class, "/fashion-mnist-mini");
    var x = Np.divide(fashion.train().x(), 255.0);
    var y = fashion.train().y();
    var xv = Np.divide(fashion.test().x(), 255.0);
    var yv = fashion.test().y();

    try (var model =
        new Sequential(
            new Flatten().inputShape(28, 28),
            new Scale(),
            new Dense(100, "relu"),
            new Dense(10, "softmax"))) {
      var start = model.getWeights();
      model.compile(new SGD(1e-3), "sparse_categorical_crossentropy", "accuracy");
      int batches = (int) (x.shape().get(0) / 32);
      var finder = new ExponentialLearningRate(Math.pow(1e4, 1.0 / batches));
      model.fit(x, y, f -> f.verbose(0).callbacks(finder));
      model.setWeights(start);

      double rate = finder.suggestion();
      System.out.printf("learning rate: %.3g%n", rate);
      model.compile(new SGD(rate), "sparse_categorical_crossentropy", "accuracy");
      var best = new ModelCheckpoint(checkpoint.toString()).saveBestOnly(true);
      var stop = new EarlyStopping().patience(5).restoreBestWeights(true);
      model.fit(
          x,
          y,
          f ->
              f.epochs(epochs)
                  .validationData(xv, yv)
                  .callbacks(best, stop, new PrintValTrainRatio()));
      System.out.printf("this model: %s%n", model.evaluate(xv, yv, e -> e.verbose(0)).asMap());
      try (Model same = Keras.loadModel(checkpoint.toString(), CustomObjects.of(Scale.class))) {
        System.out.printf("from the file: %s%n", same.evaluate(xv, yv, e -> e.verbose(0)).asMap());
      }
    }
  }
}
