package keras.golden;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.zip.ZipFile;
import keras.data.Npz;
import keras.io.json.Json;
import keras.python.Framework;
import org.jspecify.annotations.Nullable;
import org.tensorflow.ndarray.NdArray;

/**
 * One whole-model case: its folder in {@code golden/cases}, which the README there explains, and
 * its entry in index.json.
 */
public record GoldenCase(JsonObject entry) {
  private static final Path ROOT = Path.of("golden", "cases");
  private static final List<GoldenCase> EVERY =
      JsonObject.read(ROOT.resolve("index.json")).objects("cases").stream()
          .map(GoldenCase::new)
          .toList();

  /** Returns every case, in the index's order. */
  public static List<GoldenCase> every() {
    return EVERY;
  }

  /** Returns the cases but those with many heads, which are read and not judged when written. */
  public static List<GoldenCase> all() {
    return EVERY.stream().filter(c -> !c.name().startsWith("heads_")).toList();
  }

  /** Returns the case with a name. */
  public static GoldenCase of(String name) {
    return EVERY.stream().filter(c -> c.name().equals(name)).findFirst().orElseThrow();
  }

  /** Returns the name, which is the folder's. */
  public String name() {
    return entry.text("name");
  }

  /** Whether the case is a model, trained or not, and not a table of functions or layouts. */
  public boolean isModel() {
    return entry.text("kind").equals("model") || isTrained();
  }

  /** Whether the case is a model that was trained. */
  public boolean isTrained() {
    return entry.text("kind").equals("train");
  }

  /** Whether the case tabulates functions. */
  public boolean isTable() {
    return entry.text("kind").equals("function");
  }

  /** Whether a Keras made the case. */
  public boolean isOf(Framework framework) {
    return entry.texts("frameworks").contains(framework.tag());
  }

  /** Returns the Keras whose numbers this library follows: Keras 3, where it made the case. */
  public Framework followed() {
    return isOf(Framework.KERAS3) ? Framework.KERAS3 : Framework.TF_KERAS;
  }

  /** Returns a file of the case. */
  public Path file(String name) {
    return ROOT.resolve(name()).resolve(name);
  }

  /** Whether the case has a file. */
  public boolean has(String name) {
    return Files.exists(file(name));
  }

  /** Returns the text of a file. */
  public String text(String name) {
    try {
      return Files.readString(file(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns the JSON object in a file. */
  public JsonObject json(String name) {
    return JsonObject.read(file(name));
  }

  /** Returns the config that Keras 3 wrote, compile config and all; null where it made no case. */
  public @Nullable JsonObject config() {
    if (has("model.keras")) {
      Path file = file("model.keras");
      try (ZipFile zip = new ZipFile(file.toFile());
          var in = zip.getInputStream(Objects.requireNonNull(zip.getEntry("config.json")))) {
        String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        return JsonObject.of(Json.parse(text, file.toString(), "config.json"));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return has("config_v3.json") ? json("config_v3.json") : null;
  }

  /** Returns the batch that goes in, an array an input. */
  public List<NdArray<?>> inputs() {
    return arrays("inputs");
  }

  /** Returns the outputs of a Keras in inference mode. */
  public List<NdArray<?>> outputs(Framework framework) {
    return arrays(
        framework == Framework.KERAS3 && has("outputs_k3.npz") ? "outputs_k3" : "outputs");
  }

  private List<NdArray<?>> arrays(String stem) {
    String kind = stem.equals("inputs") ? "inputs" : "outputs";
    return arrays(stem, names(kind));
  }

  /** Returns the names of the "inputs" or the "outputs", in order. */
  public List<String> names(String kind) {
    return entry.objects(kind).stream().map(each -> each.text("name")).toList();
  }

  /** Returns arrays of a .npz file by their names. */
  List<NdArray<?>> arrays(String stem, List<String> names) {
    var stored = Npz.read(file(stem + ".npz"));
    return names.stream()
        .<NdArray<?>>map(name -> Objects.requireNonNull(stored.get(name)))
        .toList();
  }

  /**
   * Returns how near outputs must come: the case's tolerance. Keras' predict takes float32 alone,
   * and so does this one; cases in float64 were called instead.
   */
  public Closeness tolerance() {
    JsonObject tolerance = entry.object("tolerance");
    double least =
        entry.objects("inputs").stream().anyMatch(i -> i.text("dtype").equals("float64"))
            ? 1e-7
            : 0;
    return new Closeness(
        Math.max(least, tolerance.number("atol")), Math.max(least, tolerance.number("rtol")));
  }

  /** Checks predictions against the outputs of a Keras. */
  public void checkOutputs(Framework framework, List<? extends NdArray<?>> actual) {
    tolerance().check(name() + ": output", outputs(framework), actual);
  }

  @Override
  public String toString() {
    return name();
  }
}
