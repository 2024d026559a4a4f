package keras.written;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import java.util.zip.ZipFile;
import keras.io.hdf5.Hdf5File;
import keras.io.json.Json;
import org.jspecify.annotations.Nullable;

/** The configs that both Kerases wrote of one model, from its case in golden/cases. */
record ConfigsOfBoth(Path folder) {
  static final Path CASES = Path.of("golden", "cases");

  /** What Keras 3's zips say beyond class and config; none of it is needed. */
  private static final Set<String> ENVELOPE =
      Set.of("build_config", "compile_config", "shared_object_id");

  /** Returns the cases that hold all of some files. */
  static List<ConfigsOfBoth> having(String... files) {
    try (Stream<Path> folders = Files.list(CASES)) {
      return folders
          .sorted()
          .filter(folder -> !folder.getFileName().toString().startsWith("heads_")) // read alone
          .filter(folder -> Stream.of(files).allMatch(f -> Files.exists(folder.resolve(f))))
          .map(ConfigsOfBoth::new)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String name() {
    return folder.getFileName().toString();
  }

  /** Returns the model as Keras 3 serialized it into its zip, without shapes and ids. */
  Map<String, @Nullable Object> keras3() {
    return map(strip(zipped()));
  }

  /** Returns the compile config of Keras 3's zip; null where there is none. */
  @Nullable Map<String, @Nullable Object> compiled() {
    Object compiled = map(zipped()).get("compile_config");
    return compiled == null || map(compiled).isEmpty() ? null : map(strip(compiled));
  }

  private @Nullable Object zipped() {
    try (ZipFile zip = new ZipFile(folder.resolve("model.keras").toFile());
        InputStream in = zip.getInputStream(zip.getEntry("config.json"))) {
      return Json.parse(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns an attribute of an HDF5 file, as JSON; null where there is none. */
  @Nullable Object attribute(String file, String name) {
    try (Hdf5File h5 = Hdf5File.open(folder.resolve(file))) {
      return h5.root().attribute(name).map(a -> Json.parse(a.string())).orElse(null);
    }
  }

  private static @Nullable Object strip(@Nullable Object json) {
    if (json instanceof List<?> list) {
      List<@Nullable Object> out = new ArrayList<>();
      list.forEach(item -> out.add(strip(item)));
      return out;
    } else if (json instanceof Map<?, ?>) {
      Map<String, @Nullable Object> out = new LinkedHashMap<>(map(json));
      out.keySet().removeAll(ENVELOPE);
      out.replaceAll((k, v) -> strip(v));
      return out;
    }
    return json;
  }

  @SuppressWarnings("unchecked") // JSON objects have string keys
  static Map<String, @Nullable Object> map(@Nullable Object json) {
    if (json instanceof Map<?, ?> m) {
      return (Map<String, @Nullable Object>) m;
    }
    throw new IllegalArgumentException("Expected an object. Received: " + json + ".");
  }

  @Override
  public String toString() {
    return name();
  }
}
