package keras.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import keras.data.Npz;
import keras.golden.GoldenCase;
import keras.io.json.Json;
import keras.python.Framework;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tensorflow.ndarray.NdArray;

/** SavedModels at the command line. */
class ServedCommandTest extends CommandLineTests {
  private final GoldenCase golden = GoldenCase.of("regression_mlp");
  private final String export = golden.file("export").toString();
  private final Path in;
  private final Path result;

  ServedCommandTest(@TempDir Path dir) {
    in = dir.resolve("in.npz");
    result = dir.resolve("out.npz");
  }

  private int predict(String model, String... more) {
    List<String> args = new java.util.ArrayList<>();
    args.addAll(
        List.of("predict", model, "--inputs", in.toString(), "--outputs", result.toString()));
    args.addAll(List.of(more));
    return run(args.toArray(String[]::new));
  }

  private static Map<String, NdArray<?>> numbered(String prefix, List<NdArray<?>> arrays) {
    Map<String, NdArray<?>> all = new LinkedHashMap<>();
    for (NdArray<?> array : arrays) {
      all.put(prefix + all.size(), array);
    }
    return all;
  }

  @Test
  void predictsBySignature() throws IOException {
    Npz.write(in, numbered("x", golden.inputs()));
    for (String[] more :
        new String[][] {{}, {"--signature", "serve"}, {"--signature", "serving_default"}}) {
      assertEquals(0, predict(export, more), err::toString);
      golden.checkOutputs(Framework.KERAS3, List.copyOf(Npz.read(result).values()));
      Files.delete(result);
    }
    assertEquals(
        0,
        predict(golden.file("saved_model").toString(), "--signature", "serving_default"),
        err::toString);
    golden.checkOutputs(Framework.TF_KERAS, List.copyOf(Npz.read(result).values()));
  }

  @Test
  void takesInputsByTheirNames() {
    GoldenCase wide = GoldenCase.of("wide_deep");
    Map<String, NdArray<?>> named = new LinkedHashMap<>();
    for (int i = 0; i < 2; i++) {
      named.put(wide.names("inputs").get(i), wide.inputs().get(i));
    }
    Npz.write(in, named);
    assertEquals(0, predict(wide.file("export").toString()), err::toString);
    Map<String, NdArray<?>> outputs = Npz.read(result);
    assertEquals(List.of("out0", "out1"), List.copyOf(outputs.keySet()));
    wide.checkOutputs(Framework.KERAS3, List.copyOf(outputs.values()));
  }

  @Test
  void verifies() {
    Map<String, NdArray<?>> arrays = numbered("in", golden.inputs());
    arrays.putAll(numbered("out", golden.outputs(Framework.KERAS3)));
    Npz.write(in, arrays);
    runWell("verify", export, in.toString());
    arrays.put("out0", golden.inputs().get(0));
    Npz.write(in, arrays);
    assertEquals(1, run("verify", export, in.toString()));
    arrays.put("layer:dense", golden.inputs().get(0));
    Npz.write(in, arrays);
    assertEquals(1, run("verify", export, in.toString()));
    assertTrue(err.toString().contains("has no layers. Leave layer:NAME out."), err::toString);
  }

  @Test
  void verifiesTheGoldenValuesThatPythonPutThere() throws IOException {
    Path copy = Files.createDirectory(in.resolveSibling("served"));
    try (Stream<Path> files = Files.walk(Path.of(export))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Path to = copy.resolve(Path.of(export).relativize(file).toString());
        Files.createDirectories(to.getParent());
        Files.copy(file, to);
      }
    }
    assertEquals(1, run("verify", copy.toString()));
    assertTrue(err.toString().contains("it holds no golden values."), err::toString);
    Map<String, NdArray<?>> arrays = numbered("in", golden.inputs());
    arrays.putAll(numbered("out", golden.outputs(Framework.KERAS3)));
    Npz.write(Files.createDirectory(copy.resolve("assets.extra")).resolve("golden.npz"), arrays);
    runWell("verify", copy.toString());
  }

  @Test
  void inspectsSignatures() {
    runWell("inspect", export);
    String text = out.toString();
    assertTrue(text.contains("format: SavedModel without a Keras model\n"), text);
    assertTrue(text.contains("tensorflow_version: 2.21.0\n"), text);
    assertTrue(text.contains("serving_default  in   input     float32 (None, 8)\n"), text);
    assertTrue(text.contains("serving_default  out  output_0  float32 (None, 1)\n"), text);
    assertTrue(text.contains("variables of the signatures: 4\n"), text);
    out.getBuffer().setLength(0);
    runWell("inspect", "--json", export);
    Map<?, ?> answer = (Map<?, ?>) Objects.requireNonNull(Json.parse(out.toString()));
    assertEquals(
        Map.of(
            "inputs", Map.of("input", "float32 (None, 8)"),
            "outputs", Map.of("output_0", "float32 (None, 1)")),
        ((Map<?, ?>) Objects.requireNonNull(answer.get("signatures"))).get("serve"));
    assertEquals(List.of(), answer.get("refused_ops"));
  }

  @Test
  void saysWhatIsWrong() {
    Npz.write(in, numbered("x", golden.inputs()));
    assertEquals(2, predict(golden.file("model.keras").toString(), "--signature", "serve"));
    assertTrue(
        err.toString()
            .startsWith("keras predict: --signature and --allow-all-ops are for SavedModels."),
        err::toString);
    assertEquals(2, predict(export, "--signature", "train"));
    assertTrue(
        err.toString()
            .contains(
                "has no signature 'train'. Expected --signature with one of [serve,"
                    + " serving_default]."),
        err::toString);
    assertEquals(1, predict(export, "--batch-size", "3"));
    assertTrue(err.toString().contains("runs whole. Leave the option out."), err::toString);
    assertEquals(1, run("evaluate", export, "--data", in.toString()));
    assertTrue(err.toString().contains("it is no Keras model but a TensorFlow program"));
  }
}
