package examples;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import keras.Keras;
import keras.callbacks.History;
import keras.callbacks.Logs;
import keras.data.Np;
import keras.data.SampleArray;
import keras.datasets.Data;
import keras.datasets.FashionMnist;
import keras.engine.KerasTensor;
import keras.layers.Dense;
import keras.models.Model;
import keras.optimizers.SGD;
import keras.saving.Source;
import org.tensorflow.ndarray.FloatNdArray;
import org.tensorflow.ndarray.NdArray;

/**
 * Goes on from a model that Python trained on eight classes of clothes: cut before its last layer,
 * frozen, it learns with a new head to tell T-shirts from pullovers, from 40 images; then all of it
 * learns at a small rate. It is saved, and loaded again.
 *
 * <p>{@code model_a.py} beside the resource {@code model_a.h5} trained model A.
 *
 * <p>Arguments: the number of epochs of each part, 10 unless given; the folder for the files.
 */
public final class TransferLearning {
  private static final int T_SHIRT = 0;
  private static final int PULLOVER = 2;

  private TransferLearning() {}

  /** Images (image, 28, 28, 1) of task B and whether they show a T-shirt (image, 1). */
  private record TaskB(FloatNdArray x, NdArray<?> y) {
    static TaskB of(Data.Split all, int most) {
      FloatNdArray x = Np.expandDims(Np.divide(all.x(), 255.0), -1);
      int[] chosen =
          IntStream.range(0, SampleArray.of("y", all.y()).count())
              .filter(i -> all.y().getByte(i) == T_SHIRT || all.y().getByte(i) == PULLOVER)
              .limit(most)
              .toArray();
      float[][] isShirt = new float[chosen.length][1];
      for (int i = 0; i < chosen.length; i++) {
        isShirt[i][0] = all.y().getByte(chosen[i]) == T_SHIRT ? 1 : 0;
      }
      return new TaskB(
          (FloatNdArray) SampleArray.of("x", x).take(chosen, 0, chosen.length),
          SampleArray.of("y", isShirt).toNdArray());
    }
  }

  /** Runs the example. */
  public static void main(String[] args) throws IOException {
    int epochs = args.length > 0 ? Integer.parseInt(args[0]) : 10;
    Path dir = Files.createDirectories(Path.of(args.length > 1 ? args[1] : "target/transfer"));
    var fashion = FashionMnist.load(TransferLearning.class, "/fashion-mnist-mini");
    TaskB train = TaskB.of(fashion.train(), 40);
    TaskB test = TaskB.of(fashion.test(), Integer.MAX_VALUE);

    Keras.setRandomSeed(42);
    Model modelA = Keras.loadModel(Source.resource("/model_a.h5"));
    modelA.trainable(false); // freeze
    KerasTensor features = modelA.layer("features").output(); // cut
    KerasTensor output = new Dense(1, "sigmoid").name("is_shirt").apply(features); // new head
    try (modelA;
        Model modelB = Model.of(modelA.inputs(), List.of(output))) {
      modelB.summary();
      modelB.compile(new SGD(0.1), "binary_crossentropy", "accuracy");
      History head = modelB.fit(train.x(), train.y(), f -> f.epochs(epochs).verbose(0));
      System.out.printf("loss of the head alone: %.4f%n", last(head));
      tell("with the frozen layers", modelB, test);

      modelA.trainable(true); // fine-tune
      modelB.compile(new SGD(0.02), "binary_crossentropy", "accuracy");
      History all = modelB.fit(train.x(), train.y(), f -> f.epochs(epochs).verbose(0));
      System.out.printf("loss of the whole: %.4f%n", last(all));
      tell("fine-tuned", modelB, test);

      modelB.save(dir.resolve("model_b.keras").toString());
      modelB.save(dir.resolve("model_b.h5").toString());
    }
    for (String name : List.of("model_b.keras", "model_b.h5")) {
      try (Model modelB = Keras.loadModel(dir.resolve(name))) {
        tell(name, modelB, test);
      }
    }
  }

  private static double last(History history) {
    List<Double> losses = history.get("loss");
    return losses.get(losses.size() - 1);
  }

  private static void tell(String what, Model model, TaskB test) {
    Logs scores = model.evaluate(test.x(), test.y(), e -> e.verbose(0));
    System.out.printf(
        "%s: test loss %.4f, accuracy %.4f%n", what, scores.loss(), scores.get("accuracy"));
  }
}
