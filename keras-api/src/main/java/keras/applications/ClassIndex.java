package keras.applications;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import keras.utils.KerasCache;

/** Keras' file of the classes of ImageNet: one JSON object of numbers, each with two names. */
final class ClassIndex {
  /** A class: its number in WordNet, and its name. */
  record Entry(String className, String classDescription) {}

  static final int CLASSES = 1000;
  private static final String NAME = "imagenet_class_index.json";
  private static final URI ORIGIN =
      URI.create("https://storage.googleapis.com/download.tensorflow.org/data/" + NAME);
  private static final String HASH = "c2c37ea517e94d9795004a39431a14cb";
  private static final Pattern ENTRY =
      Pattern.compile(
          "\\s*\"(\\d{1,3})\"\\s*:\\s*\\[\\s*\"([^\"\\\\]*+)\"\\s*,\\s*\"([^\"\\\\]*+)\"\\s*\\]\\s*([,}])");

  private ClassIndex() {}

  /** Returns the file of Keras' cache, downloaded if it is not there. */
  static Path file(KerasCache cache) {
    try {
      return cache.file(
          "decodePredictions",
          "decodePredictions(predictions, top, path)",
          "models",
          NAME,
          ORIGIN,
          HASH);
    } catch (IOException e) {
      throw new UncheckedIOException(e.getMessage(), e);
    }
  }

  /** Reads the classes, in the order of their numbers. */
  static List<Entry> read(Path file) {
    try {
      return parse(file, Files.readString(file).strip());
    } catch (IOException e) {
      throw new UncheckedIOException(e.getMessage(), e);
    }
  }

  private static List<Entry> parse(Path file, String json) throws IOException {
    List<Entry> classes = new ArrayList<>(Collections.nCopies(CLASSES, new Entry("", "")));
    Matcher entry = ENTRY.matcher(json);
    int at = json.startsWith("{") ? 1 : json.length();
    int found = 0;
    String end = "";
    while (!end.equals("}") && entry.region(at, json.length()).lookingAt()) {
      Entry named = new Entry(entry.group(2), entry.group(3));
      classes.set(Integer.parseInt(entry.group(1)), named);
      at = entry.end();
      end = entry.group(4);
      found++;
    }
    if (!end.equals("}") || at != json.length() || classes.contains(new Entry("", ""))) {
      throw new IOException(
          "%s: expected one JSON object of 1000 classes, each a number with two names. Found %d, to character %d."
              .formatted(file, found, at));
    }
    return List.copyOf(classes);
  }
}
