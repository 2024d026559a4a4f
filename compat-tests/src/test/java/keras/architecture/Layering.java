package keras.architecture;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Who may import whom, as ARCHITECTURE.md's table says it: a package, and what it may depend on
 * beside itself, the JDK and annotations.
 */
final class Layering {
  private static final List<String> EVERYWHERE =
      List.of("java..", "org.jspecify.annotations", "com.google.errorprone.annotations");
  private static final String NDARRAY = "org.tensorflow.ndarray..";
  private static final String TENSORFLOW = "org.tensorflow..";

  private final Map<String, List<String>> allowed = new LinkedHashMap<>();
  private final List<String> above = new ArrayList<>();

  private Layering() {}

  /** Returns the packages, as ArchUnit's patterns, and what each may depend on. */
  static Map<String, List<String>> table() {
    Layering layering = new Layering();
    layering.api();
    layering.charts();
    layering.io();
    return layering.allowed;
  }

  /** Packages of keras-api: each level may import all levels before it. */
  private void api() {
    level("keras.config");
    above.add(TENSORFLOW);
    level("keras.ops");
    level("keras.activations", "keras.initializers", "keras.regularizers", "keras.constraints");
    aside("keras.data", NDARRAY, "keras.config"); // NumPy's random numbers
    level("keras.engine..");
    level("keras.random");
    aside("keras.utils");
    level("keras.losses", "keras.metrics", "keras.optimizers..", "keras.layers");
    slice(
        "keras.models..",
        "keras.trainers..",
        "keras.callbacks",
        "keras.saving",
        "keras.visualization");
    List<String> callbacks = new ArrayList<>(above);
    callbacks.add("com.google.protobuf.."); // bytes in TensorFlow's messages
    allow("keras.callbacks", callbacks);
    slice("keras", "keras.datasets");
    level("keras.preprocessing");
    level("keras.applications");
    level("keras.tuner");
  }

  /** The package of keras-charts, which nothing rests on. */
  private void charts() {
    List<String> libraries =
        List.of("org.knowm.xchart..", "org.eclipse.elk..", "org.eclipse.emf..");
    List<String> all = new ArrayList<>(above);
    all.addAll(libraries);
    all.addAll(List.of("de.erichseifert.vectorgraphics2d..", "javax.imageio"));
    allow("keras.charts", all);
  }

  /** Packages of keras-io: tools that know of models only how to refuse a file, then formats. */
  private void io() {
    String refusal = "keras.saving";
    List<String> api = List.copyOf(above);
    above.clear();
    aside("keras.io.storage", refusal);
    aside("keras.io.json", refusal, "com.fasterxml.jackson..");
    allow(
        "keras.io.data",
        List.of(
            refusal,
            "keras.config",
            "keras.data",
            NDARRAY,
            "de.siegmar.fastcsv..",
            "com.google.protobuf..",
            "keras.io.tensorbundle",
            "org.tensorflow.proto"));
    aside("keras.io.hdf5", refusal, "keras.io.storage", "io.jhdf..", "org.slf4j");
    aside("keras.io.migration", refusal, "keras.config", "keras.layers", "keras.ops");
    above.addAll(api);
    above.add("com.google.protobuf..");
    level("keras.io.tensorbundle");
    level("keras.io.weights", "keras.io.configs");
    level("keras.io.program");
    above.add("org.tukaani.xz"); // members of zip files by LZMA
    level(
        "keras.io.kerasv3",
        "keras.io.h5",
        "keras.io.savedmodel",
        "keras.io.checkpoint",
        "keras.io.npz");
    above.add("picocli..");
    level("keras.cli");
  }

  /** Packages that may import what stands above, and not each other. */
  private void level(String... packages) {
    for (String p : packages) {
      allow(p, above);
    }
    above.addAll(List.of(packages));
  }

  /** Packages that may import what stands above, and each other. */
  private void slice(String... packages) {
    above.addAll(List.of(packages));
    for (String p : packages) {
      allow(p, above);
    }
  }

  /** A package that may import only what is named, and that all below may import. */
  private void aside(String name, String... only) {
    allow(name, List.of(only));
    above.add(name);
  }

  private void allow(String name, List<String> packages) {
    List<String> all = new ArrayList<>(EVERYWHERE);
    all.addAll(packages);
    all.add(name);
    allowed.put(name, all);
  }
}
