package keras.io;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import java.util.zip.ZipFile;
import keras.io.json.Json;
import org.jspecify.annotations.Nullable;

/** The whole-model fixtures that real Kerases made, under compat-tests/golden/cases. */
public final class GoldenCases {
  private static final Path FOLDER = Path.of("..", "compat-tests", "golden", "cases");

  private GoldenCases() {}

  /** The file of a case. */
  public static Path file(String name, String file) {
    return FOLDER.resolve(name).resolve(file);
  }

  /** The names of the cases that have a file. */
  public static List<String> with(String file) {
    try (Stream<Path> folders = Files.list(FOLDER)) {
      return folders
          .filter(f -> Files.exists(f.resolve(file)))
          .map(f -> f.getFileName().toString())
          .filter(name -> !name.startsWith("heads_")) // their files are read, by StoredFileTest
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The text of a case's file. */
  public static String text(String name, String file) {
    try {
      return Files.readString(file(name, file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A case's JSON file. */
  public static Map<String, @Nullable Object> json(String name, String file) {
    return map(Json.parse(text(name, file)));
  }

  /** The config in a case's model.keras. */
  public static Map<String, @Nullable Object> keras3Config(String name) {
    try (ZipFile zip = new ZipFile(file(name, "model.keras").toFile())) {
      byte[] bytes =
          zip.getInputStream(Objects.requireNonNull(zip.getEntry("config.json"))).readAllBytes();
      return map(Json.parse(new String(bytes, StandardCharsets.UTF_8)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @SuppressWarnings("unchecked") // a JSON object
  private static Map<String, @Nullable Object> map(@Nullable Object json) {
    return (Map<String, @Nullable Object>) Objects.requireNonNull(json);
  }
}
