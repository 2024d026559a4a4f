package keras.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import javax.tools.ToolProvider;
import keras.data.Npz;
import keras.engine.HostTensor;
import keras.python.Python;
import keras.python.PythonExtension;
import keras.python.PythonResult;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.tensorflow.ndarray.FloatNdArray;
import org.tensorflow.ndarray.StdArrays;

/** The command line with layers out of a jar that it does not know, for a model from Python. */
@ExtendWith(PythonExtension.class)
class OwnJarTest extends CommandLineTests {
  private static final String GAIN =
      """
      package com.acme;

      import keras.config.Arg;
      import keras.engine.CallContext;
      import keras.engine.Variable;
      import keras.initializers.Ones;
      import keras.layers.Layer;
      import keras.ops.Expr;
      import org.tensorflow.ndarray.Shape;

      public final class Gain extends Layer {
        @Arg private double offset = 0;
        private Variable gain;

        @Override
        protected void build(Shape input) {
          gain = addWeight("gain", Shape.of(input.get(-1)), new Ones());
        }

        @Override
        protected Expr call(Expr x, CallContext ctx) {
          return x.mul(ctx.read(gain)).add(offset);
        }
      }
      """;

  private static final String SHIFT =
      """
      package com.acme;

      import keras.engine.CallContext;
      import keras.layers.Layer;
      import keras.ops.Expr;

      public final class Shift extends Layer {
        @Override
        protected Expr call(Expr x, CallContext ctx) {
          return x.add(1);
        }
      }
      """;

  private static final String MODEL =
      """
      @keras.saving.register_keras_serializable(package="acme")
      class Gain(keras.layers.Layer):
          def __init__(self, offset=0.0, **kwargs):
              super().__init__(**kwargs)
              self.offset = offset
          def build(self, shape):
              self.gain = self.add_weight(shape=(shape[-1],), name="gain", initializer="ones")
          def call(self, x):
              return x * self.gain + self.offset
          def get_config(self):
              return {**super().get_config(), "offset": self.offset}
      """;

  private static final FloatNdArray X =
      StdArrays.ndCopyOf(new float[][] {{1, 2, 3}, {-1, 0, 1}, {0.5f, -0.5f, 2}, {3, 1, 0}});
  private static final FloatNdArray Y =
      StdArrays.ndCopyOf(new float[][] {{1, 0}, {0, 1}, {1, 1}, {0.5f, 0}});

  private final Path dir;
  private final Path jar;

  OwnJarTest(@TempDir Path dir) {
    this.dir = dir;
    jar = dir.resolve("acme.jar");
  }

