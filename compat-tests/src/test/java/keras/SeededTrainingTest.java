package keras;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import keras.callbacks.History;
import keras.data.Np;
import keras.datasets.FashionMnist;
import keras.layers.BatchNormalization;
import keras.layers.Dense;
import keras.layers.Dropout;
import keras.layers.Flatten;
import keras.layers.Layer;
import keras.models.Sequential;
import keras.optimizers.Optimizer;
import keras.optimizers.SGD;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tensorflow.ndarray.FloatNdArray;
import org.tensorflow.ndarray.NdArray;
import org.tensorflow.ndarray.buffer.DataBuffers;

/**
 * The article's script from one seed: the weights Keras starts from, its shuffled batches, its
 * history.
 */
class SeededTrainingTest {
  /**
   * Of a loss, relative: another processor than the golden's rounds otherwise at each of the 60
   * steps. TrainingBitsTest compares bits, with what Keras computes here.
   */
  private static final double TOLERANCE = 1e-4;

  /** One of the 70 images of the validation split, should two classes be as likely on one. */
  private static final double ONE_IMAGE = 1.0 / 70;

  @ParameterizedTest
  @ValueSource(strings = {"sgd", "sgd_momentum", "adam", "rmsprop", "dropout", "batch_norm"})
  void trainsAsPythonDoes(String id) throws IOException, NoSuchAlgorithmException {
    JsonNode golden = golden(id);
    var data = FashionMnist.load(Path.of("../examples/src/main/resources/fashion-mnist-mini"));
    var x = Np.divide(data.train().x(), 255.0);
    Keras.setRandomSeed(42);
    try (Sequential model = classifier(id)) {
      model.compile(optimizer(id), "sparse_categorical_crossentropy", "accuracy");
      model.build(-1, 28, 28);
      checkInitialWeights(golden.get("initial_weights"), model.getWeights());
      History history =
          model.fit(x, data.train().y(), f -> f.epochs(3).validationSplit(0.1).verbose(0));
      golden
          .get("history")
          .fields()
          .forEachRemaining(
              e -> {
                for (int epoch = 0; epoch < 3; epoch++) {
                  double expected = e.getValue().get(epoch).doubleValue();
                  double tolerance =
                      e.getKey().endsWith("accuracy")
                          ? 1.001 * ONE_IMAGE
                          : TOLERANCE * Math.max(1, Math.abs(expected));
                  assertEquals(
                      expected,
                      history.get(e.getKey()).get(epoch),
                      tolerance,
                      id + " " + e.getKey() + " of epoch " + epoch);
                }
              });
    }
  }

  private static Sequential classifier(String id) {
    // The golden's script constructs the extra layer first; default seeds follow that order.
    Layer extra =
        switch (id) {
          case "dropout" -> new Dropout(0.3);
          case "batch_norm" -> new BatchNormalization();
          default -> null;
        };
    List<Layer> layers = new ArrayList<>();
    layers.add(new Flatten().inputShape(28, 28));
    layers.add(new Dense(300, "relu"));
    if (extra != null) {
      layers.add(extra);
    }
    layers.add(new Dense(100, "relu"));
    layers.add(new Dense(10, "softmax"));
    return new Sequential(layers);
  }

  private static Optimizer optimizer(String id) {
    return switch (id) {
      case "sgd_momentum" -> new SGD(0.01).momentum(0.9).nesterov(true);
      case "adam", "rmsprop" -> Optimizer.get(id);
      default -> Optimizer.get("sgd");
    };
  }

  private static JsonNode golden(String id) throws IOException {
    JsonNode all =
        new ObjectMapper().readTree(Path.of("golden/seeds/training_onednn1.json").toFile());
    for (JsonNode c : all.get("cases")) {
      if (c.get("id").asText().equals(id)) {
        return c;
      }
    }
    throw new AssertionError("No golden case " + id);
  }

  private static void checkInitialWeights(JsonNode golden, List<NdArray<?>> weights)
      throws NoSuchAlgorithmException {
    assertEquals(golden.size(), weights.size());
    for (int i = 0; i < weights.size(); i++) {
      float[] values = new float[(int) weights.get(i).size()];
      ((FloatNdArray) weights.get(i)).copyTo(DataBuffers.of(values));
      ByteBuffer bytes = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
      bytes.asFloatBuffer().put(values);
      String hash =
          HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes.array()));
      assertEquals(
          golden.get(i).get("value").get("sha256").asText(),
          hash,
          "initial value of " + golden.get(i).get("path").asText());
    }
  }
}
