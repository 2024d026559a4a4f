package keras.applications;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import keras.Keras;
import keras.engine.HostTensor;
import keras.models.Model;
import keras.python.Framework;
import keras.python.PythonKeras;
import keras.python.PythonResult;
import org.tensorflow.ndarray.NdArray;

/**
 * An architecture that Python built and saved, loaded and trained in Java beside Python.
 *
 * <p>All differences are the largest of any number.
 *
 * @param outputs of predictions by the loaded model
 * @param loss of the one step of training
 * @param weights after the step
 * @param trained of predictions after the step
 * @param again of predictions after it, between Java and Python with the weights of Java
 * @param h5 of predictions by the model loaded from {@code .h5}
 * @param moved between Python and itself, of all these numbers, where images move by a millionth
 * @param load how many times Python's time to load the file Java takes
 */
record Comparison(
    String name,
    int size,
    int layers,
    long parameters,
    double outputs,
    double loss,
    double weights,
    double trained,
    double again,
    double h5,
    double moved,
    double load) {
  static final String HEAD =
      """
      | architecture | images | layers | parameters | outputs | loss | weights after a step | outputs after it | outputs, `.h5` | of Python alone | load |
      | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |
      """;

  /** How near predictions are to Python's; softmax is in [0, 1]. */
  private static final double TOLERANCE = 1e-4;

  private static final String COMMON = "import applications\n";

  /** Asks a Keras to build an architecture, and does in Java what it did. */
  static Comparison of(PythonKeras keras, String name, Path folder) {
    PythonResult python =
        keras.exec(
            COMMON + "result.update(applications.make(keras, name, folder))",
            Map.of("name", name, "folder", folder));
    NdArray<?> x = python.array("x").toNdArray();
    NdArray<?> t = python.array("t").toNdArray();
    boolean archive = keras.framework() == Framework.KERAS3;
    Path first = folder.resolve(name + (archive ? ".keras" : ".h5"));
    Path back = folder.resolve("java-" + first.getFileName());
    Keras.loadModel(first)
        .close(); // as Python, which has built it: the first one starts TensorFlow
    long start = System.nanoTime();
    try (Model model = Keras.loadModel(first)) {
      double seconds = (System.nanoTime() - start) / 1e9;
      assertEquals((int) python.number("layers"), model.layers().size(), name);
      double h5 = 0;
      if (archive) {
        try (Model other = Keras.loadModel(folder.resolve(name + ".h5"))) {
          assertSame(name, model.getWeights(), other.getWeights());
          h5 = distance(python.array("y"), HostTensor.of(other.predict(x)));
        }
      }
      double outputs = distance(python.array("y"), HostTensor.of(model.predict(x)));
      double loss = Math.abs(python.number("loss") - model.trainOnBatch(x, t).loss());
      HostTensor after = HostTensor.of(model.predict(x));
      model.save(back.toString());
      PythonResult judged =
          keras.exec(
              COMMON + "result.update(applications.judge(keras, name, folder, file, x))",
              Map.of("name", name, "folder", folder, "file", back, "x", python.array("x")));
      return new Comparison(
          name,
          (int) python.array("x").shape().get(1),
          model.layers().size(),
          (long) python.number("parameters"),
          outputs,
          loss,
          judged.number("weights"),
          Math.max(
              distance(python.array("after"), after),
              distance(python.array("after"), judged.array("y"))),
          distance(judged.array("y"), after),
          h5,
          python.number("moved"),
          seconds / python.number("load"));
    }
  }

  private static void assertSame(String name, List<NdArray<?>> ours, List<NdArray<?>> theirs) {
    assertEquals(ours.size(), theirs.size(), name);
    for (int i = 0; i < ours.size(); i++) {
      assertEquals(ours.get(i), theirs.get(i), name + ": weight " + i + " of the two files");
    }
  }

  private static double distance(HostTensor python, HostTensor java) {
    assertEquals(python.shape(), java.shape());
    float[] a = python.floats();
    float[] b = java.floats();
    double most = 0;
    for (int i = 0; i < a.length; i++) {
      most = Double.isNaN(b[i]) ? Double.POSITIVE_INFINITY : Math.max(most, Math.abs(a[i] - b[i]));
    }
    return most;
  }

  /**
   * Fails unless all is near to Python's. What the two predict after a step, each with weights of
   * its own, may differ ten times as much as Python from itself where images move by a millionth:
   * batches of small images, whose last blocks are of a few pixels, are badly conditioned.
   */
  void requireNear() {
    double most = Math.max(Math.max(outputs, h5), Math.max(again, Math.max(loss, weights)));
    assertTrue(most < TOLERANCE, this::toString);
    assertTrue(trained < Math.max(TOLERANCE, 10 * moved), this::toString);
  }

  /** Returns a row of the table of all architectures. */
  String row() {
    return String.format(
        Locale.ROOT,
        "| `%s` | %d×%d | %d | %,d | %.1e | %.1e | %.1e | %.1e | %.1e | %.1e | %.2f |",
        name,
        size,
        size,
        layers,
        parameters,
        outputs,
        loss,
        weights,
        trained,
        h5,
        moved,
        load);
  }
}
