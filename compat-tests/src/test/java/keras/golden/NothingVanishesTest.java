package keras.golden;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import keras.Keras;
import keras.config.Configs;
import keras.config.KerasObject;
import keras.io.migration.Converted;
import keras.io.migration.FromKeras3;
import keras.io.migration.Target;
import keras.python.Framework;
import keras.python.Python;
import keras.python.PythonExtension;
import keras.python.PythonResult;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What the configs of layers, losses, metrics, optimizers and the rest say is what the Kerases
 * understand by them after they were written in their words; else the writer says that it is lost.
 */
@ExtendWith(PythonExtension.class)
class NothingVanishesTest {
  private static final String READ =
      """
      def plain(v):
          if isinstance(v, dict):
              if v.get("class_name") in ("DTypePolicy", "Policy"):
                  return v["config"]["name"]
              if "class_name" in v and "config" in v:
                  inner = v["config"]
                  inner = plain(inner) if isinstance(inner, dict) else inner
                  return {"class_name": v["class_name"].split(">")[-1], "config": inner}
              return {k: plain(w) for k, w in v.items()}
          if isinstance(v, np.ndarray):
              return plain(v.tolist())
          if isinstance(v, (list, tuple)):
              return [plain(w) for w in v]
          return float(v) if isinstance(v, (int, float, np.number)) and v is not True and v is not False else v

      def lost(path, said, understood):
          if isinstance(said, dict) and isinstance(understood, dict):
              for key, value in said.items():
                  if value is None and key not in understood:
                      continue
                  lost(f"{path}.{key}", value, understood.get(key, "nothing"))
          elif isinstance(said, list) and isinstance(understood, list) and len(said) == len(understood):
              for i, (one, other) in enumerate(zip(said, understood)):
                  lost(f"{path}.{i}", one, other)
          elif isinstance(said, float) and isinstance(understood, float):
              if not np.isclose(said, understood, rtol=1e-6):
                  found.append(f"{path}: {said}, understood {understood}")
          elif said != understood:
              # two names of one function, and of one curve
              if (said, understood) not in (("swish", "silu"), ("PRGAIN", "PR_GAIN")):
                  found.append(f"{path}: {said}, understood {understood}")

      found = []
      for spec in specs:
          name = spec["class_name"]
          try:
              made = keras.saving.deserialize_keras_object(json.loads(json.dumps(spec)))
              said, understood = plain(spec["config"]), plain(made.get_config())
              for key in forgotten:
                  if key.split(".")[0] == name:
                      said.pop(key.split(".")[1], None)
              lost(name, said, understood)
          except Exception as e:
              found.append(f"{name}: {type(e).__name__}: {str(e).splitlines()[0][:900]}")
      result["found"] = sorted(set(found))
      """;

  /** What the Kerases read and forget to write, and what Keras 3 writes by another key. */
  private static final List<String> FORGOTTEN =
      List.of(
          "Identity.gain",
          "Huber.delta",
          "CosineSimilarity.axis",
          "MeanTensor.shape",
          "BatchNormalization.fused",
          "InputLayer.batch_input_shape",
          "SpectralNormalization.activity_regularizer",
          "MaxPooling2D.activity_regularizer",
          "LeakyReLU.alpha",
          "SpatialDropout2D.data_format",
          "SpatialDropout3D.data_format");

  /**
   * What says nothing where the option is off that it is of, a key with another name, the seeds of
   * dropout that tf_keras draws by itself, what tf_keras always does, the mirror image of a layer,
   * and the dtype of indices and words.
   */
  private static final String IDLE =
      ".* (\\w+\\.ema_momentum|BatchNormalization\\.renorm_momentum|InputLayer\\.batch_shape"
          + "|(\\w*Attention|(Conv)?LSTM(\\dD)?|GRU|SimpleRNN)\\.seed|\\w+Lookup\\.oov_method"
          + "|(CenterCrop|Random\\w+)\\.data_format|RandomContrast\\.value_range"
          + "|Resizing\\.(data_format|fill_mode|fill_value)"
          + "|ZeroPadding1D\\.data_format|LeakyReLU\\.negative_slope"
          + "|Conv3DTranspose\\.dilation_rate|Bidirectional\\.backward_layer"
          + "|(\\w+Lookup|Discretization|HashedCrossing|TextVectorization)\\.dtype)";