  /** Compiles the layers, and puts them into a jar that nothing else has on its class path. */
  @BeforeEach
  void makeJar() throws IOException {
    Path sources = Files.createDirectories(dir.resolve("com/acme"));
    Files.writeString(sources.resolve("Gain.java"), GAIN);
    Files.writeString(sources.resolve("Shift.java"), SHIFT);
    Path classes = Files.createDirectories(dir.resolve("classes"));
    int status =
        Objects.requireNonNull(ToolProvider.getSystemJavaCompiler())
            .run(
                null,
                null,
                null,
                "-proc:none",
                "-cp",
                System.getProperty("java.class.path"),
                "-d",
                classes.toString(),
                sources.resolve("Gain.java").toString(),
                sources.resolve("Shift.java").toString());
    assertEquals(0, status);
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(jar));
        Stream<Path> files = Files.walk(classes)) {
      for (Path file : (Iterable<Path>) files.filter(Files::isRegularFile)::iterator) {
        zip.putNextEntry(new ZipEntry(classes.relativize(file).toString().replace('\\', '/')));
        zip.write(Files.readAllBytes(file));
      }
    }
    keras.Keras.clearSession();
  }

  private Path write(String name, Map<String, FloatNdArray> arrays) {
    Path file = dir.resolve(name);
    Npz.write(file, arrays);
    return file;
  }

  private HostTensor predicted(Path file) {
    return HostTensor.of(Npz.read(file).values().iterator().next());
  }

  @Test
  void inspectsPredictsAndTrainsWithAClassOfAJar(Python python) {
    Path model = dir.resolve("model.keras");
    PythonResult made =
        python
            .keras3()
            .exec(
                MODEL
                    + """
                    keras.utils.set_random_seed(1)
                    model = keras.Sequential(
                        [keras.layers.Input((3,)), Gain(0.5, name="g"), keras.layers.Dense(2)])
                    model.compile(keras.optimizers.SGD(0.1, momentum=0.9), "mse")
                    model.fit(x, y, epochs=2, verbose=0, shuffle=False)
                    model.save(path)
                    result["y"] = model.predict(x, verbose=0)
                    model.fit(x, y, epochs=3, verbose=0, shuffle=False)
                    result["trained"] = model.predict(x, verbose=0)
                    """,
                Map.of("path", model, "x", X, "y", Y));
    String custom = "acme>Gain=com.acme.Gain";
    assertEquals(2, run("inspect", model.toString(), "--custom", "com.acme.Gain"));
    assertTrue(err.toString().contains("Name its jar with --classpath."), err::toString);
    runWell("inspect", model.toString());
    assertTrue(
        out.toString().contains("Gain (layer 'g') is not known; if it is yours,"), out::toString);
    out.getBuffer().setLength(0);
    runWell("inspect", model.toString(), "--classpath", jar.toString(), "--custom", custom);
    assertTrue(out.toString().endsWith("unsupported: nothing\n"), out::toString);
    Path in = write("in.npz", Map.of("x0", X));
    Path result = dir.resolve("out.npz");
    runWell(
        "predict",
        model.toString(),
        "--classpath",
        jar.toString(),
        "--custom",
        custom,
        "--inputs",
        in.toString(),
        "--outputs",
        result.toString());
    assertArrayEquals(made.array("y").floats(), predicted(result).floats(), 1e-5f);
    Path trained = dir.resolve("trained.keras");
    runWell(
        "fit",
        model.toString(),
        "--classpath",
        jar.toString(),
        "--custom",
        custom,
        "--data",
        write("data.npz", Map.of("x0", X, "y0", Y)).toString(),
        "--epochs",
        "3",
        "--no-shuffle",
        "--output",
        trained.toString());
    HostTensor again =
        python
            .keras3()
            .exec(
                MODEL
                    + """
                    model = keras.models.load_model(path, custom_objects={"Gain": Gain})
                    result["y"] = model.predict(x, verbose=0)
                    """,
                Map.of("path", trained, "x", X))
            .array("y");
    assertArrayEquals(made.array("trained").floats(), again.floats(), 1e-5f);
  }

  @Test
  void putsALayerOfAJarInThePlaceOfALambda(Python python) {
    Path model = dir.resolve("lambda.h5");
    HostTensor y =
        python
            .of(keras.python.Framework.TF_KERAS)
            .exec(
                """
                model = keras.Sequential([
                    keras.layers.Dense(2, input_shape=(3,)),
                    keras.layers.Lambda(lambda x: x + 1, name="shift")])
                model.save(path)
                result["y"] = model.predict(x, verbose=0)
                """,
                Map.of("path", model, "x", X))
            .array("y");
    Path result = dir.resolve("out.npz");
    List<String> predict =
        List.of(
            "predict",
            model.toString(),
            "--inputs",
            write("in.npz", Map.of("x0", X)).toString(),
            "--outputs",
            result.toString());
    assertEquals(1, run(predict.toArray(String[]::new)));
    assertTrue(err.toString().contains("Lambda 'shift' is Python bytecode"), err::toString);
    runWell(
        Stream.concat(
                predict.stream(),
                Stream.of("--classpath", jar.toString(), "--replace", "shift=com.acme.Shift"))
            .toArray(String[]::new));
    assertArrayEquals(y.floats(), predicted(result).floats(), 1e-5f);
    assertEquals(
        2,
        run(
            Stream.concat(predict.stream(), Stream.of("--replace", "shift=keras.losses.Loss"))
                .toArray(String[]::new)));
  }
}
