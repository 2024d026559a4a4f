///usr/bin/env jbang "$0" "$@" ; exit $?
//JAVA 17+
//REPOS mavenlocal,central
//DEPS io.kerasjava:keras-api:0.1.0-SNAPSHOT
//DEPS io.kerasjava:keras-io:0.1.0-SNAPSHOT
//DEPS org.tensorflow:tensorflow-core-platform:1.1.0
//DEPS org.slf4j:slf4j-nop:2.0.16

import java.nio.file.Path;
import keras.Keras;
import keras.layers.Dense;
import keras.models.Model;
import keras.models.Sequential;
import keras.optimizers.Adam;

/** Learns exclusive or, saves the model, and loads it again; the argument is the file. */
public final class Xor {
  private Xor() {}

  /** Runs the script. */
  public static void main(String[] args) {
    String file = args.length > 0 ? args[0] : "xor.keras";
    float[][] x = {{0, 0}, {0, 1}, {1, 0}, {1, 1}};
    float[][] y = {{0}, {1}, {1}, {0}};
    Keras.setRandomSeed(42);
    try (var model = new Sequential(new Dense(8, "tanh").inputShape(2), new Dense(1, "sigmoid"))) {
      model.compile(new Adam(0.1), "binary_crossentropy");
      model.fit(x, y, f -> f.epochs(60).verbose(0));
      model.save(file);
    }
    try (Model model = Keras.loadModel(Path.of(file))) {
      System.out.println(model.predict(x));
    }
  }
}