  /**
   * Keras writes the label weights of an AUC as a tensor, and cannot read that; what a vocabulary
   * holds that lies in an archive; names that a wrapper gives; how tf_keras orders what it
   * computes.
   */
  private static final String UNREADABLE =
      "AUC: .*__tensor__.*"
          + "|TextVectorization\\.vocabulary_size: .*"
          + "|Bidirectional\\.layer\\.config\\.name: (\\w+), understood forward_\\1"
          + "|TimeDistributed\\.layer\\.config\\.fused: False, understood nothing"
          + "|.*\\.implementation: 2\\.0, understood 1\\.0";

  @BeforeEach
  void forgetNames() {
    Keras.clearSession();
  }

  /** Returns every object of the goldens as Keras 3 would write it. */
  private static List<Map<String, @Nullable Object>> specs() {
    List<KerasObject> all = new ArrayList<>();
    LayerFixture.all().forEach(f -> all.add(f.layer()));
    for (String family :
        List.of("constraints", "initializers", "losses", "metrics", "optimizers", "regularizers")) {
      FunctionFixture.all(family).stream()
          .filter(FunctionFixture::exists)
          .forEach(f -> all.add(f.object(KerasObject.class)));
    }
    List<Map<String, @Nullable Object>> specs = new ArrayList<>();
    all.forEach(o -> specs.add(Configs.serialize(o)));
    return specs;
  }

  @ParameterizedTest
  @CsvSource({
    "KERAS_3, KERAS3",
    "PORTABLE, KERAS3",
    "PORTABLE, TF_KERAS",
    "TF_KERAS, TF_KERAS",
  })
  void whatIsWrittenIsUnderstood(Target target, Framework reader, Python python) {
    List<Map<String, @Nullable Object>> written = new ArrayList<>();
    for (Map<String, @Nullable Object> spec : specs()) {
      Converted converted = FromKeras3.convert(spec, target);
      if (converted.obstacles().isEmpty()) {
        written.add(converted.config());
      }
    }
    assertTrue(written.size() > 150, written.size() + " objects");
    PythonResult result =
        python.of(reader).exec(READ, Map.of("specs", written, "forgotten", FORGOTTEN));
    assertEquals(
        "",
        result.list("found").stream()
            .map(String::valueOf)
            .filter(line -> !line.matches(UNREADABLE))
            .collect(Collectors.joining("\n")));
  }

  /** What the words of a target do not hold is reported as an obstacle or a difference. */
  @Test
  void whatIsLeftOutIsSaid() {
    List<String> silent = new ArrayList<>();
    for (Map<String, @Nullable Object> spec : specs()) {
      for (Target target : Target.values()) {
        Converted converted = FromKeras3.convert(spec, target);
        if (!converted.obstacles().isEmpty()) {
          continue;
        }
        Map<String, @Nullable Object> before = JsonObject.of(spec.get("config")).map();
        Map<String, @Nullable Object> after = JsonObject.of(converted.config().get("config")).map();
        Map<String, @Nullable Object> left = new LinkedHashMap<>(before);
        left.keySet().removeAll(after.keySet());
        left.values().removeIf(v -> v == null || Boolean.FALSE.equals(v));
        if (Boolean.TRUE.equals(before.get("use_ema"))
            || Boolean.TRUE.equals(before.get("renorm"))) {
          left.keySet().forEach(k -> silent.add("on: " + target + "." + k));
        }
        left.keySet().forEach(k -> silent.add(target + " " + spec.get("class_name") + "." + k));
      }
    }
    assertEquals(
        List.of(), silent.stream().filter(s -> !s.matches(IDLE)).distinct().sorted().toList());
  }
}
