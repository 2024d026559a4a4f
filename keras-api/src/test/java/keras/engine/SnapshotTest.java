package keras.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.util.List;
import keras.Keras;
import keras.layers.Dense;
import keras.models.Sequential;
import org.junit.jupiter.api.Test;
import org.tensorflow.ndarray.FloatNdArray;
import org.tensorflow.ndarray.NdArrays;
import org.tensorflow.ndarray.Shape;

class SnapshotTest {
  private static final FloatNdArray X = NdArrays.ofFloats(Shape.of(4, 600));

  private static Sequential model() {
    Keras.setRandomSeed(1);
    // More than one block of bytes, and not a whole number of them.
    Sequential model = new Sequential(new Dense(601, "tanh").inputShape(600));
    model.compile("sgd", "mse");
    return model;
  }

  private static void train(Sequential model) {
    X.scalars().forEachIndexed((at, x) -> x.setFloat((float) (at[1] % 7)));
    model.fit(X, NdArrays.ofFloats(Shape.of(4, 601)), f -> f.verbose(0));
  }

  private static byte[] written(Snapshot snapshot, Variable variable) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    snapshot.write(variable, Channels.newChannel(out));
    return out.toByteArray();
  }

  @Test
  void keepsItsMomentWhileTrainingGoesOn() throws IOException {
    try (Sequential model = model()) {
      train(model);
      List<Variable> variables = model.trainableWeights();
      List<HostTensor> before = Values.read(variables);
      try (Snapshot snapshot = Snapshot.of(variables)) {
        train(model);
        for (int i = 0; i < before.size(); i++) {
          Variable variable = variables.get(i);
          assertEquals(before.get(i), snapshot.get(variable));
          assertEquals(before.get(i).data(), ByteBuffer.wrap(written(snapshot, variable)));
          assertNotEquals(before.get(i), Values.read(variables).get(i));
        }
      }
    }
  }

  @Test
  void outlivesTheModel() throws IOException {
    Sequential model = model();
    train(model);
    Variable kernel = model.trainableWeights().get(0);
    HostTensor before = Values.read(List.of(kernel)).get(0);
    try (Snapshot snapshot = Snapshot.of(List.of(kernel))) {
      model.close();
      assertEquals(before.data(), ByteBuffer.wrap(written(snapshot, kernel)));
    }
  }

  @Test
  void initializesWhatNobodyAskedForYet() throws IOException {
    try (Sequential model = model()) {
      Variable kernel = model.trainableWeights().get(0);
      try (Snapshot snapshot = Snapshot.of(List.of(kernel, kernel))) {
        assertArrayEquals(
            Values.read(List.of(kernel)).get(0).data().array(), written(snapshot, kernel));
      }
    }
  }
}
