package keras.golden;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import keras.Keras;
import keras.architecture.Library;
import keras.config.Configs;
import keras.config.KerasObject;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The contract of all classes that configs name, layers and models aside: the arguments and
 * defaults of the Keras class at the same path, as {@code golden/classes} has them.
 */
class ClassContractTest {
  private static final Map<String, JsonObject> KERAS = read();

  /** Those of other shape: layers have fixtures, models are made of layers, policies are theirs. */
  private static final Set<String> ELSEWHERE =
      Set.of("keras.layers", "keras.models", "keras.engine");

  private static Map<String, JsonObject> read() {
    Map<String, JsonObject> classes = new LinkedHashMap<>();
    try (Stream<Path> files = Files.list(Path.of("golden", "classes"))) {
      files
          .filter(f -> f.toString().endsWith(".json"))
          .flatMap(f -> JsonObject.read(f).objects("classes").stream())
          .forEach(c -> classes.put(c.text("name"), c));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return classes;
  }

  static List<Class<? extends KerasObject>> classes() {
    return Library.kerasObjects().stream()
        .filter(c -> !ELSEWHERE.contains(c.getPackageName()))
        .toList();
  }

  private static JsonObject keras(Class<?> type) {
    return Objects.requireNonNull(KERAS.get(type.getName()), () -> "Keras has no " + type);
  }

  @BeforeEach
  void forgetNames() {
    Keras.clearSession();
  }

  @Test
  void findsThem() {
    assertTrue(classes().size() > 40, () -> "Found only " + classes());
  }

  /** Keras takes some arguments that it forgets to write, and none that its constructor lacks. */
  @ParameterizedTest
  @MethodSource("classes")
  void hasKerasArguments(Class<? extends KerasObject> type) {
    Set<String> expected =
        new TreeSet<>(keras(type).object("object").object("config").map().keySet());
    expected.addAll(keras(type).texts("parameters"));
    assertEquals(expected, new TreeSet<>(Configs.keys(type)));
  }

  @ParameterizedTest
  @MethodSource("classes")
  void hasKerasDefaults(Class<? extends KerasObject> type) {
    JsonObject object = keras(type).object("object");
    Map<String, @Nullable Object> required = new LinkedHashMap<>(object.object("config").map());
    required.keySet().retainAll(keras(type).texts("required"));
    KerasObject plain = Configs.from(type, required);
    Map<String, @Nullable Object> ours = Configs.serialize(plain);
    Map<String, @Nullable Object> config = new LinkedHashMap<>(plain.config());
    Map<String, @Nullable Object> defaults = Configs.defaults(type);
    Configs.pinned(type).forEach(key -> config.put(key, defaults.get(key)));
    ours.put("config", config);
    Set<String> keys = object.object("config").map().keySet();
    assertTrue(config.keySet().containsAll(keys), () -> config + " has not all of " + keys);
    config.keySet().retainAll(keys); // Keras forgets some, as above
    ConfigComparison.check(type.getName(), object.map(), ours);
  }

  @ParameterizedTest
  @MethodSource("classes")
  void survivesItsConfig(Class<? extends KerasObject> type) {
    Map<String, @Nullable Object> spec = keras(type).object("object").map();
    Map<String, @Nullable Object> written = Configs.serialize(Configs.deserialize(spec));
    ConfigComparison.check(type.getName(), spec, written);
  }
}
